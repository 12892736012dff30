"""Runs are recorded over HTTP, and what cannot be recorded is refused."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.test import Client

from rmos_runs.models import RunArtifact, WorkflowSession
from tests.integration.rmos_runs.run_bodies import (
    DIGEST,
    RUNS,
    least_body,
    new_blob,
    post,
    whole_body,
)

pytestmark = pytest.mark.django_db
BESIDE_THE_FACTS = {
    "artifact_sha256",
    "explanation_status",
    "explanation_summary",
    "attachments",
    "advisory_inputs",
}


class TestRecording:
    """POST answers with everything that was recorded."""

    def test_the_least_that_can_be_recorded(self, client: Client) -> None:
        answer = post(client, RUNS, least_body())
        assert answer.status_code == 201
        run = answer.json()
        assert run["run_id"].startswith("run_")
        assert answer["Location"] == f"http://testserver{RUNS}/{run['run_id']}"
        assert run["explanation_status"] == "NONE"
        assert run["request_id"] == answer["X-Request-ID"]
        assert (run["meta"], run["attachments"], run["workflow_session_id"]) == ({}, [], None)
        assert run["decision"] == {
            "risk_level": "GREEN",
            "score": None,
            "block_reason": None,
            "warnings": [],
            "details": {},
        }

    def test_every_part_comes_back_as_it_was_sent(self, client: Client) -> None:
        session = WorkflowSession.objects.create()
        body = whole_body(workflow_session_id=session.pk, attachments=[new_blob()])
        run = post(client, RUNS, body).json()
        expected = body | {"decision": body["decision"] | {"risk_level": "RED"}}
        assert {name: run[name] for name in body} == expected
        assert client.get(f"{RUNS}/{run['run_id']}").json() == run

    def test_a_reader_can_recompute_the_digest_from_the_answer(self, client: Client) -> None:
        run_id = post(client, RUNS, whole_body()).json()["run_id"]
        run = client.get(f"{RUNS}/{run_id}").json()
        facts = {name: value for name, value in run.items() if name not in BESIDE_THE_FACTS}
        text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert hashlib.sha256(text.encode()).hexdigest() == run["artifact_sha256"]

    @pytest.mark.parametrize(
        ("status", "reason"),
        [("OK", None), ("OK", ""), ("BLOCKED", "too thin"), ("ERROR", None), ("ERROR", "crash")],
    )
    def test_every_attempt_can_be_recorded(
        self, client: Client, status: str, reason: str | None
    ) -> None:
        decision = {"risk_level": "ERROR", "block_reason": reason}
        answer = post(client, RUNS, least_body(status=status, decision=decision))
        assert answer.status_code == 201
        assert answer.json()["decision"]["block_reason"] == (reason or None)

    @pytest.mark.parametrize("risk", ["green", "Yellow", "RED", "unknown", "eRRor"])
    def test_the_risk_is_upper_cased(self, client: Client, risk: str) -> None:
        run = post(client, RUNS, least_body(decision={"risk_level": risk})).json()
        assert run["decision"]["risk_level"] == risk.upper()

    @pytest.mark.parametrize("score", [0, 0.5, 100, -0.0])
    def test_a_score_is_from_0_to_100(self, client: Client, score: float) -> None:
        body = least_body(decision={"risk_level": "RED", "score": score})
        assert post(client, RUNS, body).json()["decision"]["score"] == score

    def test_the_request_id_is_the_header_s_unless_the_body_gives_one(self, client: Client) -> None:
        from_header = post(client, RUNS, least_body(), **{"X-Request-ID": "job-1"}).json()
        from_body = post(
            client, RUNS, least_body(request_id="mine"), **{"X-Request-ID": "job-1"}
        ).json()
        assert (from_header["request_id"], from_body["request_id"]) == ("job-1", "mine")

    def test_gcode_of_200_kib_fits(self, client: Client) -> None:
        body = least_body(outputs={"gcode_text": "G" * 200 * 1024})
        assert post(client, RUNS, body).status_code == 201

    def test_meta_of_64_kib_fits(self, client: Client) -> None:
        body = least_body(meta={"x": "y" * (64 * 1024 - len('{"x":""}'))})
        assert post(client, RUNS, body).status_code == 201

    def test_null_counts_as_not_given(self, client: Client) -> None:
        optional = dict.fromkeys(
            ["request_summary", "feasibility", "outputs", "attachments", "meta", "request_id"]
        )
        assert post(client, RUNS, least_body(**optional)).status_code == 201


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"mode": ""}, "mode"),
    ({"mode": None}, "mode"),
    ({"mode": 7}, "mode"),
    ({"mode": "x" * 65}, "mode"),
    ({"tool_id": "a\0b"}, "tool_id"),
    ({"tool_id": "\ud800"}, "tool_id"),
    ({"status": "ok"}, "status"),
    ({"status": ["OK"]}, "status"),
    ({"decision": None}, "decision.risk_level"),
    ({"decision": {}}, "decision.risk_level"),
    ({"decision": {"risk_level": "PURPLE"}}, "decision.risk_level"),
    ({"decision": {"risk_level": {}}}, "decision.risk_level"),
    ({"decision": {"risk_level": "RED", "score": 100.1}}, "decision.score"),
    ({"decision": {"risk_level": "RED", "score": -1}}, "decision.score"),
    ({"decision": {"risk_level": "RED", "score": "50"}}, "decision.score"),
    ({"decision": {"risk_level": "RED", "score": True}}, "decision.score"),
    ({"decision": {"risk_level": "RED", "score": 10**400}}, "decision.score"),
    ({"decision": {"risk_level": "RED", "block_reason": "x"}}, "decision.block_reason"),
    ({"status": "BLOCKED"}, "decision.block_reason"),
    (
        {"status": "BLOCKED", "decision": {"risk_level": "RED", "block_reason": " "}},
        "decision.block_reason",
    ),
    ({"decision": {"risk_level": "RED", "warnings": "hot"}}, "decision.warnings"),
    ({"decision": {"risk_level": "RED", "warnings": [1]}}, "decision.warnings.0"),
    ({"decision": {"risk_level": "RED", "details": []}}, "decision.details"),
    ({"decision": {"risk_level": "RED", "colour": "x"}}, "decision.colour"),
    ({"hashes": {}}, "hashes.feasibility_sha256"),
    ({"hashes": {"feasibility_sha256": DIGEST.upper()}}, "hashes.feasibility_sha256"),
    ({"hashes": {"feasibility_sha256": DIGEST[:-1]}}, "hashes.feasibility_sha256"),
    ({"hashes": {"feasibility_sha256": DIGEST, "gcode_sha256": "x"}}, "hashes.gcode_sha256"),
    ({"hashes": {"feasibility_sha256": DIGEST, "md5": "x"}}, "hashes.md5"),
    ({"outputs": {"gcode_text": "G" * (200 * 1024 + 1)}}, "outputs.gcode_text"),
    ({"outputs": {"gcode_text": "é" * (100 * 1024 + 1)}}, "outputs.gcode_text"),
    ({"outputs": {"gcode_text": "a\0"}}, "outputs.gcode_text"),
    ({"outputs": {"gcode_path": "x" * 1025}}, "outputs.gcode_path"),
    ({"outputs": {"dxf": "x"}}, "outputs.dxf"),
    ({"meta": {"x": "y" * 64 * 1024}}, "meta"),
    ({"meta": []}, "meta"),
    ({"meta": {"a": {"b": ["\0"]}}}, "meta.a.b.0"),
    ({"meta": {"a": {"\0": 1}}}, "meta.a"),
    ({"request_summary": {"a": "\udfff"}}, "request_summary.a"),
    ({"feasibility": {"a": 10**310}}, "feasibility.a"),
    ({"attachments": DIGEST}, "attachments"),
    ({"attachments": ["x"]}, "attachments.0"),
    ({"attachments": [DIGEST, 5]}, "attachments.1"),
    ({"request_id": "a b"}, "request_id"),
    ({"request_id": "x" * 65}, "request_id"),
    ({"request_id": 5}, "request_id"),
    ({"workflow_session_id": 5}, "workflow_session_id"),
    ({"workflow_session_id": "a\0"}, "workflow_session_id"),
    ({"explanation_status": "DONE"}, "explanation_status"),
    ({"explanation_status": "READY"}, "explanation_summary"),
    ({"run_id": "run_x"}, "run_id"),
    ({"artifact_sha256": DIGEST}, "artifact_sha256"),
    ({"colour": 1}, "colour"),
]


class TestRefusals:
    """A bad body is a 400 that names every faulty field, and nothing is recorded."""

    @pytest.mark.parametrize(("change", "field"), REFUSED)
    def test_the_faulty_field_is_named(
        self, client: Client, change: dict[str, Any], field: str
    ) -> None:
        answer = post(client, RUNS, least_body(**change))
        assert answer.status_code == 400
        assert set(answer.json()["fields"]) == {field}
        assert answer.json()["code"] == "invalid_request"
        assert not RunArtifact.objects.exists()

    @pytest.mark.parametrize("part", ["decision", "hashes", "outputs", "meta", "feasibility"])
    def test_a_part_that_is_no_object_is_named(self, client: Client, part: str) -> None:
        answer = post(client, RUNS, least_body(**{part: ["x"]}))
        assert answer.status_code == 400
        assert answer.json()["fields"][part] == ["Give a JSON object."]

    def test_all_faults_are_named_at_once(self, client: Client) -> None:
        fields = post(client, RUNS, {"decision": {"risk_level": "RED", "score": 101}}).json()[
            "fields"
        ]
        assert set(fields) == {
            "mode",
            "tool_id",
            "status",
            "decision.score",
            "hashes.feasibility_sha256",
        }

    def test_large_gcode_is_told_to_come_as_an_attachment(self, client: Client) -> None:
        answer = post(client, RUNS, least_body(outputs={"gcode_text": "G" * 205_000}))
        assert "attachment" in answer.json()["fields"]["outputs.gcode_text"][0]

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "{",
            "[]",
            "null",
            "7",
            '"run"',
            '{"meta": NaN}',
            '{"meta": {"a": 1e999}}',
            '{"meta": {"a": -Infinity}}',
            "[" * 100_000,
            '{"a":' * 50_000,
            '{"meta": {"a": ' + "9" * 5000 + "}}",
            "\xff\xfe",
            "{}",
        ],
    )
    def test_hostile_json_is_a_400(self, client: Client, text: str) -> None:
        answer = client.post(RUNS, text.encode("latin-1"), "application/json")
        assert answer.status_code == 400
        assert {"detail", "code", "request_id"} <= set(answer.json())

    def test_deep_nesting_names_its_place(self, client: Client) -> None:
        deep: Any = 1
        for _ in range(70):
            deep = [deep]
        answer = post(client, RUNS, least_body(meta={"deep": deep}))
        assert answer.status_code == 400
        assert all(name.startswith("meta.deep.0.0") for name in answer.json()["fields"])

    def test_thousands_of_unknown_fields_get_a_short_answer(self, client: Client) -> None:
        answer = post(client, RUNS, {f"x{n}": 1 for n in range(20_000)})
        assert answer.status_code == 400
        assert len(answer.content) < 50_000

    def test_a_body_above_2_mib_is_413(self, client: Client) -> None:
        answer = post(client, RUNS, least_body(feasibility={"x": "y" * 2 * 1024 * 1024}))
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
        assert "2,097,152" in answer.json()["detail"]

    def test_another_media_type_is_415(self, client: Client) -> None:
        assert client.post(RUNS, "mode=x", "text/plain").status_code == 415

    def test_an_attachment_that_is_not_stored_is_409_and_named(self, client: Client) -> None:
        answer = post(client, RUNS, least_body(attachments=[new_blob(), DIGEST]))
        assert (answer.status_code, answer.json()["code"]) == (409, "attachment_missing")
        assert DIGEST in answer.json()["detail"]
        assert not RunArtifact.objects.exists()

    def test_an_unknown_session_is_404(self, client: Client) -> None:
        answer = post(client, RUNS, least_body(workflow_session_id="ws_000000000000"))
        assert (answer.status_code, answer.json()["code"]) == (404, "session_not_found")
        assert not RunArtifact.objects.exists()
