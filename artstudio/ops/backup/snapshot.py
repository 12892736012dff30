"""One moment of the database: what its rows name, how many there are, and their dump."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections
from psycopg import sql

from rmos_runs.models import RunAttachment

_TABLES = (
    "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = 'public' ORDER BY tablename"
)


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What a moment of the database holds.

    name: what pg_dump takes to see the same moment, while `taken_snapshot` is open.
    contents: the SHA-256 of all attachments, in order.
    """

    name: str
    server_version: str
    tables: dict[str, int]
    migrations: dict[str, list[str]]
    contents: list[str]


@contextmanager
def taken_snapshot() -> Iterator[Snapshot]:
    """Hold a snapshot on a connection of its own until the block ends. Raises DatabaseError."""
    own = connections["default"].copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            # The dump takes its time, and this connection says nothing meanwhile.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version')")
            name, version = cursor.fetchone()
            yield Snapshot(
                name=name,
                server_version=version,
                tables=count_rows(cursor),
                migrations=_applied(cursor),
                contents=_contents(cursor),
            )
            cursor.execute("ROLLBACK")
    finally:
        own.close()


def count_rows(cursor: Any) -> dict[str, int]:
    """Return the number of rows of every table."""
    cursor.execute(_TABLES)
    counts = {}
    for (table,) in cursor.fetchall():
        cursor.execute(sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table)))
        counts[table] = cursor.fetchone()[0]
    return counts


def _applied(cursor: Any) -> dict[str, list[str]]:
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    applied: dict[str, list[str]] = {}
    for app, name in cursor.fetchall():
        applied.setdefault(app, []).append(name)
    return applied


def _contents(cursor: Any) -> list[str]:
    table = sql.Identifier(RunAttachment._meta.db_table)  # noqa: SLF001  # Django's model API
    cursor.execute(sql.SQL("SELECT sha256 FROM {} ORDER BY sha256").format(table))
    return [sha256 for (sha256,) in cursor.fetchall()]
