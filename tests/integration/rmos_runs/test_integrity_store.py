"""`verify_attachments`: what is wrong with the store is found, named and, if asked, set aside."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from rmos_runs.blobs.attachments import (
    open_attachment,
    open_blob,
    put_text_attachment,
    verify_attachment,
)
from rmos_runs.blobs.names import blob_name
from rmos_runs.integrity import Scope, verify_store
from rmos_runs.models import RunAttachment
from tests.stores import LocalStore, Store

pytestmark = pytest.mark.django_db


def put(text: str) -> tuple[str, str]:
    """Store a note; return its digest and its name."""
    row, _ = put_text_attachment(text, "note")
    return row.sha256, blob_name(row.sha256, ".txt")


def verify(*arguments: str) -> tuple[int, dict[str, Any]]:
    out = StringIO()
    try:
        call_command("verify_attachments", "--json", *arguments, stdout=out)
    except SystemExit as stop:
        return int(str(stop.code)), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def problems(report: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((finding["problem"], finding["sha256"]) for finding in report["findings"])


def test_an_empty_store_is_sound(store: Store) -> None:
    assert verify() == (
        0,
        {"ok": True, "rows": 0, "files": 0, "verified": 0, "bytes_read": 0, "findings": []},
    )


def test_a_sound_store_is_read_to_the_last_byte(store: Store) -> None:
    # More than one portion of the readers, where that costs little.
    count = {"local": 70, "s3": 12}[store.kind]
    for number in range(count):
        put(f"{number:04}")
    code, report = verify()
    assert (code, report["ok"]) == (0, True)
    assert (report["rows"], report["files"]) == (count, count)
    assert (report["verified"], report["bytes_read"]) == (count, 4 * count)


def test_every_kind_of_damage_is_found_and_named(store: Store) -> None:
    put("sound")
    missing, name = put("missing")
    store.remove(name)
    mismatched, name = put("mismatched")
    store.write(name, b"mismatchee")
    unindexed, _ = put("unindexed")
    RunAttachment.objects.filter(pk=unindexed).delete()
    wrong_size, _ = put("wrong size")
    RunAttachment.objects.filter(pk=wrong_size).update(size_bytes=11)
    code, report = verify()
    assert code == 1
    assert problems(report) == sorted(
        [
            ("missing", missing),
            ("mismatched", mismatched),
            ("unindexed", unindexed),
            ("mismatched", wrong_size),
        ]
    )
    assert report["verified"] == 3


def test_the_report_for_people_names_each_and_says_what_to_do(store: Store) -> None:
    missing, name = put("missing")
    store.remove(name)
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("verify_attachments", stdout=out)
    assert stop.value.code == 1
    assert f"missing: {missing}: The row has no file. Put the bytes again." in out.getvalue()
    assert "1 attachments, 0 files, 0 read (0 bytes). 1 wrong." in out.getvalue()


def test_files_that_no_put_could_have_named_are_named(store: Store) -> None:
    sha256, _ = put("sound")
    store.write(f"{sha256[:2]}/{sha256[2:4]}/{sha256}.tar.gz", b"sound")
    store.write(f"00/00/{sha256}.txt", b"sound")
    code, report = verify("--strict")
    assert code == 1
    assert {finding["name"] for finding in report["findings"]} == {
        f"{sha256[:2]}/{sha256[2:4]}/{sha256}.tar.gz",
        f"00/00/{sha256}.txt",
    }
    assert report["verified"] == 1


def test_a_second_file_of_the_same_digest_is_named_and_the_first_read(store: Store) -> None:
    sha256, name = put("sound")
    store.write(name.replace(".txt", ".svg"), b"sound")
    _, report = verify()
    assert problems(report) == [("unindexed", sha256)]
    assert report["findings"][0]["name"].endswith(".svg")


def test_files_without_rows_are_reported_and_wrong_only_where_that_is_asked_for(
    store: Store,
) -> None:
    sha256, _ = put("left over")
    RunAttachment.objects.filter(pk=sha256).delete()
    code, report = verify()
    assert (code, report["ok"], problems(report)) == (0, True, [("unindexed", sha256)])
    code, report = verify("--strict")
    assert (code, report["ok"], problems(report)) == (1, False, [("unindexed", sha256)])
    out = StringIO()
    call_command("verify_attachments", stdout=out)
    assert "Nothing is wrong. 1 unindexed files are harmless." in out.getvalue()


def test_an_unreadable_file_is_a_finding_and_not_the_end(
    monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    bad, _ = put("bad sector")
    put("sound")

    def fail(row: RunAttachment) -> Any:
        if row.sha256 == bad:
            raise OSError(5, "Input/output error")
        return open_blob(row)

    monkeypatch.setattr("rmos_runs.blobs.attachments.open_blob", fail)
    code, report = verify()
    assert code == 1
    assert problems(report) == [("unreadable", bad)]


def test_damage_stays_where_it_is_unless_quarantine_is_asked_for(store: Store) -> None:
    _, name = put("right")
    store.write(name, b"wrong")
    verify()
    assert store.read(name) == b"wrong"
    assert store.names() == [name]


def test_quarantine_keeps_the_wrong_bytes_and_a_put_of_the_right_ones_heals(
    store: Store,
) -> None:
    sha256, name = put("right")
    seen: list[str] = []
    for round_, wrong in enumerate((b"wrong", b"other")):
        store.write(name, wrong)
        code, report = verify("--quarantine")
        assert code == 1
        moved = report["findings"][0]["quarantined_as"]
        assert moved.startswith("quarantine/")
        assert store.names() == sorted([*(moved for moved in seen), moved])
        assert store.read(moved) == wrong
        seen.append(moved)
        assert problems(verify("--quarantine")[1]) == [("missing", sha256)]
        put("right")
        assert name in store.names()
        assert verify()[0] == 0, round_
    with open_attachment(sha256) as file:
        assert file.read() == b"right"
    assert len(set(seen)) == 2


def test_damage_of_the_same_length_is_healed_by_a_put_without_quarantine(store: Store) -> None:
    sha256, name = put("right")
    store.write(name, b"wrong")
    put("right")
    assert verify_attachment(sha256)["ok"]
    assert verify()[0] == 0


def test_quarantine_leaves_sound_files_of_a_wrong_row_alone(store: Store) -> None:
    sha256, name = put("sound")
    RunAttachment.objects.filter(pk=sha256).update(size_bytes=1)
    code, _ = verify("--quarantine")
    assert code == 1
    assert store.names() == [name]


def test_since_leaves_out_what_is_older(store: Store) -> None:
    old, name = put("old")
    store.write(name, b"dam")
    RunAttachment.objects.filter(pk=old).update(created_at_utc=datetime(2020, 1, 1, tzinfo=UTC))
    unindexed, name = put("unindexed and old")
    RunAttachment.objects.filter(pk=unindexed).delete()
    store.grow_old(name, 20 * 365 * 86_400)
    put("new")
    yesterday = (timezone.now() - timedelta(days=1)).date().isoformat()
    code, report = verify("--since", yesterday)
    assert (code, report["rows"], report["verified"]) == (0, 1, 1)
    code, report = verify("--since", "2019-12-31T23:59")
    assert problems(report) == [("mismatched", old)]


def test_a_sample_reads_some_and_looks_for_all(attachments_dir: Path) -> None:
    store = LocalStore(attachments_dir)
    for number in range(60):
        put(str(number))
    missing, name = put("missing")
    store.remove(name)
    code, report = verify("--sample", "25%")
    assert code == 1
    assert problems(report) == [("missing", missing)]
    assert report["rows"] == 61
    # Six standard deviations above the expected 15; below, none is a chance of 3 in 10^8.
    assert 0 < report["verified"] < 36


@pytest.mark.parametrize("option", ["--sample=0", "--sample=101%", "--sample=x", "--since=soon"])
def test_an_option_that_cannot_be_meant_is_refused(option: str) -> None:
    with pytest.raises(CommandError, match="Write a"):
        call_command("verify_attachments", option)


def test_many_rows_are_read_in_bounded_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rmos_runs.integrity.stored._BATCH", 7)
    monkeypatch.setattr("rmos_runs.integrity.reading._IN_FLIGHT", 3)
    monkeypatch.setattr("rmos_runs.integrity.reading._PORTION_FILES", 4)
    monkeypatch.setattr("rmos_runs.integrity.reading._PORTION_BYTES", 5)
    shas = {put(str(number))[0] for number in range(50)}
    seen = []
    report = verify_store(Scope(), on_row=lambda: seen.append(1))
    assert (report.verified, len(seen)) == (len(shas), len(shas))
    assert report.ok
