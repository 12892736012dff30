"""The studio's own database inside the private Postgres."""

from __future__ import annotations

from pathlib import Path

import psycopg
from psycopg import sql

from artstudio.embedded.address import embedded_database
from artstudio.embedded.errors import ClusterBroken


def ensure_database(data_dir: Path) -> None:
    """Make the studio's database where it is missing; raises ClusterBroken."""
    entry = embedded_database(data_dir)
    name = entry["NAME"]
    try:
        with psycopg.connect(
            dbname="postgres",
            user=entry["USER"],
            password=entry["PASSWORD"],
            host=entry["HOST"],
            port=entry["PORT"],
            autocommit=True,
        ) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if known.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[-1]
        raise ClusterBroken(f"The database in {data_dir} cannot be used: {reason}") from error
