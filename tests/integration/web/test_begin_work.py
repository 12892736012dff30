"""Sessions and runs that are begun and named in the browser."""

from __future__ import annotations

import pytest
from django.test import Client

from artstudio.models import Generation
from rmos_runs.models import RunArtifact, WorkflowSession
from rmos_runs.runs.service import create_run
from rmos_runs.runs.sessions import create_session
from tests.integration.web.pages import page_of

pytestmark = pytest.mark.django_db


def test_a_session_has_the_title_and_the_material_it_was_given(client: Client) -> None:
    given = {"title": "OM guitar no. 47", "material_id": "walnut", "note": "Due in December."}
    answer = client.post("/sessions/new", given)
    session = WorkflowSession.objects.get()
    assert answer["Location"] == f"/sessions/{session.session_id}"
    assert session.material_id == "walnut"
    words = page_of(client.get(answer["Location"])).words
    assert "OM guitar no. 47" in words
    assert "Due in December." in words
    assert "OM guitar no. 47" in page_of(client.get("/sessions")).words


def test_a_session_without_a_title_is_not_begun(client: Client) -> None:
    answer = client.post("/sessions/new", {"material_id": "walnut"})
    assert answer.status_code == 400
    assert "Give it a title." in page_of(answer).words
    assert not WorkflowSession.objects.exists()


def test_a_run_is_begun_and_named_and_found_by_its_title(client: Client, drawn: Generation) -> None:
    session = create_session(tool_id="laser")
    answer = client.post(f"/sessions/{session.session_id}/runs", {"title": "Rosette, test piece"})
    run = RunArtifact.objects.get()
    assert answer["Location"] == f"/runs/{run.run_id}"
    assert (run.tool_id, run.risk_level) == ("laser", "UNKNOWN")
    for path in ("/runs", answer["Location"], f"/sessions/{session.session_id}"):
        assert "Rosette, test piece" in page_of(client.get(path)).words
    asset = drawn.variants.get().asset
    assert asset is not None
    found = page_of(client.get(f"/assets/{asset.asset_id}/attach?q=test+piece"))
    assert "Attach to Rosette, test piece" in found.words


def test_no_run_is_begun_for_a_session_that_is_not_there(client: Client) -> None:
    assert client.post("/sessions/ws_000000000000/runs", {"title": "x"}).status_code == 404
    assert not RunArtifact.objects.exists()


def test_attaching_to_a_run_that_failed_is_asked_about_first(
    client: Client, drawn: Generation
) -> None:
    run = create_run(mode="inlay", tool_id="bit", status="ERROR")
    asset = drawn.variants.get().asset
    assert asset is not None
    address = f"/assets/{asset.asset_id}/attach"
    asked = client.post(address, {"run_id": run.run_id})
    assert asked.status_code == 409
    assert "This run ended with an error" in page_of(asked).words
    assert not run.advisory_inputs.exists()
    client.post(address, {"run_id": run.run_id, "confirmed": "1"})
    assert run.advisory_inputs.count() == 1
