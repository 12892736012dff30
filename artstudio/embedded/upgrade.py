"""Bringing the database up to date, by one of all the machines that start at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connections

# Two numbers that no other lock of this product has; digests lock by one.
_LOCK = (0x41727453, 2)


def migrate_once() -> None:
    """Apply the migrations that are missing; whoever comes meanwhile waits, and finds them done.

    Raises DatabaseError, and InconsistentMigrationHistory.
    """
    with schema_locked():
        migrate()


def migrate() -> None:
    """Apply the migrations that are missing, for who holds the lock; raises as `migrate_once`."""
    call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def schema_locked() -> Iterator[None]:
    """Keep every studio that starts waiting until the block ends.

    It is a lock of the database's; it ends with its connection, in whatever way that ends.
    """
    # Of its own, because migrations may close theirs.
    guard = connections["default"].copy()
    try:
        with guard.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", _LOCK)
        yield
    finally:
        guard.close()
