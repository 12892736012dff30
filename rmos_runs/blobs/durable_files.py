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
        keep_owner(folder)
    fsync_folder(folder.parent)


def keep_owner(made: Path) -> None:
    """Give what root has just made in a folder of another user to that user, who works there."""
    if os.geteuid() != 0:
        return
    folder = made.parent.stat()
    # In a namespace root may not give anything away, and in a user's own it has another name.
    if folder.st_uid != made.lstat().st_uid:
        with suppress(OSError):
            os.chown(made, folder.st_uid, folder.st_gid, follow_symlinks=False)


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


def is_locked(folder: Path) -> bool:
    """Tell whether somebody held the folder's lock a moment ago. Raises OSError."""
    with _opened_folder(folder) as descriptor:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


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
        keep_owner(temp)
    except BaseException:
        temp.unlink(missing_ok=True)
        raise
    return temp
