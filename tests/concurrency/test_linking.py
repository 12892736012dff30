"""Many hands on the same run at the same moment leave what one would."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from artstudio.models import Generation
from artstudio.services.generation.acknowledgement import acknowledge_flags
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.runs.linking import attach_assets_to_run
from rmos_runs.blobs.attachments import put_bytes_attachment
from rmos_runs.blobs.locks import lock_digest, try_lock_digest
from rmos_runs.digests import sha256_hex
from rmos_runs.errors import AttachmentMissing, IllegalTransition, SessionInUse, SessionNotFound
from rmos_runs.models import (
    AdvisoryInput,
    RunArtifact,
    RunAttachment,
    RunAttachmentLink,
    WorkflowSession,
)
from rmos_runs.runs import service, sessions, uploads
from rmos_runs.runs.immutable import artifact_digest

pytestmark = pytest.mark.django_db(transaction=True)
T = TypeVar("T")
HANDS = 16


def together(count: int, work: Callable[[int], T]) -> list[T]:
    """Run `work(0)` to `work(count - 1)` in threads that begin at the same moment."""
    barrier = threading.Barrier(count, timeout=30)

    def run(index: int) -> T:
        try:
            barrier.wait()
            return work(index)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def new_run(**fields: Any) -> RunArtifact:
    least: dict[str, Any] = {
        "mode": "cut",
        "tool_id": "t",
        "status": "OK",
        "decision": {"risk_level": "GREEN"},
        "hashes": {"feasibility_sha256": "ab" * 32},
    }
    return service.create_run(**least | fields)


def blobs(count: int) -> list[str]:
    return [
        put_bytes_attachment(f"blob {n}".encode(), "k", "text/plain", "a.txt")[0].sha256
        for n in range(count)
    ]


def test_the_same_attach_16_times_at_once_is_new_once() -> None:
    made = generate_svg_variants("rosette with a rope ring", count=4, variant_seed="s")
    ids = [variant.asset.asset_id for variant in made.variants.all() if variant.asset]
    run = new_run()

    def attach(index: int) -> int:
        # Half of them in the other order, so that only an order of locks keeps them apart.
        asset_ids = ids if index % 2 else ids[::-1]
        return attach_assets_to_run(asset_ids=asset_ids, run_id=run.pk).created_count

    counts = together(HANDS, attach)
    assert sorted(counts) == [0] * (HANDS - 1) + [len(set(ids))]
    assert AdvisoryInput.objects.filter(run=run).count() == len(set(ids))


def test_the_same_links_16_times_at_once_over_http_give_one_201() -> None:
    run, shas = new_run(), blobs(5)
    body = json.dumps({"attachments": [{"sha256": sha256} for sha256 in shas]})

    def link(_index: int) -> int:
        path = f"/api/rmos/runs/{run.pk}/attachments"
        return Client().post(path, body, "application/json").status_code

    assert sorted(together(HANDS, link)) == [200] * (HANDS - 1) + [201]
    assert [link.attachment_id for link in service.list_links(run)] == shas


def test_the_same_upload_16_times_at_once_is_one_file_one_row_one_link(
    attachments_dir: Any,
) -> None:
    run, data = new_run(), b"G0 X1\n" * 50_000

    def upload(_index: int) -> int:
        path = f"/api/rmos/runs/{run.pk}/attachments"
        return Client().post(path, {"file": SimpleUploadedFile("a.nc", data)}).status_code

    assert sorted(together(HANDS, upload)) == [200] * (HANDS - 1) + [201]
    assert RunAttachment.objects.count() == RunAttachmentLink.objects.count() == 1
    assert [path.read_bytes() for path in attachments_dir.rglob("*") if path.is_file()] == [data]


def test_no_collector_gets_between_an_upload_and_its_link(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run, data = new_run(), b"G0 X2"
    free: list[bool] = []

    def collector_tries() -> bool:
        try:
            with transaction.atomic():
                return try_lock_digest(sha256_hex(data))
        finally:
            connection.close()

    link = service.link_attachments

    def link_later(*args: Any) -> Any:
        with ThreadPoolExecutor(1) as pool:
            free.append(pool.submit(collector_tries).result(timeout=10))
        return link(*args)

    monkeypatch.setattr("rmos_runs.runs.uploads.link_attachments", link_later)
    uploads.upload_to_run(run.pk, ContentFile(data, "a.nc"), sha256=sha256_hex(data))
    assert free == [False]
    assert collector_tries()


def test_runs_recorded_at_once_are_all_there_and_whole() -> None:
    shas, session = blobs(3), WorkflowSession.objects.create()

    def record(index: int) -> str:
        given = shas if index % 2 else shas[::-1]
        return new_run(attachments=given, workflow_session_id=session.pk, meta={"n": index}).pk

    ids = together(HANDS, record)
    assert len(set(ids)) == HANDS
    for run in RunArtifact.objects.all():
        assert artifact_digest(run) == run.artifact_sha256
        assert run.links.count() == len(shas)


def test_of_16_who_explain_only_one_succeeds() -> None:
    run = new_run(explanation_status="PENDING")

    def explain(index: int) -> str | None:
        try:
            service.move_explanation(
                run.pk, status="READY" if index % 2 else "ERROR", summary=f"by {index}"
            )
        except IllegalTransition:
            return None
        return f"by {index}"

    (winner,) = [told for told in together(HANDS, explain) if told]
    assert service.require_run(run.pk).explanation_summary == winner


def test_of_16_who_acknowledge_one_is_written_down() -> None:
    made = generate_svg_variants("a dagger inlay")
    told = together(
        HANDS,
        lambda n: (
            acknowledge_flags(made.generation_id, acknowledged_by=f"hand {n}").acknowledged_by
        ),
    )
    assert set(told) == {Generation.objects.get().acknowledged_by}


def test_changes_of_a_session_at_once_are_all_merged() -> None:
    session = WorkflowSession.objects.create()
    together(HANDS, lambda n: sessions.update_session(session.pk, context_json={f"k{n}": n}))
    assert sessions.get_session(session.pk).context_json == {f"k{n}": n for n in range(HANDS)}


@pytest.mark.parametrize("name_it", [new_run, partial(generate_svg_variants, "vine")])
def test_a_session_is_either_deleted_or_named_never_both(name_it: Callable[..., Any]) -> None:
    for _ in range(5):
        session = WorkflowSession.objects.create()

        def work(index: int, session_id: str = session.pk) -> str:
            try:
                if index == 0:
                    sessions.delete_session(session_id)
                    return "deleted"
                name_it(workflow_session_id=session_id)
            except (SessionInUse, SessionNotFound) as error:
                return error.code
            return "named"

        outcomes = set(together(4, work))
        deleted = not WorkflowSession.objects.filter(pk=session.pk).exists()
        assert outcomes == (
            {"deleted", "session_not_found"} if deleted else {"session_in_use", "named"}
        )


def test_bytes_that_are_collected_are_not_linked() -> None:
    """A collector holds the digest; whoever links waits, and then finds the row gone."""
    run, (sha256,) = new_run(), blobs(1)
    waiting = threading.Event()

    def link() -> str:
        try:
            waiting.set()
            service.link_attachments(run.pk, [{"sha256": sha256}])
        except AttachmentMissing as error:
            return error.code
        finally:
            connection.close()
        return "linked"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock_digest(sha256)
            linking = pool.submit(link)
            waiting.wait()
            RunAttachment.objects.filter(pk=sha256).delete()
            assert not linking.done()
        assert linking.result(timeout=10) == "attachment_missing"
    assert not RunAttachmentLink.objects.exists()
