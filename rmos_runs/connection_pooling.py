"""Trying what a pool between us and Postgres may break: locks and notifications of a session.

A pool that hands out connections by transaction gives two statements of one client to two
sessions of the server, and a lock or a LISTEN to whoever comes next.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

#: How long a notification may take.
NOTIFY_S = 2.0
_LOCKS = (
    "Session locks of the database do not hold: its pool hands out connections by transaction. "
    "Two machines could migrate, back up or collect at the same time."
)
_NOTIFICATIONS = (
    "Notifications of the database do not arrive: its pool hands out connections by transaction. "
    "Pages would not see work progress, and jobs start late."
)


def broken_by_pooling() -> list[str]:
    """Return what does not work, each in a sentence or two. Raises DatabaseError."""
    with _session() as first, _session() as second:
        broken = [] if _locks_hold(first, second) else [_LOCKS]
        return broken if _notifications_arrive(first, second) else [*broken, _NOTIFICATIONS]


def _locks_hold(first: Any, second: Any) -> bool:
    """Take a lock in one session: another must not get it, and the first must still have it."""
    key = uuid.uuid4().int >> 65
    _ask(first, "SELECT pg_advisory_lock(%s)", key)
    if _ask(second, "SELECT pg_try_advisory_lock(%s)", key):
        # Both were one session: what was taken twice is given back twice.
        _ask(second, "SELECT pg_advisory_unlock(%s)", key)
        _ask(second, "SELECT pg_advisory_unlock(%s)", key)
        return False
    return _ask(first, "SELECT pg_advisory_unlock(%s)", key)


def _notifications_arrive(first: Any, second: Any) -> bool:
    channel = f"rmos_trial_{uuid.uuid4().hex}"
    with first.cursor() as cursor:
        cursor.execute(f"LISTEN {channel}")
    with second.cursor() as cursor:
        cursor.execute(f"NOTIFY {channel}")
    heard = list(first.connection.notifies(timeout=NOTIFY_S, stop_after=1))
    with first.cursor() as cursor:
        cursor.execute("UNLISTEN *")
    return bool(heard)


@contextmanager
def _session() -> Iterator[Any]:
    session = connections["default"].copy()
    try:
        yield session
    finally:
        session.close()


def _ask(session: Any, question: str, key: int) -> bool:
    with session.cursor() as cursor:
        cursor.execute(question, [key])
        (answer,) = cursor.fetchone()
        return bool(answer)
