"""One `up` for each data folder."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from artstudio.embedded.errors import FolderInUse, FolderUnusable

_PATIENCE_S = 0.5


@contextlib.contextmanager
def locked_folder(data_dir: Path) -> Iterator[None]:
    """Hold the data folder, made if missing, until the block ends.

    The lock belongs to this process alone: its children do not inherit it, and
    the kernel lifts it when the process dies in whatever way.
    Raises FolderUnusable, or FolderInUse with the holder's pid.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(data_dir / "up.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise FolderUnusable(
            f"The data folder {data_dir} cannot be written: {error.strerror}. "
            "Choose another with --data or ARTSTUDIO_DATA_DIR."
        ) from error
    with os.fdopen(descriptor, "r+") as file:
        _take(descriptor, data_dir)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def holder_of(data_dir: Path) -> int | None:
    """Return the pid of the `up` that holds the data folder; None where there is none."""
    with contextlib.suppress(OSError, ValueError):
        descriptor = os.open(data_dir / "up.lock", os.O_RDONLY | os.O_CLOEXEC)
        with os.fdopen(descriptor) as file:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(file.read())
    return None


def _take(descriptor: int, data_dir: Path) -> None:
    end = time.monotonic() + _PATIENCE_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                holder = os.pread(descriptor, 20, 0).decode(errors="replace") or "unknown"
                raise FolderInUse(
                    f"The data folder {data_dir} is in use by another `up` (process {holder}). "
                    "Stop that one, or choose another folder with --data."
                ) from None
            time.sleep(0.05)
        else:
            return
