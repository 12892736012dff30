"""How many thumbnails are rendered at a time on this machine, by however many processes."""

from __future__ import annotations

import fcntl
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rmos_runs.blobs.durable_files import make_folder

#: A page asks for dozens at once; the rest of the program needs the processors too.
SLOTS = max(1, (os.cpu_count() or 2) - 1)


@contextmanager
def render_slot(folder: Path) -> Iterator[None]:
    """Wait for a slot of the folder; the kernel gives back that of a process that dies."""
    make_folder(folder)
    with (folder / f"slot-{_pick(folder)}").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _pick(folder: Path) -> int:
    """Return a slot that was free a moment ago, or any where all are taken."""
    for number in range(SLOTS):
        with (folder / f"slot-{number}").open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            return number
    return random.randrange(SLOTS)  # noqa: S311 - any will do
