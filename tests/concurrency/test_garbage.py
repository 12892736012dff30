"""A collector that gives no grace, against everybody who needs the bytes it wants to remove."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import connection, transaction

from rmos_runs.blobs.attachments import put_text_attachment, verify_attachment
from rmos_runs.blobs.garbage import collect_garbage
from rmos_runs.blobs.locks import lock_digest
from rmos_runs.blobs.names import blob_name
from rmos_runs.digests import sha256_hex
from rmos_runs.errors import AttachmentMissing
from rmos_runs.integrity import verify_runs, verify_store
from rmos_runs.models import RunArtifact, RunAttachment
from rmos_runs.runs.service import create_run
from tests.concurrency.test_store import put, together
from tests.stores import Store

pytestmark = pytest.mark.django_db(transaction=True)
NO_GRACE = timedelta(0)
T = TypeVar("T")
CONTENTS = [f"content {number}" for number in range(6)]


def closing_connection(work: Callable[[], T]) -> T:
    try:
        return work()
    finally:
        connection.close()


def test_every_row_has_its_file_after_many_rounds_of_putting_and_collecting(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = threading.Event()
    rounds = {"local": 60, "s3": 3}[store.kind]
    # Whole seconds keep what was just put; here only the locks shall.
    monkeypatch.setattr("rmos_runs.blobs.s3.listing._RESOLUTION_S", -60.0)

    def collect() -> int:
        removed = 0
        while not done.is_set():
            removed += collect_garbage(grace=NO_GRACE).files
        return removed

    def put_all(index: int) -> None:
        for _ in range(rounds):
            for text in CONTENTS[:: 1 if index % 2 else -1]:
                row, _path = put_text_attachment(text, "note")
                assert row.sha256 == sha256_hex(text.encode())

    with ThreadPoolExecutor(2) as pool:
        collectors = [pool.submit(closing_connection, collect) for _ in range(2)]
        try:
            together(4, put_all)
        finally:
            done.set()
        removed = [collector.result() for collector in collectors]
    # The two did meet: otherwise nothing was tried here.
    assert sum(removed) > 0
    for row in RunAttachment.objects.all():
        assert verify_attachment(row.sha256)["ok"]
    assert {finding.problem for finding in verify_store().findings} <= {"unindexed"}
    for text in CONTENTS:
        put_text_attachment(text, "note")
    assert verify_store().findings == []
    assert RunAttachment.objects.count() == len(CONTENTS)


def run_with(sha256: str) -> bool:
    """Record a run that links these bytes; tell whether they were still there."""
    try:
        create_run(
            mode="test",
            tool_id="router",
            status="OK",
            decision={"risk_level": "GREEN"},
            hashes={"feasibility_sha256": "a" * 64},
            attachments=[sha256],
        )
    except AttachmentMissing:
        return False
    return True


def test_a_run_either_gets_its_attachment_or_is_told_that_it_is_gone(
    attachments_dir: Path,
) -> None:
    done = threading.Event()
    gone = [0] * 3

    def work(index: int) -> None:
        if index == 0:
            while not done.is_set():
                collect_garbage(grace=NO_GRACE)
            return
        try:
            for number in range(25):
                gone[index] += not run_with(put(f"{index} {number}".encode())[0].sha256)
        finally:
            done.set()

    together(3, work)
    report = verify_runs()
    assert report.ok, report.failed
    assert report.runs == RunArtifact.objects.count() == 50 - sum(gone)
    assert not [f for f in verify_store().findings if f.problem != "unindexed"]


def test_a_put_of_a_wider_transaction_keeps_its_file_while_it_is_open(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rmos_runs.blobs.s3.listing._RESOLUTION_S", -60.0)
    published, collected = threading.Event(), threading.Event()

    def work(index: int) -> None:
        if index == 0:
            with transaction.atomic():
                put(b"wide")
                published.set()
                assert collected.wait(30)
        else:
            published.wait(30)
            # The row is not committed: to the collector the file has none.
            found = collect_garbage(grace=NO_GRACE)
            collected.set()
            assert found.files == 0
            assert found.busy == 1

    together(2, work)
    assert verify_attachment(sha256_hex(b"wide"))["ok"]


def test_nothing_is_called_wrong_because_it_is_being_made_or_removed(store: Store) -> None:
    row, _ = put(b"first")
    began = threading.Event()

    def work(index: int) -> None:
        if index == 0:
            with transaction.atomic():
                lock_digest(row.sha256)
                RunAttachment.objects.filter(pk=row.pk).delete()
                store.remove(blob_name(row.sha256, row.ext))
                began.set()
                put(b"second")
                threading.Event().wait(0.3)
        else:
            began.wait(30)
            # Sees the row without its file and the file without its row, and waits for both.
            assert verify_store().findings == []

    together(2, work)
    assert verify_store().findings == []
