"""The tests' own database: migrated once, copied, emptied after each test that commits."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.blobs.attachments import put_text_attachment
from tests.database_reset import KEPT, empty_database
from tests.postgres_plugin import pytest_xdist_auto_num_workers
from tests.template_cluster import ROOT, schema_digest


def tables_with_rows() -> set[str]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        parts = [f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in names]
        cursor.execute(" UNION ALL ".join(parts))
        return {name for (name,) in cursor.fetchall()}


def copy_of_schema_files(folder: Path) -> Path:
    for app in ("artstudio", "rmos_runs"):
        for part in ("migrations", "models"):
            shutil.copytree(ROOT / app / part, folder / app / part)
    return folder


class TestTemplate:
    @pytest.mark.django_db
    def test_its_copy_has_every_migration(self) -> None:
        executor = MigrationExecutor(connection)
        assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []

    @pytest.mark.django_db
    def test_its_copy_has_rows_only_where_migrations_wrote_them(self) -> None:
        assert tables_with_rows() == set(KEPT)

    def test_its_name_is_the_same_in_another_folder(self, tmp_path: Path) -> None:
        assert schema_digest(copy_of_schema_files(tmp_path)) == schema_digest()

    @pytest.mark.parametrize("app", ["artstudio", "rmos_runs"])
    def test_its_name_changes_with_a_migration(self, app: str, tmp_path: Path) -> None:
        root = copy_of_schema_files(tmp_path)
        file = root / app / "migrations" / "0001_initial.py"
        file.write_text(file.read_text() + "\n# changed")
        assert schema_digest(root) != schema_digest()


@pytest.mark.django_db(transaction=True)
class TestEmptying:
    def test_all_tables_are_empty_even_of_what_never_changes(self) -> None:
        User.objects.create_user("maker")
        put_text_attachment("Facts of an attachment never change.", "note")
        generate_svg_variants("Rosette", queued=True)
        assert tables_with_rows() >= {
            "auth_user",
            "artstudio_generation",
            "procrastinate_jobs",
            "rmos_runs_runattachment",
        }
        empty_database()
        assert tables_with_rows() == set(KEPT)
        assert Permission.objects.exists()

    def test_foreign_keys_and_triggers_hold_again_afterwards(self) -> None:
        empty_database()
        with connection.cursor() as cursor:
            cursor.execute("SHOW session_replication_role")
            assert cursor.fetchone() == ("origin",)

    def test_it_waits_for_a_writer_that_has_not_committed(self) -> None:
        written, done = threading.Event(), threading.Event()

        def write() -> None:
            with transaction.atomic():
                User.objects.create_user("late")
                written.set()
                done.wait(0.3)
            connection.close()

        writer = threading.Thread(target=write)
        writer.start()
        assert written.wait(5)
        empty_database()
        writer.join()
        assert not User.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "workers"),
    [
        (["tests/unit/test_start.py", "tests/unit/test_readme.py::test_x"], 0),
        (["tests"], 3),
        (["tests/unit", "tests/unit/test_start.py"], 3),
    ],
)
def test_named_files_run_without_workers(
    arguments: list[str], workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_XDIST_AUTO_NUM_WORKERS", raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    config = SimpleNamespace(args=arguments)
    assert pytest_xdist_auto_num_workers(config) == workers  # type: ignore[arg-type]  # what it reads
