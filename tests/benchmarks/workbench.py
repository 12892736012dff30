"""An installation to measure on: a Postgres, a database and a store of its own, then gone."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def workbench() -> Iterator[Path]:
    """Set Django up on a fresh installation in a temporary folder; yield the folder.

    The database runs with its normal settings: what is measured is what a user has.
    """
    with tempfile.TemporaryDirectory(prefix="artstudio-bench-") as folder:
        os.environ.pop("DATABASE_URL", None)
        os.environ["ARTSTUDIO_DATA_DIR"] = folder
        os.environ["RMOS_RUN_ATTACHMENTS_DIR"] = str(Path(folder) / "run_attachments")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        with _running_database(Path(folder)):
            yield Path(folder)


@contextmanager
def _running_database(folder: Path) -> Iterator[None]:
    from artstudio.embedded.address import prepare_address, remove_socket_dir
    from artstudio.embedded.cluster import Cluster
    from artstudio.embedded.databases import ensure_database

    prepare_address(folder)
    server = Cluster.of(folder).start()
    try:
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        ensure_database(folder)
        call_command("migrate", verbosity=0)
        yield
        connections.close_all()
    finally:
        server.stop()
        remove_socket_dir(folder)


def median_ms(work: Callable[[], object], *, rounds: int = 15, warm_up: int = 3) -> float:
    """Return the median time of `work` in milliseconds, after a few calls that do not count."""
    for _ in range(warm_up):
        work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def say(line: str) -> None:
    """Print one line of the report at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
