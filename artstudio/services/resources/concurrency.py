"""A few at a time: work that takes a processor and much memory, such as tracing.

A web process has a hundred threads. Were all of them to trace at once, none would be
faster, and each would hold a picture and its curves.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from artstudio.services.resources import memory

#: At least two, so that a large picture holds up no small one.
SLOTS = max(2, os.cpu_count() or 2)

_slots = threading.BoundedSemaphore(SLOTS)


@contextmanager
def heavy_work() -> Iterator[None]:
    """Wait for a slot of this process, and give memory back afterwards. Not to be nested."""
    with _slots:
        try:
            yield
        finally:
            memory.trim_soon()
