"""Writing files and folders so that they survive a crash whole or not at all. Pure."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FILE_MODE = 0o644
FOLDER_MODE = 0o755
TEMP_PREFIX = ".put-"
TEMP_SUFFIX = ".tmp"


def make_folder(folder: Path) -> None:
    """Make `folder` and its parents with mode 0755, each one durable. Raises OSError."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir()
        # mkdir's mode is cut by the umask; a web server must be able to read the store.
        folder.chmod(FOLDER_MODE)
    fsync_folder(folder.parent)


def fsync_folder(folder: Path) -> None:
    """Make the entries of `folder` durable. Raises OSError."""
    with _opened_folder(folder) as descriptor:
        os.fsync(descriptor)


@contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, against other threads and processes; leave its entries durable.

    The kernel drops the lock of a process that dies.
    """
    with _opened_folder(folder) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
        os.fsync(descriptor)


@contextmanager
def _opened_folder(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def write_temp(folder: Path, chunks: Iterable[bytes]) -> Path:
    """Write `chunks` to a new durable file in `folder`, mode 0644.

    Raises OSError, and leaves nothing then.
    """
    descriptor, name = tempfile.mkstemp(prefix=TEMP_PREFIX, suffix=TEMP_SUFFIX, dir=folder)
    temp = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            # mkstemp makes 0600, which the web server's account could not read.
            os.fchmod(file.fileno(), FILE_MODE)
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        temp.unlink(missing_ok=True)
        raise
    return temp
