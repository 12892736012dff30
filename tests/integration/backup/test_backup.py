"""What a backup holds, and what is refused before anything is changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from artstudio.embedded.binaries import client_programs
from artstudio.embedded.errors import PostgresMissing
from artstudio.ops.backup import CreatedBackup, create_backup
from artstudio.ops.backup.errors import BackupFailed, BackupInvalid, RestoreRefused
from artstudio.ops.backup.manifest import read_manifest
from artstudio.ops.backup.restoration import prove_backup
from rmos_runs.blobs.attachments import put_text_attachment
from rmos_runs.blobs.copy import copy_store
from rmos_runs.blobs.garbage import collect_garbage
from rmos_runs.blobs.locks import collecting, not_collecting
from rmos_runs.blobs.storage import attachment_storage
from rmos_runs.errors import CollectionBusy
from rmos_runs.models import RunAttachment
from tests.stores import Store

pytestmark = pytest.mark.django_db(transaction=True)


def put(text: str) -> str:
    return put_text_attachment(text, "note")[0].sha256


def back_up(folder: Path) -> CreatedBackup:
    return create_backup(folder, attachment_storage())


def change_manifest(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "manifest.json"
    facts = json.loads(path.read_text())
    change(facts)
    path.write_text(json.dumps(facts))


def test_backup_holds_every_file_and_counts_every_row(store: Store, tmp_path: Path) -> None:
    names = {put(text) for text in ("one", "two", "three")}
    done = back_up(tmp_path / "backup")
    manifest = done.manifest
    assert manifest == read_manifest(tmp_path / "backup")
    assert (manifest.files, manifest.files_bytes, manifest.missing) == (3, 11, [])
    assert manifest.tables["rmos_runs_runattachment"] == 3
    assert prove_backup(tmp_path / "backup").files.keys() == names


def test_backup_into_the_same_folder_copies_only_what_is_new(tmp_path: Path) -> None:
    put("old")
    assert back_up(tmp_path / "backup").copied.copied == 1
    put("new")
    again = back_up(tmp_path / "backup").copied
    assert (again.copied, again.present) == (1, 1)
    dumps = list((tmp_path / "backup").glob("database-*.dump"))
    assert len(dumps) == 1


def test_backup_mends_a_file_that_was_damaged_in_the_folder(tmp_path: Path) -> None:
    put("right")
    back_up(tmp_path / "backup")
    (damaged,) = (tmp_path / "backup" / "attachments").rglob("*.txt")
    damaged.write_bytes(b"wrong")
    assert back_up(tmp_path / "backup").copied.copied == 1
    assert damaged.read_bytes() == b"right"


def test_backup_names_what_the_store_lacks(store: Store, tmp_path: Path) -> None:
    lost = put("lost")
    put("kept")
    store.remove(next(name for name in store.names() if lost in name))
    manifest = back_up(tmp_path / "backup").manifest
    assert (manifest.files, manifest.missing) == (1, [lost])


def test_backup_that_fails_leaves_the_earlier_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("one")
    before = back_up(tmp_path / "backup").manifest
    put("two")

    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("artstudio.ops.backup.creation.copy_store", fail)
    with pytest.raises(OSError, match="No space"):
        back_up(tmp_path / "backup")
    assert (tmp_path / "backup" / "UNFINISHED").exists()
    assert prove_backup(tmp_path / "backup").manifest == before


def test_backup_refuses_a_folder_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(BackupFailed, match="holds no backup"):
        back_up(tmp_path)


def test_backup_and_collector_keep_apart(tmp_path: Path) -> None:
    with not_collecting(), pytest.raises(CollectionBusy, match="A backup is being made"):
        collect_garbage()
    with collecting(), pytest.raises(CollectionBusy, match="at work"):
        back_up(tmp_path / "backup")
    collect_garbage()
    back_up(tmp_path / "backup")


@pytest.mark.parametrize("kind", ["dump", "list", "file", "gone"])
def test_changed_backup_is_refused_and_named(tmp_path: Path, kind: str) -> None:
    put("content")
    folder = tmp_path / "backup"
    back_up(folder)
    pattern = {"dump": "database-*", "list": "files-*"}.get(kind, "attachments/*/*/*.txt")
    (victim,) = folder.glob(pattern)
    if kind == "gone":
        victim.unlink()
    else:
        data = bytearray(victim.read_bytes())
        data[-1] ^= 1
        victim.write_bytes(data)
    with pytest.raises(BackupInvalid, match=victim.name):
        prove_backup(folder)


def test_damaged_file_may_be_left_out_where_that_is_asked_for(tmp_path: Path) -> None:
    put("kept")
    back_up(tmp_path / "backup")
    lost = put("lost")
    back_up(tmp_path / "backup")
    next((tmp_path / "backup" / "attachments").rglob(f"{lost}*")).unlink()
    proven = prove_backup(tmp_path / "backup", accept_damaged=True)
    assert len(proven.files) == len(proven.damaged) == 1


def test_list_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    put("content")
    folder = tmp_path / "backup"
    back_up(folder)
    change_manifest(folder, lambda facts: facts["dump"].update(name="../database.dump"))
    shutil.copy(next(folder.glob("database-*")), tmp_path / "database.dump")
    with pytest.raises(BackupInvalid, match="elsewhere"):
        prove_backup(folder)


def test_newer_schema_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    back_up(tmp_path / "backup")
    change_manifest(
        tmp_path / "backup", lambda facts: facts["migrations"]["artstudio"].append("0999_future")
    )
    with pytest.raises(RestoreRefused, match="artstudio 0999_future"):
        prove_backup(tmp_path / "backup")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', '{"format": 1, "x": 1}'])
def test_manifest_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(BackupInvalid):
        read_manifest(tmp_path)


def test_dump_is_of_the_moment_of_the_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that comes after the snapshot is in neither the dump nor the list."""
    put("before")

    def put_first(*arguments: Any, **options: Any) -> Any:
        put("between")
        return copy_store(*arguments, **options)

    monkeypatch.setattr("artstudio.ops.backup.creation.copy_store", put_first)
    manifest = back_up(tmp_path / "backup").manifest
    assert RunAttachment.objects.count() == 2
    assert (manifest.files, manifest.tables["rmos_runs_runattachment"]) == (1, 1)


def test_programs_fit_the_server_and_are_asked_for_where_they_are_missing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = int(cursor.fetchone()[0].split(".")[0])
    assert client_programs(server).major == server
    with pytest.raises(PostgresMissing, match="PG_BIN"):
        client_programs(server + 50)
