"""Whatever goes wrong, the answer has one shape and gives nothing away."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from rmos_runs.errors import DomainError, Kind, StoreUnavailable
from rmos_runs.http.problem_table import STATUS
from rmos_runs.http.problems import status_of

pytestmark = pytest.mark.urls("tests.integration.rmos_runs.urls")
SECRET = "/srv/secret"


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def assert_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    problem: dict[str, Any] = json.loads(response.content)
    assert (response.status_code, problem["code"]) == (status, code)
    assert set(problem) - {"fields"} == {"detail", "code", "request_id"}
    assert problem["request_id"] == response["X-Request-ID"]
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    assert problem["detail"]
    for word in (SECRET, "Traceback", "RuntimeError"):
        assert word not in response.content.decode()
    return problem


CASES = [
    ("domain", 400, "invalid_request"),
    ("busy", 503, "busy"),
    ("missing", 404, "not_found"),
    ("forbidden", 403, "permission_denied"),
    ("suspicious", 400, "bad_request"),
    ("bad", 400, "bad_request"),
    ("database", 503, "database_unavailable"),
    ("unforeseen", 500, "internal_error"),
]


@pytest.mark.parametrize("door", ["plain", "rest"])
@pytest.mark.parametrize(("how", "status", "code"), CASES)
def test_plain_and_api_views_answer_alike(
    client: Client, door: str, how: str, status: int, code: str
) -> None:
    assert_problem(client.get(f"/api/{door}/{how}"), status, code)


@pytest.mark.parametrize(("how", "status", "code"), CASES)
def test_pages_show_a_page(client: Client, how: str, status: int, code: str) -> None:
    response = client.get(f"/page/{how}", headers={"x-request-id": "req-of-mine"})
    assert response.status_code == status
    assert not response["Content-Type"].startswith("application/json")
    shown = response.content.decode()
    assert "req-of-mine" in shown
    assert SECRET not in shown


def test_without_a_template_a_page_is_plain_text(client: Client, settings: Settings) -> None:
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [], "APP_DIRS": False}]
    response = client.get("/page/missing")
    assert response.status_code == 404
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().startswith("404 Not Found\n")


def test_a_broken_template_does_not_hide_the_error(
    client: Client, settings: Settings, tmp_path: Any
) -> None:
    (tmp_path / "error.html").write_text("{% no_such_tag %}")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    response = client.get("/page/unforeseen")
    assert response.status_code == 500
    assert response.content.decode().startswith("500 Internal Server Error\n")


@pytest.mark.parametrize("door", ["plain", "rest"])
def test_the_faulty_fields_are_named(client: Client, door: str) -> None:
    problem = assert_problem(client.get(f"/api/{door}/domain"), 400, "invalid_request")
    assert problem["fields"] == {"prompt": ["Too long."]}


@pytest.mark.parametrize("door", ["plain", "rest"])
def test_a_time_to_wait_is_a_header_in_whole_seconds(client: Client, door: str) -> None:
    assert client.get(f"/api/{door}/busy")["Retry-After"] == "2"


def post(client: Client, body: Any, **headers: str) -> Any:
    data = body if isinstance(body, str) else json.dumps(body)
    return client.post("/api/order", data, content_type="application/json", headers=headers)


def test_nested_fields_are_named_by_their_path(client: Client) -> None:
    problem = assert_problem(
        post(
            client,
            {"constraints": {"width_mm": 0}, "parts": [{"width_mm": 2}, {"width_mm": "x"}, 3]},
        ),
        400,
        "invalid_request",
    )
    assert set(problem["fields"]) == {
        "prompt",
        "constraints.width_mm",
        "parts.1.width_mm",
        "parts.2",
    }
    assert "constraints.width_mm" in problem["detail"]


def test_a_body_that_is_no_object_is_named_body(client: Client) -> None:
    problem = assert_problem(post(client, [1]), 400, "invalid_request")
    assert set(problem["fields"]) == {"body"}


def test_a_body_that_is_no_json_is_refused(client: Client) -> None:
    assert_problem(post(client, "{"), 400, "parse_error")


def test_another_type_of_body_is_refused(client: Client) -> None:
    response = client.post("/api/order", "<a/>", content_type="application/xml")
    assert_problem(response, 415, "unsupported_media_type")


def test_a_type_of_answer_that_does_not_exist_is_refused(client: Client) -> None:
    assert_problem(post(client, {}, accept="text/html"), 406, "not_acceptable")


@pytest.mark.parametrize("path", ["/api/order", "/api/plain/post-only"])
def test_another_method_is_refused_and_the_right_one_named(client: Client, path: str) -> None:
    response = client.get(path)
    assert_problem(response, 405, "method_not_allowed")
    assert "POST" in response["Allow"]


def test_a_page_for_another_method_is_not_empty(client: Client) -> None:
    response = client.get("/page/post-only")
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert response.content


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/api/rmos/nothing/here/"])
def test_an_unknown_address_is_not_found(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    if path != "/api":
        assert_problem(response, 404, "not_found")


def test_in_development_an_unknown_api_address_has_the_shape_too(
    client: Client, settings: Settings
) -> None:
    settings.DEBUG = True
    assert_problem(client.get("/api/nothing"), 404, "not_found")


def test_a_host_that_is_not_ours_is_a_bad_request(client: Client) -> None:
    assert_problem(client.get("/api/nothing", headers={"host": "evil.example"}), 400, "bad_request")


def test_what_nobody_foresaw_is_logged_with_its_traceback(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        client.get("/api/rest/unforeseen")
    logged = [record for record in caplog.records if record.exc_info]
    assert any("/srv/secret" in str((record.exc_info or (0, 0))[1]) for record in logged)


def test_every_kind_of_error_has_its_status() -> None:
    assert set(STATUS) == set(Kind)
    assert len(set(STATUS.values())) == len(Kind)
    assert status_of(StoreUnavailable()) == 503
    assert status_of(DomainError()) == 400


@pytest.mark.parametrize("path", ["/echo", "/echo/", "/with-slash", "/with-slash/"])
def test_a_post_keeps_its_body_with_and_without_a_slash(client: Client, path: str) -> None:
    response = client.post(path, "body", content_type="text/plain")
    assert (response.status_code, response.json()["body"]) == (200, "body")


def test_a_view_sees_the_spelling_of_the_urls(client: Client) -> None:
    assert client.get("/echo/").json()["path"] == "/echo"
    assert client.get("/echo//").status_code == 404


@pytest.mark.django_db
def test_the_admin_keeps_its_own_ways(client: Client) -> None:
    response = client.get("/admin/rmos_runs")
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")
