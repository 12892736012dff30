"""Empties the database after a test with real transactions.

Django's own flush truncates every table and then writes content types and permissions
anew, which takes about 100 ms. The tables hold few rows, so deleting them is cheaper.
"""

from __future__ import annotations

from functools import cache

from django.db import connection
from django.test import TransactionTestCase

#: What the migrations wrote, and no test changes.
KEPT = ("django_migrations", "django_content_type", "auth_permission")
_TABLES = """
SELECT quote_ident(relname) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT relname = ANY(%s)
ORDER BY relname
"""


def empty_database(_test: TransactionTestCase | None = None) -> None:
    """Delete all rows but those of `KEPT`; waits for writers that have not committed.

    The queue's tables are emptied too, which Django's flush does not do. Foreign keys
    and the triggers that forbid deletion are off meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute(_statements())


@cache
def _statements() -> str:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES, [list(KEPT)])
        tables = [name for (name,) in cursor.fetchall()]
    return "; ".join(
        [
            "BEGIN",
            "SET LOCAL session_replication_role = replica",
            f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE",
            *(f"DELETE FROM {table}" for table in tables),
            "COMMIT",
        ]
    )
