"""Where a login is needed, no path of the project answers a stranger."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.integration.access.paths import METHODS, every_path

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("login_mode")]
OPEN = {"/healthz", "/readyz", "/login"}
#: Works as a stranger may meet it, whatever lies behind the door.
UNKNOWN = ["/no-such-page", "/api/no-such-path", "/api/", "/metrics", "/static", "//", "/admin"]


def test_the_walk_sees_the_whole_project() -> None:
    paths = every_path()
    assert len(paths) > 100
    for known in ("/", "/api/art/prompt-to-svg", "/api/rmos/attachments/a", "/admin/", "/api/docs"):
        assert known in paths


@pytest.mark.parametrize("method", METHODS)
def test_a_stranger_is_turned_away_everywhere(stranger: Client, method: str) -> None:
    for path in {*every_path(), *UNKNOWN} - OPEN:
        elsewhere: dict[str, Any] = {"REMOTE_ADDR": "192.0.2.7"} if path == "/metrics" else {}
        answer = stranger.generic(method, path, b"{}", "application/json", **elsewhere)
        # The first thing that can be wrong is that a page of no browser has no CSRF token.
        assert answer.status_code in {302, 401}, (method, path)
        if answer.status_code == 302:
            assert not path.startswith("/api/") or path == "/api/docs"
            assert urlsplit(answer["Location"]).path == "/login", (method, path)
        else:
            assert answer["WWW-Authenticate"].startswith("Bearer "), (method, path)


@pytest.mark.parametrize("path", ["/api/art/assets", "/api/rmos/attachments/a", "/api/nothing"])
def test_the_api_says_so_with_a_problem(stranger: Client, path: str) -> None:
    answer = stranger.get(path)
    problem = json.loads(answer.content)
    assert set(problem) == {"detail", "code", "request_id"}
    assert problem["code"] == "not_authenticated"
    assert "create_token" in problem["detail"]
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Request-ID"] == problem["request_id"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_a_token_opens_every_path(robot: Client, method: str) -> None:
    for path in [*every_path(), *UNKNOWN]:
        answer = robot.generic(method, path, b"", "application/json")
        assert answer.status_code != 401, (method, path)
        assert answer.status_code < 500, (method, path)
        where = urlsplit(answer.get("Location", "")).path
        assert where != "/login" or path == "/logout", (method, path)


def test_health_is_open(stranger: Client) -> None:
    assert stranger.get("/healthz").status_code == 200
    assert stranger.get("/readyz").status_code == 200
    assert stranger.get("/healthz/").status_code == 200


def test_static_files_are_open(stranger: Client) -> None:
    assert stranger.head("/static/css/tokens.css").status_code == 200


def test_metrics_are_for_tokens_and_for_this_machine(stranger: Client, robot: Client) -> None:
    here, there = "127.0.0.1", "192.0.2.7"
    assert stranger.get("/metrics", REMOTE_ADDR=there).status_code == 401
    assert stranger.get("/metrics", REMOTE_ADDR=here).status_code in {200, 404}
    assert robot.get("/metrics", REMOTE_ADDR=there).status_code in {200, 404}


@pytest.mark.parametrize(
    "proxied", [{"X-Forwarded-For": "192.0.2.7"}, {"Forwarded": "for=192.0.2.7"}]
)
def test_a_proxy_on_this_machine_opens_the_metrics_to_nobody_else(
    stranger: Client, proxied: dict[str, str]
) -> None:
    assert stranger.get("/metrics", headers=proxied).status_code == 401


def test_a_page_leads_to_the_login_and_back(stranger: Client) -> None:
    place = stranger.get("/gallery?kind=all&page=2")["Location"]
    assert parse_qs(urlsplit(place).query) == {"next": ["/gallery?kind=all&page=2"]}
    assert stranger.get("/api/docs")["Location"] == "/login?next=/api/docs"
    assert stranger.post("/?prompt=x")["Location"] == "/login"


def test_a_part_of_a_page_takes_the_whole_page_to_the_login(stranger: Client) -> None:
    shown = "http://testserver/gallery?kind=all"
    answer = stranger.get("/gallery", headers={"HX-Request": "true", "HX-Current-URL": shown})
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/login?next=/gallery%3Fkind%3Dall"


def test_no_answer_is_kept_by_a_cache_that_others_use(robot: Client, login_mode: Settings) -> None:
    form = {"file": SimpleUploadedFile("note.txt", b"a note"), "kind": "note"}
    uploaded = robot.post("/api/rmos/attachments", form)
    assert uploaded.status_code == 201
    path = f"/api/rmos/attachments/{uploaded.json()['sha256']}"
    answer = robot.head(path)
    said = {word.strip() for word in answer["Cache-Control"].split(",")}
    assert {"private", "immutable"} <= said
    assert "public" not in said
    assert {"Cookie", "Authorization"} <= {word.strip() for word in answer["Vary"].split(",")}
    login_mode.ARTSTUDIO_ACCESS = "trusted"
    assert "public" in robot.head(path)["Cache-Control"]
