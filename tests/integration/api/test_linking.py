"""Drawings advise runs, generations belong to sessions, flags are acknowledged: all over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from artstudio.models import Generation
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.models import AdvisoryInput, RunArtifact, WorkflowSession
from rmos_runs.runs import service

pytestmark = pytest.mark.django_db(transaction=True)
ATTACH = "/api/art/prompt-to-svg/attach-to-run"
UNKNOWN_RUN = "run_" + "0" * 32


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.post(path, json.dumps(body), "application/json", headers=headers)


@pytest.fixture
def run() -> RunArtifact:
    return service.create_run(
        mode="cut",
        tool_id="t",
        status="OK",
        decision={"risk_level": "GREEN"},
        hashes={"feasibility_sha256": "ab" * 32},
    )


@pytest.fixture
def asset_ids() -> list[str]:
    made = generate_svg_variants("rosette with a rope ring", count=2, variant_seed="s")
    return [variant.asset.asset_id for variant in made.variants.all() if variant.asset]


class TestAttachToRun:
    """POST /api/art/prompt-to-svg/attach-to-run."""

    def test_each_asset_becomes_an_advisory_input(
        self, client: Client, run: RunArtifact, asset_ids: list[str]
    ) -> None:
        answer = post(client, ATTACH, {"asset_ids": asset_ids, "run_id": run.pk})
        assert answer.status_code == 200
        body = answer.json()
        assert (body["run_id"], body["created_count"]) == (run.pk, 2)
        assert body["asset_ids"] == asset_ids
        listed = client.get(f"/api/rmos/runs/{run.pk}/advisory-inputs").json()["results"]
        assert listed == body["advisory_inputs"]
        for asset_id, advisory in zip(asset_ids, listed, strict=True):
            sha256 = client.get(f"/api/art/assets/{asset_id}").json()["sha256"]
            assert advisory["sha256"] == advisory["advisory_id"] == sha256
            assert (advisory["kind"], advisory["engine_id"]) == ("geometry_svg", "artstudio.stub")
            assert advisory["request_id"] == answer["X-Request-ID"]
            bytes_path = f"/api/rmos/runs/{run.pk}/attachments/{sha256}"
            assert client.get(f"{bytes_path}/verify").json()["ok"] is True

    def test_twice_is_harmless_and_says_how_many_were_new(
        self, client: Client, run: RunArtifact, asset_ids: list[str]
    ) -> None:
        counts = [
            post(client, ATTACH, {"asset_ids": ids, "run_id": run.pk}).json()["created_count"]
            for ids in (asset_ids[:1] * 3, asset_ids, asset_ids)
        ]
        assert counts == [1, 1, 0]
        assert AdvisoryInput.objects.count() == 2

    def test_the_run_s_facts_stay(
        self, client: Client, run: RunArtifact, asset_ids: list[str]
    ) -> None:
        before = client.get(f"/api/rmos/runs/{run.pk}").json()
        post(client, ATTACH, {"asset_ids": asset_ids, "run_id": run.pk})
        after = client.get(f"/api/rmos/runs/{run.pk}").json()
        assert after | {"advisory_inputs": []} == before

    def test_generating_with_a_run_id_changes_no_run(
        self, client: Client, run: RunArtifact
    ) -> None:
        before = client.get(f"/api/rmos/runs/{run.pk}").json()
        post(client, "/api/art/prompt-to-svg", {"prompt": "vine", "run_id": run.pk})
        assert client.get(f"/api/rmos/runs/{run.pk}").json() == before
        assert not AdvisoryInput.objects.exists()

    def test_provenance_is_advice_and_no_geometry(self, client: Client, run: RunArtifact) -> None:
        post(client, "/api/art/prompt-to-svg", {"prompt": "vine"})
        rows = client.get("/api/art/assets?kind=ai_provenance").json()["results"]
        body = {"asset_ids": [rows[0]["asset_id"]], "run_id": run.pk}
        (advisory,) = post(client, ATTACH, body).json()["advisory_inputs"]
        assert advisory["kind"] == "advisory"

    def test_an_unknown_run_is_404(self, client: Client, asset_ids: list[str]) -> None:
        answer = post(client, ATTACH, {"asset_ids": asset_ids, "run_id": UNKNOWN_RUN})
        assert (answer.status_code, answer.json()["code"]) == (404, "run_not_found")

    def test_all_or_nothing_and_the_missing_ones_are_named(
        self, client: Client, run: RunArtifact, asset_ids: list[str]
    ) -> None:
        body = {"asset_ids": [*asset_ids, "asset_0", "asset_1"], "run_id": run.pk}
        answer = post(client, ATTACH, body)
        assert (answer.status_code, answer.json()["code"]) == (404, "asset_not_found")
        assert "asset_0, asset_1" in answer.json()["detail"]
        assert asset_ids[0] not in answer.json()["detail"]
        assert not AdvisoryInput.objects.exists()

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "run_id"),
            ({"asset_ids": [], "run_id": "r"}, "asset_ids"),
            ({"asset_ids": "asset_0", "run_id": "r"}, "asset_ids"),
            ({"asset_ids": [7], "run_id": "r"}, "asset_ids.0"),
            ({"asset_ids": ["a\0"], "run_id": "r"}, "asset_ids.0"),
            ({"asset_ids": ["a"] * 501, "run_id": "r"}, "asset_ids"),
            ({"asset_ids": ["a"], "run_id": 7}, "run_id"),
            ({"asset_ids": ["a"], "run_id": "r", "force": True}, "force"),
        ],
    )
    def test_a_faulty_field_is_named(self, client: Client, body: Any, field: str) -> None:
        answer = post(client, ATTACH, body)
        assert answer.status_code == 400
        assert field in answer.json()["fields"]

    def test_another_method_is_405(self, client: Client) -> None:
        assert client.get(ATTACH).status_code == 405


class TestAcknowledging:
    """POST /api/art/generations/{id}/acknowledge."""

    def test_who_when_and_by_which_request_are_kept(self, client: Client) -> None:
        made = post(client, "/api/art/prompt-to-svg", {"prompt": "a dagger inlay"}).json()
        assert made["safety_flags"]
        path = f"/api/art/generations/{made['generation_id']}"
        before = client.get(path).json()
        assert (before["user_acknowledged"], before["acknowledged_at_utc"]) == (False, None)
        answer = post(client, f"{path}/acknowledge", {"acknowledged_by": "Åse"})
        assert answer.status_code == 200
        record = answer.json()
        assert (record["user_acknowledged"], record["acknowledged_by"]) == (True, "Åse")
        assert record["acknowledged_request_id"] == answer["X-Request-ID"]
        assert record["acknowledged_at_utc"]
        told = {name for name in record if name.startswith(("acknowledged", "user_ack"))}
        assert {n: v for n, v in record.items() if n not in told} == {
            n: v for n, v in before.items() if n not in told
        }
        assert client.get(path).json() == record

    def test_only_the_first_time_counts(self, client: Client) -> None:
        made = generate_svg_variants("vine")
        path = f"/api/art/generations/{made.generation_id}/acknowledge"
        first = client.generic("POST", path)
        assert first.json()["acknowledged_by"] == "anonymous"
        again = post(client, path, {"acknowledged_by": "somebody else"})
        assert (again.status_code, again.json()) == (200, first.json())

    def test_it_cannot_be_taken_back(self, client: Client) -> None:
        path = f"/api/art/generations/{generate_svg_variants('vine').generation_id}/acknowledge"
        client.generic("POST", path)
        for method in (client.delete, client.put, client.patch):
            assert method(path).status_code == 405
        assert Generation.objects.get().user_acknowledged

    @pytest.mark.parametrize(
        "body", [{"acknowledged_by": 7}, {"acknowledged_by": "x" * 129}, {"who": "x"}, []]
    )
    def test_a_bad_body_is_400(self, client: Client, body: Any) -> None:
        made = generate_svg_variants("vine")
        answer = post(client, f"/api/art/generations/{made.generation_id}/acknowledge", body)
        assert answer.status_code == 400
        assert not Generation.objects.get().user_acknowledged

    def test_an_unknown_generation_is_404(self, client: Client) -> None:
        answer = client.generic("POST", "/api/art/generations/gen_0/acknowledge")
        assert (answer.status_code, answer.json()["code"]) == (404, "generation_not_found")


class TestSessions:
    """Generations of a workflow session."""

    def test_they_are_listed_newest_first(self, client: Client) -> None:
        session = WorkflowSession.objects.create()
        made = [
            generate_svg_variants("vine", workflow_session_id=session.pk).generation_id
            for _ in range(3)
        ]
        generate_svg_variants("vine")
        path = f"/api/workflow-sessions/{session.pk}/generations"
        page = client.get(f"{path}?page_size=2").json()
        rows = page["results"] + client.get(page["next"]).json()["results"]
        assert [row["generation_id"] for row in rows] == made[::-1]
        assert {row["workflow_session_id"] for row in rows} == {session.pk}

    def test_as_many_queries_for_twenty_as_for_one(
        self,
        client: Client,
        django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
    ) -> None:
        session = WorkflowSession.objects.create()
        path = f"/api/workflow-sessions/{session.pk}/generations"
        for total in (1, 20):
            while Generation.objects.count() < total:
                Generation.objects.create(
                    prompt="p", variant_seed="s", request_id="r", workflow_session=session
                ).variants.create(index=0, seed=1, source_key="k")
            with django_assert_num_queries(4):
                assert len(client.get(path).json()["results"]) == total

    def test_a_session_with_a_generation_is_kept(self, client: Client) -> None:
        session = WorkflowSession.objects.create()
        generate_svg_variants("vine", workflow_session_id=session.pk)
        answer = client.delete(f"/api/workflow-sessions/{session.pk}")
        assert (answer.status_code, answer.json()["code"]) == (409, "session_in_use")
