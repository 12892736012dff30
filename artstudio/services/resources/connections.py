"""The connection of this thread to the database."""

from __future__ import annotations

from django.db import connection


def release_connection() -> None:
    """Hold no connection while something else takes its time; not inside a transaction."""
    if not connection.in_atomic_block:
        connection.close()
