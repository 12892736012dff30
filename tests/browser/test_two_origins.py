"""A page of another origin tries to make a browser spend or change something here.

The studio is on `localhost`; the other page is on another port of the same site, whose
requests carry the studio's cookies, and on another site.
"""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Response
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from artstudio.models import Attempt, Generation, Variant
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.models import RunArtifact, RunAttachment, WorkflowSession
from tests.browser.chromium import find_chromium
from tests.browser.foreign_page import FETCHES, FORMS, SHOWN

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TABLES: tuple[type[Model], ...] = (
    Attempt,
    Generation,
    RunArtifact,
    RunAttachment,
    Variant,
    WorkflowSession,
)
JSON = '{"prompt": "Rosette", "variant_seed": "foreign"}'


class Blank(BaseHTTPRequestHandler):
    """An empty page, whatever is asked for."""

    def do_GET(self) -> None:
        body = b"<!doctype html><title>elsewhere</title><body>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[int]:
    """Return the port of another origin."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Blank) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture(params=["trusted", "login"])
def context(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer, settings: Settings
) -> Iterator[BrowserContext]:
    """Return a browser in which somebody uses the studio, logged in where that is needed."""
    settings.ARTSTUDIO_ACCESS = request.param
    context = browser.new_context()
    context.set_default_timeout(20_000)
    if request.param == "login":
        client = Client()
        client.force_login(User.objects.create_user("maker"))
        session = client.cookies["sessionid"].value
        cookie = {"name": "sessionid", "value": session, "url": live_server.url}
        context.add_cookies([{**cookie, "sameSite": "Lax", "httpOnly": True}])  # type: ignore[typeddict-item]  # as Playwright takes it
    yield context
    context.close()


@pytest.fixture
def names(live_server: LiveServer) -> dict[str, str]:
    """Return the studio's address and things that are there to be changed."""
    made = generate_svg_variants("Rosette of oak leaves", 1, "own")
    session = WorkflowSession.objects.create(session_id="ws_0123456789ab")
    return {
        "home": live_server.url,
        "variant": made.variants.all()[0].variant_id,
        "generation": made.generation_id,
        "session": session.session_id,
        "json": JSON,
    }


def rows() -> list[list[dict[str, Any]]]:
    """Return all that the studio knows."""
    return [list(table._default_manager.order_by("pk").values()) for table in TABLES]


def changing(answers: list[Response], home: str) -> list[tuple[str, int]]:
    """Return the path and status of what was asked of the studio otherwise than to read."""
    return [
        (answer.url.removeprefix(home), answer.status)
        for answer in answers
        if answer.url.startswith(home) and answer.request.method not in {"GET", "HEAD", "OPTIONS"}
    ]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_page_of_another_origin_makes_and_changes_nothing(
    context: BrowserContext, elsewhere: int, names: dict[str, str], host: str
) -> None:
    assert names["home"].startswith("http://localhost:")
    before = rows()
    answers: list[Response] = []

    def hear(answer: Response) -> None:
        answers.append(answer)

    context.on("response", hear)
    page = context.new_page()
    page.goto(f"http://{host}:{elsewhere}/")
    assert page.evaluate(FETCHES, names) == []
    page.evaluate(FORMS, names)
    page.evaluate(SHOWN, names)
    page.goto("about:blank")
    sent = changing(answers, names["home"])
    assert len(sent) > 20, "the tries reached the studio"
    assert {status for _, status in sent} <= {302, 401, 403}, sent
    refused = {status for path, status in sent if path == "/api/art/prompt-to-svg"}
    assert 403 in refused
    assert rows() == before


def test_a_page_of_ours_may_do_all_that(context: BrowserContext, names: dict[str, str]) -> None:
    page = context.new_page()
    page.goto(names["home"])
    ask = """async ({home, json}) => {
        const headers = {"Content-Type": "application/json"};
        const form = new FormData();
        form.append("file", new File(["a note"], "note.txt"));
        form.append("kind", "note");
        const draw = home + "/api/art/prompt-to-svg";
        return [
            (await fetch(draw, {method: "POST", headers, body: json})).status,
            (await fetch(home + "/api/rmos/attachments", {method: "POST", body: form})).status,
        ];
    }"""
    assert page.evaluate(ask, names) == [200, 201]


def test_another_name_for_this_machine_is_not_the_studio(
    browser: Browser, live_server: LiveServer, settings: Settings, names: dict[str, str]
) -> None:
    """DNS rebinding: the page's own name comes to mean this machine, and it asks itself."""
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    port = live_server.url.rpartition(":")[2]
    rebound = browser.browser_type.launch(
        executable_path=find_chromium(),
        args=["--no-sandbox", "--host-resolver-rules=MAP evil.test 127.0.0.1"],
    )
    before = rows()
    try:
        page = rebound.new_page()
        answer = page.goto(f"http://evil.test:{port}/gallery")
        assert answer is not None
        assert answer.status == 400
        ask = """async (json) => (await fetch("/api/art/prompt-to-svg", {
            method: "POST", headers: {"Content-Type": "application/json"}, body: json,
        })).status"""
        assert page.evaluate(ask, JSON) == 400
    finally:
        rebound.close()
    assert rows() == before
