"""A bundle restores its run exactly."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.blobs.attachments import get_attachment_path
from rmos_runs.errors import RunConflict
from rmos_runs.integrity import verify_run, verify_runs, verify_store
from rmos_runs.models import AdvisoryInput, RunArtifact, RunAttachment, RunAttachmentLink
from rmos_runs.runs.bundle.export import export_run, write_bundle
from rmos_runs.runs.bundle.importer import import_run
from rmos_runs.runs.service import attach_advisory, create_run, link_attachments
from tests.integration.rmos_runs.bundles import (
    DECISION,
    empty_installation,
    rich_run,
)

pytestmark = pytest.mark.django_db


def test_an_empty_installation_gets_the_same_run_and_exports_the_same_bytes(
    tmp_path: Path, attachments_dir: Path
) -> None:
    before = rich_run()
    rows = list(RunAttachment.objects.order_by("sha256").values())
    links = list(RunAttachmentLink.objects.order_by("id").values_list("attachment", "filename"))
    path = tmp_path / "run.zip"
    write_bundle(export_run(before.run_id), path)
    empty_installation(attachments_dir)
    call_command("import_run", str(path))
    run = RunArtifact.objects.get()
    for field in RunArtifact._meta.concrete_fields:
        assert getattr(run, field.attname) == getattr(before, field.attname)
    assert list(RunAttachment.objects.order_by("sha256").values()) == rows
    assert links == list(
        RunAttachmentLink.objects.order_by("id").values_list("attachment", "filename")
    )
    assert verify_run(run, read_bytes=True).ok
    assert verify_store().findings == []
    write_bundle(export_run(run.run_id), tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == path.read_bytes()


def test_the_record_of_a_drawing_comes_along_and_is_kept(
    tmp_path: Path, attachments_dir: Path
) -> None:
    variant = generate_svg_variants("a celtic rosette", 1, "s", provider="stub").variants.get()
    assert variant.svg
    run = rich_run()
    attach_advisory(run.run_id, sha256=variant.svg.sha256, kind="geometry_svg")
    write_bundle(export_run(run.run_id), tmp_path / "run.zip")
    empty_installation(attachments_dir)
    import_run(tmp_path / "run.zip")
    assert RunAttachment.objects.filter(pk=variant.provenance_id).exists()
    call_command("collect_garbage", "--grace", "0", verbosity=0)
    write_bundle(export_run(run.run_id), tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "run.zip").read_bytes()


def test_importing_twice_is_harmless_and_heals(bundle: Path) -> None:
    first = import_run(bundle)
    assert (first.is_new, first.attachments, first.new_attachments) == (True, 3, 3)
    path = Path(get_attachment_path(RunAttachmentLink.objects.all()[0].attachment_id) or "")
    path.unlink()
    again = import_run(bundle)
    assert (again.is_new, again.new_attachments) == (False, 0)
    assert (RunArtifact.objects.count(), RunAttachmentLink.objects.count()) == (1, 2)
    assert AdvisoryInput.objects.count() == 1
    assert verify_runs().ok
    assert verify_store().findings == []


def test_a_run_that_moved_on_keeps_its_explanation_and_gets_what_it_lacks(
    tmp_path: Path,
) -> None:
    run = create_run(
        mode="test",
        tool_id="router",
        status="OK",
        decision=DECISION,
        hashes={"feasibility_sha256": "a" * 64},
    )
    write_bundle(export_run(run.run_id), tmp_path / "early.zip")
    other = rich_run()
    link_attachments(run.run_id, [{"sha256": other.links.all()[0].attachment_id}])
    RunArtifact.objects.filter(pk=run.pk).update(explanation_status="PENDING")
    assert not import_run(tmp_path / "early.zip").is_new
    run.refresh_from_db()
    assert run.explanation_status == "PENDING"
    assert run.links.count() == 1


def test_another_run_of_the_same_id_is_a_conflict_and_stays(bundle: Path) -> None:
    import_run(bundle)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE rmos_runs_runartifact DISABLE TRIGGER USER")
        cursor.execute("UPDATE rmos_runs_runartifact SET artifact_sha256 = %s", ["b" * 64])
        cursor.execute("ALTER TABLE rmos_runs_runartifact ENABLE TRIGGER USER")
    with pytest.raises(RunConflict):
        import_run(bundle)
