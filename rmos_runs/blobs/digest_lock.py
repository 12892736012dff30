"""One lock per digest, across threads, processes and machines.

Storing and collecting the same bytes must not overlap: otherwise a collector
could remove a file between the moment a writer found it and the moment the
writer's row is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from rmos_runs.digests import parse_sha256


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
