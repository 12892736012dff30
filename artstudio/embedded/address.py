"""Where the private Postgres of a data folder listens, and with which password.

The server has no TCP port. It listens on a Unix socket in a folder that only
its owner may enter, so nothing can be taken by, or taken for, another program,
and `manage.py` in a second terminal finds it by the data folder alone. The
path of a Unix socket has at most 103 bytes on some systems (`sun_path`); where
the data folder is too deep for that, `socket` in it is a link to a private
folder in the temporary directory.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from artstudio.embedded.errors import FolderUnusable

USER = "artstudio"
DATABASE = "artstudio"
_PORT = 5432  # Only part of the socket's file name.
_LONGEST_SOCKET_PATH = 103


def home_of(data_dir: Path) -> Path:
    """Return the folder that holds everything of the private Postgres."""
    return data_dir / "postgres"


def embedded_database(data_dir: Path) -> dict[str, Any]:
    """Return Django's DATABASES entry for the private Postgres of `data_dir`.

    Nothing is made or started: before the first `up` the entry leads nowhere.
    """
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": USER,
        "PASSWORD": _password(home_of(data_dir)),
        "HOST": str(socket_dir(data_dir)),
        "PORT": str(_PORT),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def socket_dir(data_dir: Path) -> Path:
    """Return the folder of the socket, without links."""
    link = home_of(data_dir) / "socket"
    with contextlib.suppress(OSError):
        return link.readlink()
    return link


def prepare_address(data_dir: Path) -> None:
    """Make the private folder, the password and the socket's folder where they are missing.

    Raises FolderUnusable where the data folder cannot be written.
    """
    home = home_of(data_dir)
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        home.mkdir(mode=0o700, exist_ok=True)
        _make_password(home)
        _make_socket_dir(home)
    except OSError as error:
        message = f"The data folder {data_dir} cannot be written: {error.strerror}."
        raise FolderUnusable(message) from error


@contextlib.contextmanager
def tidied_address(data_dir: Path) -> Iterator[None]:
    """Leave nothing in the temporary directory when the block ends."""
    try:
        yield
    finally:
        remove_socket_dir(data_dir)


def remove_socket_dir(data_dir: Path) -> None:
    """Remove the socket's folder where it lies outside the data folder."""
    link = home_of(data_dir) / "socket"
    with contextlib.suppress(OSError):
        target = link.readlink()
        if _is_ours(target):
            shutil.rmtree(target, ignore_errors=True)
        link.unlink()


def _password(home: Path) -> str:
    with contextlib.suppress(OSError):
        return (home / "password").read_text().strip()
    return ""


def _make_password(home: Path) -> None:
    path = home / "password"
    if not path.exists() or not path.stat().st_size:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))


def _make_socket_dir(home: Path) -> None:
    place = home / "socket"
    longest = f"{place}/.s.PGSQL.{_PORT}.lock"
    if place.is_symlink():
        if _is_ours(place.readlink()):
            return
        place.unlink()
    if len(os.fsencode(longest)) <= _LONGEST_SOCKET_PATH:
        place.mkdir(mode=0o700, exist_ok=True)
    else:
        if place.exists():
            # The data folder was moved to a deeper place; no server listens on that path.
            shutil.rmtree(place)
        place.symlink_to(tempfile.mkdtemp(prefix="artstudio-"))


def _is_ours(folder: Path) -> bool:
    """Whether a folder in the shared temporary directory is still the private one we made."""
    try:
        facts = folder.lstat()
    except OSError:
        return False
    private = facts.st_mode & 0o777 == 0o700 and folder.is_dir() and not folder.is_symlink()
    return private and facts.st_uid == os.getuid() and folder.name.startswith("artstudio-")
