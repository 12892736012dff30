"""What keeps a backup and the garbage collector apart.

A backup dumps the rows first and copies their files then; a collector that removed a
file in between would leave the backup with a row whose file it does not have.
Collectors may work side by side; a backup works without any.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections

from rmos_runs.errors import CollectionBusy

# Two numbers that no other lock of this product has; digests lock by one.
_LOCK = (0x41727453, 3)


@contextmanager
def collecting() -> Iterator[None]:
    """Let no backup begin until the block ends. Raises CollectionBusy during a backup."""
    if not _ask(connection, "SELECT pg_try_advisory_lock_shared(%s, %s)"):
        raise CollectionBusy("A backup is being made. Collect when it is finished.")
    try:
        yield
    finally:
        _ask(connection, "SELECT pg_advisory_unlock_shared(%s, %s)")


@contextmanager
def not_collecting() -> Iterator[None]:
    """Let nothing be collected until the block ends. Raises CollectionBusy.

    The lock ends with its connection, in whatever way that ends.
    """
    guard = connections["default"].copy()
    try:
        if not _ask(guard, "SELECT pg_try_advisory_lock(%s, %s)"):
            raise CollectionBusy(
                "Another backup is being made, or collect_garbage is at work. "
                "Try again when it is finished."
            )
        yield
        # The server ends a closed connection in its own time.
        _ask(guard, "SELECT pg_advisory_unlock(%s, %s)")
    finally:
        guard.close()


def _ask(asked: object, question: str) -> bool:
    with asked.cursor() as cursor:  # type: ignore[attr-defined]  # any of Django's connections
        cursor.execute(question, _LOCK)
        return bool(cursor.fetchone()[0])
