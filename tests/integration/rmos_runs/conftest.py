"""Runs and bundles that several of these tests begin with."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from artstudio.models import Generation
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.blobs.attachments import put_text_attachment
from rmos_runs.models import RunArtifact, WorkflowSession
from rmos_runs.runs.bundle.export import export_run, write_bundle
from rmos_runs.runs.service import attach_advisory, link_attachments
from tests.integration.rmos_runs.bundles import empty_installation, rich_run
from tests.integration.rmos_runs.run_bodies import drawing_of, new_run, whole_body


@pytest.fixture
def drawn(session: WorkflowSession) -> Generation:
    return generate_svg_variants("Rosette of oak", 1, "s", workflow_session_id=session.pk)


@pytest.fixture
def run(session: WorkflowSession, drawn: Generation) -> RunArtifact:
    """Return a run with every part, a drawing that advises it and a file of its own."""
    made = new_run(**whole_body(workflow_session_id=session.pk))
    attach_advisory(made.pk, sha256=drawing_of(drawn), kind="geometry_svg", engine_id="stub")
    note, _ = put_text_attachment("Climb cut.", "note", filename="note.txt")
    link_attachments(made.pk, [{"sha256": note.sha256}])
    return made


@pytest.fixture
def bundle(tmp_path: Path, attachments_dir: Path) -> Path:
    """The bundle of a run that is not here any more."""
    path = tmp_path / "run.zip"
    write_bundle(export_run(rich_run().run_id), path)
    empty_installation(attachments_dir)
    return path


@pytest.fixture
def temp_dir(settings: Settings, tmp_path: Path) -> Path:
    """Where received files wait; empty again when a request is over."""
    folder = tmp_path / "received"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    return folder
