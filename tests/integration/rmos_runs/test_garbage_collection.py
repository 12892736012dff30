"""`collect_garbage`: what nothing uses goes after its time, everything else stays."""

from __future__ import annotations

import json
import os
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.blobs import durable_files
from rmos_runs.blobs.attachments import put_text_attachment, verify_attachment
from rmos_runs.blobs.garbage import collect_garbage, unused_attachments
from rmos_runs.blobs.locks import lock_digest
from rmos_runs.blobs.names import blob_name
from rmos_runs.integrity import verify_store
from rmos_runs.models import RunAttachment
from rmos_runs.runs.service import attach_advisory, create_run
from tests.concurrency.test_store import together
from tests.stores import LocalStore, Store

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=30)
FACTS: dict[str, Any] = {
    "mode": "art_studio",
    "tool_id": "router",
    "status": "OK",
    "decision": {"risk_level": "GREEN"},
}


def put(store: Store, text: str, *, age: timedelta = LONG_AGO) -> tuple[str, str]:
    """Store a note that long ago; return its digest and its name."""
    row, _ = put_text_attachment(text, "note")
    name = blob_name(row.sha256, ".txt")
    RunAttachment.objects.filter(pk=row.pk).update(created_at_utc=timezone.now() - age)
    store.grow_old(name, age.total_seconds())
    return row.sha256, name


def collect(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("collect_garbage", "--json", *arguments, stdout=out)
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


NOTHING = {
    "dry_run": False,
    "rows": 0,
    "files": 0,
    "temporary_files": 0,
    "folders": 0,
    "bytes_freed": 0,
    "busy": 0,
}


def test_an_unused_row_goes_with_its_file_and_the_bytes_are_counted(store: Store) -> None:
    sha256, _ = put(store, "unused")
    assert collect() == NOTHING | {"rows": 1, "files": 1, "bytes_freed": 6}
    assert store.names() == []
    assert not RunAttachment.objects.filter(pk=sha256).exists()
    assert verify_store().findings == []


def test_a_file_without_a_row_goes(store: Store) -> None:
    sha256, _ = put(store, "no row")
    RunAttachment.objects.filter(pk=sha256).delete()
    assert collect() == NOTHING | {"files": 1, "bytes_freed": 6}
    assert store.names() == []


def test_the_young_stay(store: Store) -> None:
    put(store, "a row of six days", age=timedelta(days=6))
    sha256, _ = put(store, "a file of six days", age=timedelta(days=6))
    RunAttachment.objects.filter(pk=sha256).delete()
    assert collect() == NOTHING
    assert collect("--grace", "5d")["files"] == 2


def test_a_put_makes_old_bytes_young_again(store: Store) -> None:
    _, name = put(store, "put again")
    put_text_attachment("put again", "note")
    assert collect() == NOTHING
    assert store.names() == [name]


def test_an_old_file_of_a_young_row_stays(store: Store) -> None:
    sha256, name = put(store, "young row")
    RunAttachment.objects.filter(pk=sha256).update(created_at_utc=timezone.now())
    assert collect() == NOTHING
    assert store.names() == [name]


def test_an_unused_row_whose_file_is_lost_goes(store: Store) -> None:
    _, name = put(store, "lost")
    store.remove(name)
    assert collect() == NOTHING | {"rows": 1}


def test_what_a_run_links_is_advised_by_or_names_stays(store: Store) -> None:
    linked, advising, named = (put(store, text)[0] for text in ("linked", "advising", "named"))
    run = create_run(
        **FACTS,
        hashes={"feasibility_sha256": "a" * 64, "gcode_sha256": named},
        attachments=[linked],
    )
    attach_advisory(run.run_id, sha256=advising, kind="note")
    # Linking put nothing: the files are as old as before.
    assert collect() == NOTHING
    assert all(verify_attachment(sha256)["ok"] for sha256 in (linked, advising, named))


@pytest.mark.django_db(transaction=True)
def test_everything_a_generation_made_stays(store: Store) -> None:
    generate_svg_variants("a celtic rosette", 2, "seed", provider="stub")
    rows = list(RunAttachment.objects.values_list("sha256", flat=True))
    assert len(rows) >= 5
    assert list(unused_attachments(before=timezone.now())) == []
    assert collect("--grace", "0")["rows"] == 0
    assert all(verify_attachment(sha256)["ok"] for sha256 in rows)


def test_a_dry_run_says_the_same_and_removes_nothing(store: Store) -> None:
    put(store, "unused")
    sha256, _ = put(store, "no row")
    RunAttachment.objects.filter(pk=sha256).delete()
    before = store.names()
    told = collect("--dry-run")
    assert store.names() == before
    assert told | {"dry_run": False} == collect()
    assert told["rows"] == 1
    assert told["files"] == 2


def test_what_killed_writers_left_goes_even_without_grace_only_after_an_hour(
    attachments_dir: Path,
) -> None:
    _, name = put(LocalStore(attachments_dir), "used", age=timedelta())
    folder = (attachments_dir / name).parent
    dead, alive = folder / ".put-dead.tmp", folder / ".put-alive.tmp"
    dead.write_bytes(b"part")
    alive.write_bytes(b"part")
    two_hours_ago = time.time() - 7_200
    os.utime(dead, (two_hours_ago, two_hours_ago))
    assert collect() == NOTHING
    report = collect("--grace", "1s")
    assert (report["temporary_files"], report["bytes_freed"]) == (1, 4)
    assert alive.exists()


def test_folders_that_stand_empty_go_from_the_inside_out(attachments_dir: Path) -> None:
    _, name = put(LocalStore(attachments_dir), "unused")
    collect()
    inner = (attachments_dir / name).parent
    for folder in (inner, inner.parent):
        assert folder.is_dir()
        os.utime(folder, (0, 0))
        assert collect() == NOTHING | {"folders": 1}
        assert not folder.exists()
    assert attachments_dir.is_dir()
    put_text_attachment("unused", "note")
    assert verify_store().findings == []


def test_a_folder_that_goes_under_a_writer_is_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    removed: list[Path] = []

    def write_temp(folder: Path, chunks: Any) -> Path:
        if not removed:
            removed.append(folder)
            folder.rmdir()
        return durable_files.write_temp(folder, chunks)

    monkeypatch.setattr("rmos_runs.blobs.local.write_temp", write_temp)
    row, _ = put_text_attachment("bytes", "note")
    assert removed
    assert verify_attachment(row.sha256)["ok"]


def test_quarantine_and_foreign_files_are_left_alone(store: Store) -> None:
    kept = ["00/00/README", f"quarantine/{'a' * 64}.svg"]
    for name in kept:
        store.write(name, b"kept")
        store.grow_old(name, LONG_AGO.total_seconds())
    assert collect("--grace", "0") == NOTHING
    assert store.names() == kept


def test_people_read_what_would_go_by_name(store: Store) -> None:
    sha256, _ = put(store, "unused")
    out = StringIO()
    call_command("collect_garbage", "--dry-run", stdout=out)
    assert f"row {sha256}\n" in out.getvalue()
    assert f"{sha256}.txt (6 bytes)" in out.getvalue()
    assert "Would remove 1 rows, 1 files" in out.getvalue()
    assert "6 bytes would be freed." in out.getvalue()


@pytest.mark.parametrize("grace", ["a week", "-1d", "7w"])
def test_a_grace_that_cannot_be_read_is_refused(grace: str) -> None:
    with pytest.raises(CommandError, match="Write a time as 7d"):
        call_command("collect_garbage", f"--grace={grace}")


@pytest.mark.django_db(transaction=True)
def test_a_digest_somebody_holds_is_left_for_the_next_time(store: Store) -> None:
    sha256, name = put(store, "held")

    def work(_: int) -> dict[str, Any]:
        return collect()

    with transaction.atomic():
        lock_digest(sha256)
        (report,) = together(1, work)
    # Held at the row; its file has a row and is not asked for.
    assert report == NOTHING | {"busy": 1}
    assert store.names() == [name]
    assert collect()["rows"] == 1


@pytest.mark.django_db(transaction=True)
def test_a_row_that_gets_used_before_the_end_of_the_transaction_stays(
    monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    sha256, name = put(store, "used after all")
    run = create_run(**FACTS, hashes={"feasibility_sha256": "a" * 64})
    real = RunAttachment.delete

    def delete(self: RunAttachment, *args: Any, **kwargs: Any) -> Any:
        # Somebody without the lock, who only the foreign key can stop.
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO rmos_runs_runattachmentlink"
                " (run_id, attachment_id, kind, filename, request_id, created_at_utc)"
                " VALUES (%s, %s, 'k', 'f', '', now())",
                [run.run_id, self.sha256],
            )
        return real(self, *args, **kwargs)

    monkeypatch.setattr(RunAttachment, "delete", delete)
    assert collect_garbage().rows == 0
    assert store.names() == [name]
    assert RunAttachment.objects.filter(pk=sha256).exists()
