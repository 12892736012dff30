"""Runs are read and listed over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from inspect import signature
from typing import Any

import pytest
from django.test import Client

from rmos_runs.api.runs_serializers import RunBody, RunRecord
from rmos_runs.models import RunArtifact, WorkflowSession
from rmos_runs.runs import service
from tests.integration.rmos_runs.run_bodies import (
    RUNS,
    UNKNOWN_RUN,
    least_body,
    new_blob,
    new_run,
    post,
    whole_body,
)

pytestmark = pytest.mark.django_db
BESIDE_THE_FACTS = {"artifact_sha256", "explanation_status", "explanation_summary", "attachments"}


class TestReading:
    """GET a run; its facts have no other method."""

    def test_an_unknown_run_is_404(self, client: Client) -> None:
        for run_id in (UNKNOWN_RUN, "x", "a" * 300):
            answer = client.get(f"{RUNS}/{run_id}")
            assert (answer.status_code, answer.json()["code"]) == (404, "run_not_found")
        nul = client.get(f"{RUNS}/%00")
        assert (nul.status_code, nul.json()["code"]) == (404, "not_found")

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_a_run_cannot_be_changed_or_deleted(self, client: Client, method: str) -> None:
        run = new_run()
        for path in (f"{RUNS}/{run.pk}", RUNS, f"{RUNS}/{run.pk}/attachments"):
            answer = getattr(client, method)(path, "{}", content_type="application/json")
            assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
        assert RunArtifact.objects.filter(pk=run.pk).exists()

    def test_a_slash_at_the_end_is_accepted(self, client: Client) -> None:
        run_id = post(client, f"{RUNS}/", least_body()).json()["run_id"]
        assert client.get(f"{RUNS}/{run_id}/").status_code == 200


class TestList:
    """GET: newest first, in cursor pages, filtered by columns."""

    def test_pages_follow_one_another_while_runs_are_added(self, client: Client) -> None:
        ids = [new_run().pk for _ in range(5)]
        seen: list[str] = []
        url = f"{RUNS}?page_size=2"
        while url:
            page = client.get(url).json()
            assert set(page) == {"next", "previous", "results"}
            seen += [row["run_id"] for row in page["results"]]
            if len(seen) == 2:
                new_run()
            url = page["next"]
        assert seen == ids[::-1]

    def test_runs_of_the_same_moment_are_neither_lost_nor_doubled(self, client: Client) -> None:
        runs = [new_run() for _ in range(5)]
        moment = runs[0].created_at_utc
        twins = [
            RunArtifact(
                **{
                    field.attname: getattr(run, field.attname)
                    for field in RunArtifact._meta.concrete_fields
                    if field.name not in ("run_id", "created_at_utc")
                },
                created_at_utc=moment,
            )
            for run in runs
        ]
        RunArtifact.objects.bulk_create(twins)
        seen: list[str] = []
        url = f"{RUNS}?page_size=2"
        while url:
            page = client.get(url).json()
            seen += [row["run_id"] for row in page["results"]]
            url = page["next"]
        assert len(seen) == len(set(seen)) == 10

    def test_as_many_queries_for_twenty_runs_as_for_one(
        self,
        client: Client,
        django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
    ) -> None:
        session = WorkflowSession.objects.create()
        for total in (1, 20):
            while RunArtifact.objects.count() < total:
                new_run(attachments=[new_blob()], workflow_session_id=session.pk)
            with django_assert_num_queries(1):
                assert len(client.get(RUNS).json()["results"]) == total

    def test_a_row_has_the_values_of_the_run_without_what_is_long(self, client: Client) -> None:
        run = post(client, RUNS, whole_body()).json()
        (row,) = client.get(RUNS).json()["results"]
        long = {"request_summary", "feasibility", "outputs", "meta", "explanation_summary"}
        assert set(row) == set(run) - long - {"attachments", "advisory_inputs"}
        decision = {name: run["decision"][name] for name in ("risk_level", "score", "block_reason")}
        assert {**row, "created_at_utc": run["created_at_utc"]} == {
            name: decision if name == "decision" else run[name] for name in row
        }

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("status=BLOCKED", 1),
            ("status=ERROR", 0),
            ("mode=rosette_cut", 2),
            ("mode=inlay", 0),
            ("tool_id=endmill_1mm", 1),
            ("request_id=order-7.a", 1),
            ("request_id=order", 0),
            ("explanation_status=PENDING", 1),
            ("workflow_session_id={session}", 1),
            ("workflow_session_id=ws_000000000000", 0),
            ("status=OK&tool_id=tool_1", 1),
            ("status=OK&tool_id=endmill_1mm", 0),
            ("created_after={before}", 2),
            ("created_after={after}", 0),
            ("created_before={after}", 2),
            ("created_before={before}", 0),
        ],
    )
    def test_a_filter_finds_exactly_its_runs(self, client: Client, query: str, found: int) -> None:
        session = WorkflowSession.objects.create()
        run = post(client, RUNS, whole_body(workflow_session_id=session.pk)).json()
        post(client, RUNS, least_body())
        made = datetime.fromisoformat(run["created_at_utc"])
        text = query.format(
            session=session.pk,
            before=f"{made - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}",
            after=f"{made + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}",
        )
        assert len(client.get(f"{RUNS}?{text}").json()["results"]) == found

    @pytest.mark.parametrize(
        "query",
        [
            "status=WRONG",
            "explanation_status=x",
            "created_after=yesterday",
            "mode=%00",
            "workflow_session_id=%00",
        ],
    )
    def test_a_filter_with_a_value_that_cannot_be_is_400(self, client: Client, query: str) -> None:
        answer = client.get(f"{RUNS}?{query}")
        assert answer.status_code == 400
        assert set(answer.json()["fields"]) == {query.partition("=")[0]}

    @pytest.mark.parametrize(
        "cursor", ["broken", "cD1nYXJiYWdl", "cD0wMDAwLTAwLTAw", "cD0lMDA=", "bz0tMQ=="]
    )
    def test_a_cursor_that_is_none_is_refused(self, client: Client, cursor: str) -> None:
        new_run()
        answer = client.get(f"{RUNS}?cursor={cursor}")
        assert answer.status_code == 400
        assert set(answer.json()["fields"]) == {"cursor"}

    @pytest.mark.parametrize("edge", ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"])
    def test_the_ends_of_time_are_times(self, client: Client, edge: str) -> None:
        new_run()
        assert client.get(f"{RUNS}?created_after={edge}").status_code in (200, 400)


class TestDescription:
    """The schema's shapes are what the domain takes and what is answered."""

    def test_a_body_has_the_names_that_the_domain_knows(self) -> None:
        assert set(RunBody().fields) == set(signature(service.create_run).parameters)
        assert set(whole_body()) | {"workflow_session_id", "attachments"} == set(RunBody().fields)

    def test_an_answer_has_the_names_that_are_described(self, client: Client) -> None:
        run = post(client, RUNS, whole_body()).json()
        fields: Any = RunRecord().fields
        assert set(run) == set(fields)
        for part in ("decision", "hashes", "outputs"):
            assert set(run[part]) == set(fields[part].fields)

    @pytest.mark.parametrize("path", [RUNS, f"{RUNS}/run_x", "/api/workflow-sessions"])
    def test_options_are_told(self, client: Client, path: str) -> None:
        assert client.options(path).status_code == 200
