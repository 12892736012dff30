"""Sections 2 and 3, decision 4: runs, sessions, and what links to them."""

from __future__ import annotations

import hashlib
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from rmos_runs.models import RunArtifact
from rmos_runs.runs import service
from rmos_runs.runs.immutable import artifact_digest
from tests.integration.rmos_runs.run_bodies import RUNS, SESSIONS, least_body

pytestmark = pytest.mark.django_db(transaction=True)


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(path, json.dumps(body), "application/json")


def canonical(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("status", ["BLOCKED", "ERROR"])
def test_an_attempt_that_broke_off_is_recorded_with_what_is_missing(
    client: Client, status: str
) -> None:
    answer = post(client, RUNS, {"mode": "cut", "tool_id": "t", "status": status})
    run = answer.json()
    assert answer.status_code == 201
    assert run["hashes"]["feasibility_sha256"] is None
    assert run["decision"]["risk_level"] == "UNKNOWN"
    missing = ["decision.risk_level", "hashes.feasibility_sha256"]
    assert run["decision"]["details"] == {"missing": missing}
    said = f"Not given: {', '.join(missing)}."
    assert run["decision"]["warnings"] == [said]
    assert run["decision"]["block_reason"] == (said if status == "BLOCKED" else None)
    assert client.get(f"{RUNS}/{run['run_id']}").json() == run


def test_a_run_that_is_ok_needs_its_digests(client: Client) -> None:
    answer = post(client, RUNS, {"mode": "cut", "tool_id": "t", "status": "OK"})
    assert set(answer.json()["fields"]) == {"decision.risk_level", "hashes.feasibility_sha256"}


def test_a_digest_that_is_given_wrong_is_refused_whatever_the_status(client: Client) -> None:
    body = least_body(status="ERROR", hashes={"feasibility_sha256": "x"})
    assert post(client, RUNS, body).status_code == 400


@pytest.mark.parametrize(
    "feasibility", [{"score": 87.0, "ok": True}, {"é": [1, 2.5, 1e15]}, {"b": 0.0, "a": "x"}]
)
def test_feasibility_and_its_digest_must_fit(client: Client, feasibility: Any) -> None:
    right = {"feasibility_sha256": canonical(feasibility)}
    answer = post(client, RUNS, least_body(feasibility=feasibility, hashes=right))
    assert answer.status_code == 201
    assert client.get(f"{RUNS}/{answer.json()['run_id']}").json()["feasibility"] == feasibility
    out = StringIO()
    call_command("verify_runs", stdout=out)
    assert out.getvalue().strip().endswith("1 runs. Nothing is wrong.")
    assert "note" not in out.getvalue()
    wrong = {"feasibility_sha256": "a" * 64}
    refused = post(client, RUNS, least_body(feasibility=feasibility, hashes=wrong))
    assert refused.status_code == 400
    (told,) = refused.json()["fields"]["hashes.feasibility_sha256"]
    assert canonical(feasibility) in told


def test_verify_runs_tells_of_a_run_recorded_before_that(client: Client) -> None:
    run_id = post(client, RUNS, least_body()).json()["run_id"]
    run = RunArtifact.objects.get(pk=run_id)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE rmos_runs_runartifact DISABLE TRIGGER USER")
        run.feasibility = {"x": 1}
        run.artifact_sha256 = artifact_digest(run)
        run.save()
        cursor.execute("ALTER TABLE rmos_runs_runartifact ENABLE TRIGGER USER")
    out = StringIO()
    call_command("verify_runs", stdout=out)
    assert f"{run_id}: note: hashes.feasibility_sha256 is not" in out.getvalue()
    assert canonical({"x": 1}) in out.getvalue()
    assert "Nothing is wrong." in out.getvalue()


def test_attaching_answers_ok_and_the_run_shows_its_inputs_in_order(client: Client) -> None:
    made = post(client, "/api/art/prompt-to-svg", {"prompt": "rosette", "count": 3}).json()
    run_id = post(client, RUNS, least_body()).json()["run_id"]
    attach = "/api/art/prompt-to-svg/attach-to-run"
    first, *others = made["asset_ids"]
    answer = post(client, f"{attach}?run_id={run_id}", [first])
    assert (answer.json()["status"], answer.json()["run_id"]) == ("ok", run_id)
    body = {"asset_ids": others, "run_id": run_id}
    assert post(client, attach, body).json()["status"] == "ok"
    inputs = client.get(f"{RUNS}/{run_id}").json()["advisory_inputs"]
    shas = [variant["attachment_sha256"] for variant in made["variants"]]
    assert [found["advisory_id"] for found in inputs] == shas
    assert {found["kind"] for found in inputs} == {"geometry_svg"}


def test_attaching_to_an_unknown_run_is_404(client: Client) -> None:
    body = {"asset_ids": ["asset_000000000000"], "run_id": "run_x"}
    answer = post(client, "/api/art/prompt-to-svg/attach-to-run", body)
    assert (answer.status_code, answer.json()["code"]) == (404, "run_not_found")
    assert service.get_run("run_x") is None


def test_a_session_begins_at_draft_and_what_was_not_given_is_null(client: Client) -> None:
    session = post(client, SESSIONS, {"user_id": None, "current_step": None}).json()
    assert (session["status"], session["current_step"]) == ("ACTIVE", "draft")
    for name in ("user_id", "workflow_type", "machine_id", "material_id", "tool_id"):
        assert session[name] is None
    run = post(client, RUNS, least_body()).json()
    assert run["explanation_summary"] is None
    assert run["advisory_inputs"] == []
