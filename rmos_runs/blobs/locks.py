"""Locks in the database: on one digest, and against collecting garbage while bytes are copied."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections, transaction

from rmos_runs.digests import parse_sha256
from rmos_runs.errors import CollectionBusy


def digest_key(sha256: str) -> int:
    """Return the first 64 bits of the digest as Postgres' signed bigint. Raises InvalidDigest."""
    return int.from_bytes(bytes.fromhex(parse_sha256(sha256)[:16]), "big", signed=True)


def lock_digest(sha256: str) -> None:
    """Hold the digest's lock until the current transaction ends. Raises InvalidDigest.

    Raises TransactionManagementError outside of a transaction, where the lock would end at once.
    """
    _require_transaction()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [digest_key(sha256)])


def try_lock_digest(sha256: str) -> bool:
    """Like `lock_digest`, but return False at once when somebody else holds the lock."""
    _require_transaction()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [digest_key(sha256)])
        return bool(cursor.fetchone()[0])


@contextmanager
def digest_locked(sha256: str) -> Iterator[None]:
    """Hold the digest's lock in the transaction at hand, or in one of its own for the block.

    Raises InvalidDigest.
    """
    with transaction.atomic(savepoint=False):
        lock_digest(sha256)
        yield


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        msg = "The lock of a digest needs a transaction to be held in."
        raise transaction.TransactionManagementError(msg)


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
