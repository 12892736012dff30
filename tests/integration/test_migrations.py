"""Each app has one migration for a new database, and older databases go on from where they are.

Every database here is made in the tests' own server, with the two apps' migrations only.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from artstudio.embedded.binaries import client_programs

pytestmark = pytest.mark.django_db(transaction=True)

SQUASHED = {
    "rmos_runs": "0001_squashed_0004_attempts_without_hashes",
    "artstudio": "0001_squashed_0016_lease_renewed_at",
}
REPLACED = [
    key
    for app, name in SQUASHED.items()
    for key in MigrationLoader(None).disk_migrations[app, name].replaces
]
#: The states that are tried each time: nothing, one app alone, in the middle, before the last.
OFTEN = (0, 4, 12, len(REPLACED) - 1)


@contextmanager
def other_database(name: str, *, copy_of: str = "template0") -> Iterator[None]:
    """Let the default connection use a database of its own, dropped at the end."""
    kept = connection.settings_dict["NAME"]
    _in_server(
        f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{copy_of}"'
    )
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = kept
        _in_server(f'DROP DATABASE "{name}"')


def _in_server(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def migrate_old(count: int) -> None:
    """Apply the first `count` migrations of 0.1.0, as a studio of then did."""
    executor = MigrationExecutor(connection)
    executor.recorder.ensure_schema()
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    for key in REPLACED[:count]:
        if key not in executor.loader.applied_migrations:
            executor.migrate([key])
            executor.loader.build_graph()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE name = ANY(%s)", [list(SQUASHED.values())]
        )


def migrate_to_squashed() -> None:
    """Migrate as far as the squashed migrations reach, whatever came after them.

    Django takes one out of its graph where only some of what it replaces is applied.
    """
    executor = MigrationExecutor(connection)
    last = {app: [key for key in REPLACED if key[0] == app][-1] for app in SQUASHED}
    executor.migrate(
        [key if key in executor.loader.graph.nodes else last[key[0]] for key in SQUASHED.items()]
    )


def applied() -> set[tuple[str, str]]:
    return {key for key in MigrationRecorder(connection).applied_migrations() if key[0] in SQUASHED}


def _server_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10000


def schema() -> list[str]:
    """Return what pg_dump writes of the schema: tables, columns in order, triggers, functions."""
    database = connection.settings_dict
    pg_dump = client_programs(_server_version()).folder / "pg_dump"
    done = subprocess.run(
        [pg_dump, "--schema-only", "--no-owner", "--dbname", database["NAME"]],
        env={
            "PGHOST": str(database["HOST"]),
            "PGPORT": str(database["PORT"]),
            "PGUSER": database["USER"],
            "PGPASSWORD": database["PASSWORD"],
        },
        capture_output=True,
        text=True,
        check=True,
    )
    # From version 17.6 on, a dump begins and ends with a word that differs each time.
    return [line for line in done.stdout.splitlines() if not line.startswith("\\")]


@pytest.fixture(scope="module")
def schema_of_old(django_db_setup: None, django_db_blocker: Any) -> list[str]:
    with django_db_blocker.unblock(), other_database("old_path"):
        migrate_old(len(REPLACED))
        return schema()


def test_each_app_has_one_migration_for_a_new_database() -> None:
    for app, name in SQUASHED.items():
        loader = MigrationLoader(None)
        others = {key for key in loader.disk_migrations if key[0] == app and key[1] != name}
        replaced = set(loader.disk_migrations[app, name].replaces)
        later = {key for key in others if key not in replaced}
        assert replaced <= others
        assert all(int(key[1][:4]) > max(int(old[:4]) for _, old in replaced) for key in later)
        assert loader.graph.root_nodes(app) == [(app, name)]


def test_a_new_database_has_the_schema_of_the_old_path(schema_of_old: list[str]) -> None:
    with other_database("new_path"):
        migrate_to_squashed()
        assert schema() == schema_of_old


def test_a_new_database_applies_the_squashed_migrations_alone() -> None:
    with other_database("new_path"):
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(list(SQUASHED.items()))
        assert [(step.app_label, step.name) for step, _ in plan] == list(SQUASHED.items())


def test_a_database_of_the_old_path_has_nothing_to_migrate(schema_of_old: list[str]) -> None:
    with other_database("old_path"):
        migrate_old(len(REPLACED))
        executor = MigrationExecutor(connection)
        assert executor.migration_plan(list(SQUASHED.items())) == []
        executor.migrate(list(SQUASHED.items()))
        assert applied() == {*REPLACED, *SQUASHED.items()}
        assert schema() == schema_of_old


@pytest.mark.parametrize(
    "count",
    [
        pytest.param(count, marks=() if count in OFTEN else pytest.mark.slow)
        for count in range(len(REPLACED))
    ],
)
def test_a_database_that_stopped_on_the_way_goes_on(count: int, schema_of_old: list[str]) -> None:
    with other_database("on_the_way"):
        migrate_old(count)
        migrate_to_squashed()
        assert schema() == schema_of_old
        assert applied() == {*REPLACED, *SQUASHED.items()}


ROWS_OF_0008 = """
INSERT INTO rmos_runs_runattachment
    (sha256, kind, mime, filename, ext, size_bytes, created_at_utc, request_id, metadata)
    VALUES (repeat('a', 64), 'svg', 'image/svg+xml', 'a.svg', 'svg', 1, now(), 'r', '{}');
INSERT INTO artstudio_generation
    (generation_id, request_id, prompt, count, variant_seed, provider, model, route, constraints,
     style_hints, run_id, safety_flags, safety_enforcement, user_acknowledged, acknowledged_by,
     acknowledged_request_id, status, revised_prompt, created_at_utc, route_reason)
    VALUES ('gen_1', 'r', 'a walnut rosette', 1, '1', 'patterns', '', 'geometry', '{}',
     '["fine"]', '', '[]', 'SOFT_WARN', false, '', '', 'PENDING', '', now(), '');
INSERT INTO artstudio_variant
    (variant_id, index, seed, status, source_key, replayed_from, prompt_sent, revised_prompt,
     provider_request_id, seed_sent, seed_honoured, source_metadata, trace_options,
     tool_versions, timings_ms, measurements, warnings, created_at_utc, generation_id,
     fresh, is_queued, stage, claim, seen_at_utc)
    SELECT 'var_1', 0, 1, 'PENDING', '', '', '', '', '', false, false, '{}', '{}', '{}', '{}',
     '{}', '["thin"]', now(), id, false, false, '', '', '2026-11-01T00:00:00Z'
    FROM artstudio_generation;
INSERT INTO artstudio_artasset
    (asset_id, kind, provider, model, route, prompt, variant_seed, request_id, meta,
     created_at_utc, attachment_id, stack, styles, warning_count)
    VALUES ('asset_' || repeat('a', 12), 'svg', 'patterns', '', 'geometry', 'a walnut rosette',
     '1', 'r', '{"first_variant_id": "var_1"}', now(), repeat('a', 64), '', '{}', 0);
INSERT INTO artstudio_tag (name) VALUES ('walnut');
INSERT INTO artstudio_assettag (asset_id, tag_id)
    SELECT artstudio_artasset.id, artstudio_tag.id FROM artstudio_artasset, artstudio_tag;
INSERT INTO artstudio_attempt
    (number, provider, model, client_request_id, outcome, provider_request_id, started_at_utc,
     variant_id)
    SELECT 1, 'openai', 'm', 'c', 'OPEN', '', '2026-11-02T00:00:00Z', id FROM artstudio_variant;
"""
AFTERWARDS = {
    "SELECT array_agg(word ORDER BY word) FROM artstudio_searchword": ["rosette", "walnut"],
    "SELECT uses FROM artstudio_tag": 1,
    "SELECT styles FROM artstudio_artasset": ["fine"],
    "SELECT warning_count FROM artstudio_artasset": 1,
    "SELECT stack FROM artstudio_artasset": "gen_1",
    "SELECT words @@ to_tsquery('walnut') FROM artstudio_artasset": True,
    "SELECT sent_at_utc = started_at_utc FROM artstudio_attempt": True,
    "SELECT lease_renewed_at_utc::date::text FROM artstudio_variant": "2026-11-01",
}


def test_rows_of_an_older_schema_are_brought_along() -> None:
    with other_database("on_the_way"):
        migrate_old(REPLACED.index(("artstudio", "0008_gallery")) + 1)
        with connection.cursor() as cursor:
            cursor.execute(ROWS_OF_0008)
        migrate_to_squashed()
        with connection.cursor() as cursor:
            for query, expected in AFTERWARDS.items():
                cursor.execute(query)
                assert cursor.fetchone() == (expected,), query


def test_the_squashed_migrations_can_be_undone() -> None:
    with other_database("new_path"):
        empty = schema()
        migrate_to_squashed()
        call_command("migrate", "artstudio", "zero", verbosity=0)
        call_command("migrate", "rmos_runs", "zero", verbosity=0)
        left = [line for line in schema() if "artstudio_" in line or "rmos_runs_" in line]
        assert left == []
        assert [line for line in empty if "CREATE" in line] == []
