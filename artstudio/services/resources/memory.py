"""Keeps the memory that the C library holds back from growing with every burst of work.

glibc gives each thread an arena of its own (up to eight for each core), and keeps in it
what was freed between two blocks that are still in use. A process of many threads that
traces pictures holds ten times what it needs. See mallopt(3) and malloc_trim(3); on other
C libraries nothing here does anything.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from functools import cache

# From malloc.h.
_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8

ARENAS = 2
# What is larger is given back as soon as it is freed: the arrays of a picture.
_OWN_MAPPING_BYTES = 1 << 20
_TRIM_BYTES = 16 << 20
# After a job others may follow at once, which would take the memory again.
TRIM_AFTER_S = 1.0

_lock = threading.Lock()
_is_planned = False


def bound_memory() -> bool:
    """Have this process hold back little; call it before threads are started.

    Returns whether the C library can do it.
    """
    libc = _glibc()
    if libc is None:
        return False
    done = [
        libc.mallopt(_M_ARENA_MAX, ARENAS),
        libc.mallopt(_M_MMAP_THRESHOLD, _OWN_MAPPING_BYTES),
        libc.mallopt(_M_TRIM_THRESHOLD, _TRIM_BYTES),
    ]
    return all(done)


def trim_soon() -> None:
    """Give freed memory back in a moment, once for all jobs that end until then."""
    global _is_planned  # noqa: PLW0603 - one plan for the process
    if _glibc() is None:
        return
    with _lock:
        if _is_planned:
            return
        _is_planned = True
    timer = threading.Timer(TRIM_AFTER_S, _trim)
    timer.name, timer.daemon = "trim-memory", True
    timer.start()


def _trim() -> None:
    global _is_planned  # noqa: PLW0603 - as above
    with _lock:
        _is_planned = False
    libc = _glibc()
    if libc is not None:
        libc.malloc_trim(0)


@cache
def _glibc() -> ctypes.CDLL | None:
    """Return the C library where it is glibc."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim") else None
