"""Advisory inputs and the explanation of a run over HTTP: only ever added."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from rmos_runs.models import AdvisoryInput
from tests.integration.rmos_runs.run_bodies import (
    DIGEST,
    RUNS,
    UNKNOWN_RUN,
    new_blob,
    new_run,
    post,
)

pytestmark = pytest.mark.django_db


class TestAdvisoryInputs:
    """Append only, in order."""

    def test_what_advised_a_run_is_listed_in_order(self, client: Client) -> None:
        run, shas = new_run(), [new_blob(bytes([n])) for n in range(5)]
        path = f"{RUNS}/{run.pk}/advisory-inputs"
        kinds = ["geometry_svg", "explanation", "advisory", "note", "unknown"]
        for sha256, kind in zip(shas, kinds, strict=True):
            body = {"sha256": sha256, "kind": kind, "engine_id": "e", "engine_version": "1.2"}
            answer = post(client, path, body)
            assert answer.status_code == 201
            assert answer.json()["request_id"] == answer["X-Request-ID"]
        listed = client.get(path).json()["results"]
        assert [(row["sha256"], row["kind"]) for row in listed] == list(
            zip(shas, kinds, strict=True)
        )
        assert {(row["engine_id"], row["engine_version"]) for row in listed} == {("e", "1.2")}
        assert [row["advisory_id"] for row in listed] == shas

    def test_the_same_bytes_again_are_one_row_and_200(self, client: Client) -> None:
        path, sha256 = f"{RUNS}/{new_run().pk}/advisory-inputs", new_blob()
        first = post(client, path, {"sha256": sha256, "advisory_id": "adv-1", "kind": "note"})
        again = post(client, path, {"sha256": sha256, "kind": "advisory"})
        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json() == first.json()
        assert first.json()["advisory_id"] == "adv-1"
        assert AdvisoryInput.objects.count() == 1

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "sha256"),
            ({"sha256": "x"}, "sha256"),
            ({"sha256": DIGEST, "kind": "drawing"}, "kind"),
            ({"sha256": DIGEST, "engine_version": "x" * 65}, "engine_version"),
            ({"sha256": DIGEST, "advisory_id": "x" * 129}, "advisory_id"),
            ({"sha256": DIGEST, "engine": "x"}, "engine"),
        ],
    )
    def test_a_faulty_field_is_named(
        self, client: Client, body: dict[str, Any], field: str
    ) -> None:
        answer = post(client, f"{RUNS}/{new_run().pk}/advisory-inputs", body)
        assert answer.status_code == 400
        assert set(answer.json()["fields"]) == {field}

    def test_what_is_not_there(self, client: Client) -> None:
        missing = post(client, f"{RUNS}/{new_run().pk}/advisory-inputs", {"sha256": DIGEST})
        assert (missing.status_code, missing.json()["code"]) == (409, "attachment_missing")
        for answer in (
            post(client, f"{RUNS}/{UNKNOWN_RUN}/advisory-inputs", {"sha256": DIGEST}),
            client.get(f"{RUNS}/{UNKNOWN_RUN}/advisory-inputs"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "run_not_found")

    def test_nothing_is_changed_or_deleted(self, client: Client) -> None:
        path = f"{RUNS}/{new_run().pk}/advisory-inputs"
        for method in (client.put, client.patch, client.delete):
            assert method(path, "{}", "application/json").status_code == 405

    def test_as_many_queries_for_twenty_as_for_one(
        self,
        client: Client,
        django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
    ) -> None:
        for count in (1, 20):
            path = f"{RUNS}/{new_run().pk}/advisory-inputs"
            for n in range(count):
                post(client, path, {"sha256": new_blob(f"{count} {n}".encode())})
            with django_assert_num_queries(2):
                assert len(client.get(path).json()["results"]) == count


class TestExplanation:
    """NONE to PENDING to READY or ERROR, and no other way."""

    @pytest.mark.parametrize("end", ["READY", "ERROR"])
    def test_it_moves_along_its_arrows(self, client: Client, end: str) -> None:
        run = new_run()
        for status in ("PENDING", end):
            answer = post(
                client,
                f"{RUNS}/{run.pk}/explanation",
                {"status": status, "summary": f"is {status}"},
            )
            assert answer.status_code == 200
            assert answer.json()["explanation_status"] == status
        read = client.get(f"{RUNS}/{run.pk}").json()
        assert read["explanation_summary"] == f"is {end}"
        assert read["artifact_sha256"] == run.artifact_sha256

    @pytest.mark.parametrize(
        ("start", "to"),
        [
            ("NONE", "NONE"),
            ("NONE", "READY"),
            ("NONE", "ERROR"),
            ("PENDING", "NONE"),
            ("PENDING", "PENDING"),
            ("READY", "PENDING"),
            ("READY", "ERROR"),
            ("READY", "READY"),
            ("ERROR", "PENDING"),
            ("ERROR", "READY"),
        ],
    )
    def test_every_other_move_is_409(self, client: Client, start: str, to: str) -> None:
        run = new_run(explanation_status=start, explanation_summary="because")
        body = {"status": to, "summary": "changed"}
        answer = post(client, f"{RUNS}/{run.pk}/explanation", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")
        assert client.get(f"{RUNS}/{run.pk}").json()["explanation_summary"] == "because"

    @pytest.mark.parametrize(
        "body", [{}, {"status": "DONE"}, {"status": "READY"}, {"status": "PENDING", "text": "x"}]
    )
    def test_a_bad_body_is_400(self, client: Client, body: dict[str, str]) -> None:
        run = new_run(explanation_status="PENDING")
        assert post(client, f"{RUNS}/{run.pk}/explanation", body).status_code == 400

    def test_an_unknown_run_is_404(self, client: Client) -> None:
        answer = post(client, f"{RUNS}/{UNKNOWN_RUN}/explanation", {"status": "PENDING"})
        assert (answer.status_code, answer.json()["code"]) == (404, "run_not_found")
