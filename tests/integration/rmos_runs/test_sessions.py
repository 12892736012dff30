"""Workflow sessions over HTTP: begun, changed, listed, and deleted while nothing names them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from rmos_runs.models import WorkflowSession
from tests.integration.rmos_runs.run_bodies import RUNS, SESSIONS, least_body, new_run, post

pytestmark = pytest.mark.django_db
UNKNOWN = "ws_000000000000"
WHOLE = {
    "user_id": "åse",
    "workflow_type": "rosette",
    "current_step": "design",
    "machine_id": "cnc-1",
    "material_id": "ebony",
    "tool_id": "endmill_1mm",
    "context_json": {"order": 7},
    "state_data_json": {"a": {"b": 1}},
    "status": "ACTIVE",
}


def patch(client: Client, session_id: str, body: Any) -> Any:
    return client.patch(f"{SESSIONS}/{session_id}", body, content_type="application/json")


class TestBeginning:
    """POST."""

    def test_an_empty_body_works(self, client: Client) -> None:
        for answer in (
            post(client, SESSIONS, {}),
            client.generic("POST", SESSIONS),
            client.post(SESSIONS, b"", "application/x-www-form-urlencoded"),
            client.post(SESSIONS, b"", "application/json"),
            client.generic("POST", f"{SESSIONS}/"),
        ):
            assert answer.status_code == 201
            session = answer.json()
            assert session["session_id"].startswith("ws_")
            assert answer["Location"].endswith(f"{SESSIONS}/{session['session_id']}")
            assert (session["status"], session["context_json"], session["user_id"]) == (
                "ACTIVE",
                {},
                None,
            )
            assert client.get(f"{SESSIONS}/{session['session_id']}").json() == session

    def test_a_body_in_chunks_is_refused_and_not_overlooked(self, client: Client) -> None:
        chunked: dict[str, Any] = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
        answer = client.generic("POST", SESSIONS, b"", "application/json", **chunked)
        assert answer.status_code == 400
        assert "Content-Length" in answer.json()["detail"]
        assert not WorkflowSession.objects.exists()

    def test_every_field_comes_back(self, client: Client) -> None:
        session = post(client, SESSIONS, WHOLE).json()
        assert {name: session[name] for name in WHOLE} == WHOLE

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"status": "DONE"}, "status"),
            ({"user_id": 7}, "user_id"),
            ({"user_id": "x" * 129}, "user_id"),
            ({"current_step": "a\0"}, "current_step"),
            ({"context_json": []}, "context_json"),
            ({"context_json": {"a": "\0"}}, "context_json.a"),
            ({"state_data_json": {"a": "x" * 256 * 1024}}, "state_data_json"),
            ({"session_id": "ws_1"}, "session_id"),
            ({"colour": 1}, "colour"),
            ([], "body"),
        ],
    )
    def test_a_faulty_field_is_named(self, client: Client, body: Any, field: str) -> None:
        answer = post(client, SESSIONS, body)
        assert answer.status_code == 400
        assert set(answer.json()["fields"]) == {field}
        assert not WorkflowSession.objects.exists()


class TestChanging:
    """PATCH and PUT change what is given and leave the rest."""

    @pytest.mark.parametrize("method", ["patch", "put"])
    def test_objects_are_merged_shallowly(self, client: Client, method: str) -> None:
        session = post(client, SESSIONS, WHOLE).json()
        body = {"state_data_json": {"a": {"c": 2}, "n": 1.0}, "current_step": "cut"}
        path = f"{SESSIONS}/{session['session_id']}"
        answer = getattr(client, method)(path, body, content_type="application/json")
        assert answer.status_code == 200
        changed = answer.json()
        assert changed["state_data_json"] == {"a": {"c": 2}, "n": 1}
        assert changed["updated_at_utc"] > session["updated_at_utc"]
        same = set(session) - {"state_data_json", "current_step", "updated_at_utc"}
        assert {name: changed[name] for name in same} == {name: session[name] for name in same}
        assert client.get(path).json() == changed

    def test_merging_does_not_get_around_the_size_limit(self, client: Client) -> None:
        session_id = post(client, SESSIONS, {}).json()["session_id"]
        half = "x" * 140 * 1024
        assert patch(client, session_id, {"context_json": {"a": half}}).status_code == 200
        answer = patch(client, session_id, {"context_json": {"b": half}})
        assert set(answer.json()["fields"]) == {"context_json"}

    @pytest.mark.parametrize(
        ("start", "to", "status"),
        [
            ("ACTIVE", "COMPLETED", 200),
            ("ACTIVE", "ABANDONED", 200),
            ("ACTIVE", "ACTIVE", 200),
            ("COMPLETED", "ACTIVE", 200),
            ("ABANDONED", "ACTIVE", 200),
            ("COMPLETED", "COMPLETED", 200),
            ("COMPLETED", "ABANDONED", 409),
            ("ABANDONED", "COMPLETED", 409),
        ],
    )
    def test_a_session_moves_along_its_arrows(
        self, client: Client, start: str, to: str, status: int
    ) -> None:
        session_id = post(client, SESSIONS, {"status": start}).json()["session_id"]
        answer = patch(client, session_id, {"status": to, "current_step": "moved"})
        assert answer.status_code == status
        session = client.get(f"{SESSIONS}/{session_id}").json()
        assert session["status"] == (to if status == 200 else start)
        if status == 409:
            assert answer.json()["code"] == "illegal_transition"
            assert session["current_step"] == "draft"

    def test_an_unknown_session_is_404(self, client: Client) -> None:
        for session_id in (UNKNOWN, "x"):
            path = f"{SESSIONS}/{session_id}"
            for answer in (
                client.get(path),
                patch(client, session_id, {"current_step": "x"}),
                client.delete(path),
                client.get(f"{path}/runs"),
                client.get(f"{path}/generations"),
            ):
                assert (answer.status_code, answer.json()["code"]) == (404, "session_not_found")


class TestDeleting:
    """DELETE, while nothing names the session."""

    def test_a_session_that_nothing_names_is_deleted(self, client: Client) -> None:
        path = f"{SESSIONS}/{post(client, SESSIONS, {}).json()['session_id']}"
        assert client.delete(path).status_code == 204
        assert client.get(path).status_code == 404

    def test_a_session_with_a_run_is_kept(self, client: Client) -> None:
        session_id = post(client, SESSIONS, {}).json()["session_id"]
        new_run(workflow_session_id=session_id)
        answer = client.delete(f"{SESSIONS}/{session_id}")
        assert (answer.status_code, answer.json()["code"]) == (409, "session_in_use")
        assert client.get(f"{SESSIONS}/{session_id}").status_code == 200


class TestLists:
    """Sessions newest first; the runs of one."""

    def test_pages_and_filters(self, client: Client) -> None:
        ids = [post(client, SESSIONS, WHOLE).json()["session_id"] for _ in range(3)]
        other = post(client, SESSIONS, {"status": "ABANDONED"}).json()["session_id"]
        first = client.get(f"{SESSIONS}?page_size=2").json()
        second = client.get(first["next"]).json()
        rows = [row["session_id"] for row in first["results"] + second["results"]]
        assert rows == [other, *ids[::-1]]
        assert second["next"] is None
        for query, found in {
            "status=ABANDONED": 1,
            "user_id=åse": 3,
            "machine_id=cnc-1": 3,
            "tool_id=x": 0,
            "created_after=2020-01-01T00:00:00Z": 4,
            "created_before=2020-01-01T00:00:00Z": 0,
        }.items():
            assert len(client.get(f"{SESSIONS}?{query}").json()["results"]) == found
        assert client.get(f"{SESSIONS}?status=x").status_code == 400
        assert client.get(f"{SESSIONS}?cursor=cD1nYXJiYWdl").status_code == 400

    def test_the_runs_of_a_session(self, client: Client) -> None:
        session_id = post(client, SESSIONS, {}).json()["session_id"]
        runs = [new_run(workflow_session_id=session_id).pk for _ in range(3)]
        post(client, RUNS, least_body())
        path = f"{SESSIONS}/{session_id}/runs"
        page = client.get(f"{path}?page_size=2").json()
        page_2 = client.get(page["next"]).json()
        listed = page["results"] + page_2["results"]
        assert [row["run_id"] for row in listed] == runs[::-1]
        assert {row["workflow_session_id"] for row in listed} == {session_id}

    @pytest.mark.parametrize(("path", "queries"), [("", 1), ("/{}/runs", 2)])
    def test_as_many_queries_for_twenty_as_for_one(
        self,
        client: Client,
        path: str,
        queries: int,
        django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
    ) -> None:
        session = post(client, SESSIONS, {}).json()["session_id"]
        for total in (1, 20):
            while len(client.get(f"{SESSIONS}/{session}/runs").json()["results"]) < total:
                new_run(workflow_session_id=session)
                post(client, SESSIONS, {})
            with django_assert_num_queries(queries):
                client.get(SESSIONS + path.format(session))
