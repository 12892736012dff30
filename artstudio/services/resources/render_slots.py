"""How many thumbnails are rendered at a time on this machine, by however many processes."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rmos_runs.blobs.durable_files import is_locked, locked_folder, make_folder

#: A page asks for dozens at once; the rest of the program needs the processors too.
SLOTS = max(1, (os.cpu_count() or 2) - 1)


@contextmanager
def render_slot(folder: Path) -> Iterator[None]:
    """Wait for a slot of the folder; the kernel gives back that of a process that dies."""
    places = [folder / f"slot-{number}" for number in range(SLOTS)]
    for place in places:
        make_folder(place)
    free = next((place for place in places if not is_locked(place)), None)
    with locked_folder(free or random.choice(places)):  # noqa: S311 - any will do
        yield
