"""A database to work with from a command, whether or not the studio runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.db import connections

from artstudio.embedded.address import embedded_database, home_of, tidied_address
from artstudio.embedded.cluster import Cluster
from artstudio.embedded.databases import ensure_database
from artstudio.embedded.errors import FolderInUse, StartupError
from artstudio.embedded.folder_lock import locked_folder


def is_embedded() -> bool:
    """Whether the database is the private one of the data folder."""
    return not os.environ.get("DATABASE_URL")


@contextmanager
def any_database(data_dir: Path) -> Iterator[None]:
    """Use the database that runs, or start the private one for the block.

    Raises CannotRun where there is none, or it does not start.
    """
    if not is_embedded():
        yield
        return
    if not (home_of(data_dir) / "cluster").exists():
        raise StartupError(
            f"There is no database in {data_dir}. Name the data folder with --data, "
            "or another database in DATABASE_URL."
        )
    with ExitStack() as stack:
        try:
            stack.enter_context(locked_folder(data_dir))
        except FolderInUse:
            pass
        else:
            stack.enter_context(_started(data_dir))
        yield


@contextmanager
def own_database(data_dir: Path) -> Iterator[None]:
    """Use the server of DATABASE_URL, or the private one, made if missing, for us alone.

    Raises FolderInUse while the studio runs in the data folder, and CannotRun.
    """
    if not is_embedded():
        yield
        return
    with locked_folder(data_dir), _started(data_dir):
        yield


@contextmanager
def _started(data_dir: Path) -> Iterator[None]:
    with tidied_address(data_dir):
        server = Cluster.of(data_dir).start()
        try:
            # What the settings read before the folder was prepared may be out of date.
            connections["default"].settings_dict.update(embedded_database(data_dir))
            ensure_database(data_dir)
            yield
        finally:
            connections.close_all()
            server.stop()
