"""How a full disk shows itself: to us, and to Postgres."""

from __future__ import annotations

import errno

import psycopg


def is_database_full(error: BaseException) -> bool:
    """Tell whether Postgres said that its disk is full (SQLSTATE 53100)."""
    return isinstance(error.__cause__, psycopg.errors.DiskFull)


def is_disk_full(error: OSError) -> bool:
    """Tell whether the file system has no room, or no more for this account."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)
