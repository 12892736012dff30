"""Whatever is sent, the answer is an answer: never a failure, always in a known shape."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmos_runs.api.references_serializers import AdvisoryBody
from rmos_runs.api.runs_serializers import RunBody
from rmos_runs.api.sessions_serializers import CHANGEABLE
from tests.integration.rmos_runs.run_bodies import (
    DIGEST,
    RUNS,
    SESSIONS,
    least_body,
    new_blob,
    new_run,
)
from tests.rounds import rounds

pytestmark = pytest.mark.django_db
# Every character there is, NUL and lone surrogates among them.
TEXT = st.text(st.characters(), max_size=12) | st.sampled_from(["\0", "\ud800", "x" * 2000])
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | TEXT
    | st.sampled_from([10**400, -(10**310), 1e308, DIGEST, "OK", "BLOCKED", "PENDING", "RED"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
PATIENT = settings(
    max_examples=rounds(20),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def bodies(names: Any) -> st.SearchStrategy[Any]:
    """Bodies with the right names and any values, and bodies of any shape."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, JSON)) | JSON


def send(client: Client, method: str, path: str, body: Any) -> Any:
    answer = client.generic(method, path, json.dumps(body), "application/json")
    assert answer.status_code in (200, 201, 400, 404, 409)
    if answer.status_code >= 400:
        assert {"detail", "code", "request_id"} <= set(answer.json())
    if answer.status_code == 400 and answer.json()["code"] == "invalid_request":
        assert answer.json()["fields"]
    return answer


@PATIENT
@given(change=st.fixed_dictionaries({}, optional=dict.fromkeys(RunBody().fields, JSON)))
def test_a_run_with_any_values_is_recorded_or_refused(client: Client, change: Any) -> None:
    answer = send(client, "POST", RUNS, least_body(**change))
    if answer.status_code == 201:
        assert client.get(f"{RUNS}/{answer.json()['run_id']}").json() == answer.json()


@PATIENT
@given(body=bodies(RunBody().fields))
def test_any_body_for_a_run(client: Client, body: Any) -> None:
    send(client, "POST", RUNS, body)


@PATIENT
@given(body=bodies(CHANGEABLE))
def test_any_body_for_a_session(client: Client, body: Any) -> None:
    answer = send(client, "POST", SESSIONS, body)
    if answer.status_code == 201:
        send(client, "PATCH", f"{SESSIONS}/{answer.json()['session_id']}", body)


@PATIENT
@given(link=bodies(["sha256", "kind", "filename"]), advisory=bodies(AdvisoryBody().fields))
def test_any_reference(client: Client, link: Any, advisory: Any) -> None:
    run, sha256 = new_run(), new_blob()
    for given_link in (link, {**link, "sha256": sha256} if isinstance(link, dict) else link):
        send(client, "POST", f"{RUNS}/{run.pk}/attachments", {"attachments": [given_link]})
    if isinstance(advisory, dict):
        advisory = {**advisory, "sha256": sha256}
    send(client, "POST", f"{RUNS}/{run.pk}/advisory-inputs", advisory)
    send(client, "POST", f"{RUNS}/{run.pk}/explanation", advisory)


@PATIENT
@given(
    name=st.sampled_from(
        [
            "cursor",
            "page_size",
            "status",
            "mode",
            "tool_id",
            "request_id",
            "workflow_session_id",
            "created_after",
            "created_before",
        ]
    ),
    value=st.text(max_size=30),
    tail=st.text(max_size=20),
)
def test_any_query_and_any_path(client: Client, name: str, value: str, tail: str) -> None:
    text = quote(value, safe="", errors="replace")
    place = quote(tail, safe="", errors="replace")
    for path in (
        f"{RUNS}?{name}={text}",
        f"{SESSIONS}?{name}={text}",
        f"{RUNS}/{place}x",
        f"{RUNS}/{place}x/attachments?{name}={text}",
        f"{RUNS}/{place}x/attachments/{text}y/verify",
        f"{SESSIONS}/{place}x/generations?{name}={text}",
    ):
        assert client.get(path).status_code in (200, 400, 404)
