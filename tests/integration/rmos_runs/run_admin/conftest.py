"""A run with every part, in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from artstudio.models import Generation
from artstudio.services.generation import generate_svg_variants
from rmos_runs.attachments import put_text_attachment
from rmos_runs.models import RunArtifact, WorkflowSession
from rmos_runs.sessions import create_session
from rmos_runs.store import attach_advisory, link_attachments
from tests.integration.rmos_runs.run_admin.pages import (
    drawing_of,
    html_of,
)
from tests.integration.rmos_runs.run_bodies import new_run, whole_body


@pytest.fixture
def session() -> WorkflowSession:
    return create_session(workflow_type="rosette", context_json={"order": "<b>7</b>"})


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
def count_queries(admin_client: Client, django_assert_max_num_queries: Any) -> Callable[[str], int]:
    """Return a function that counts the queries of a page."""

    def count(address: str) -> int:
        with django_assert_max_num_queries(40) as queries:
            html_of(admin_client, address)
        return len(queries)

    return count
