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
from artstudio.services.generation import generate_svg_variants
from rmos_runs.models import RunArtifact, RunAttachment, WorkflowSession
from tests.browser.chromium import find_chromium

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

#: Everything that a page can send without asking first, and what it has to ask for.
FETCHES = """async ({home, variant, generation, session, json}) => {
    const draw = home + "/api/art/prompt-to-svg";
    const form = new FormData();
    form.append("file", new File(["a note"], "note.txt"));
    form.append("kind", "note");
    const words = new URLSearchParams({prompt: "Rosette", count: "1", provider: "stub"});
    const body = (type) => new Blob([json], type ? {type} : {});
    const put = {credentials: "include"};
    const blind = {...put, method: "POST", mode: "no-cors"};
    const tries = [
        [draw, {...blind, body: json}],
        [draw, {...blind, body: body("")}],
        [draw, {...blind, body: body("application/x-www-form-urlencoded")}],
        [draw, {...blind, body: words}],
        [draw, {...blind, body: form}],
        [draw, {...blind, body: json, referrerPolicy: "no-referrer"}],
        [home + "/", {...blind, body: words}],
        [home + "/login", {...blind, body: words}],
        [home + "/logout", {...blind}],
        [home + "/api/rmos/attachments", {...blind, body: form}],
        [home + "/api/art/trace", {...blind, body: form}],
        [home + "/api/workflow-sessions", {...blind}],
        [`${home}/api/art/variants/${variant}/retry`, {...blind}],
        [`${home}/api/art/variants/${variant}/retry`, {...blind, body: '{"fresh": true}'}],
        [`${home}/api/art/variants/${variant}/redraw`, {...blind, body: form}],
        [`${home}/api/art/generations/${generation}/cancel`, {...blind}],
        [`${home}/generations/${generation}/cancel`, {...blind}],
        [draw, {...put, method: "POST", body: json, headers: {"Content-Type": "application/json"}}],
        [draw, {...put, method: "POST", body: json, headers: {"Authorization": "Bearer x"}}],
        [draw, {...put, method: "POST", body: form}],
        [`${home}/api/workflow-sessions/${session}`, {...put, method: "DELETE"}],
        [`${home}/api/workflow-sessions/${session}`, {...put, method: "PATCH", body: "{}"}],
        [home + "/api/art/assets", {...put}],
        [home + "/?prompt=Rosette&count=4&provider=stub", {...put}],
    ];
    const read = [];
    for (const [url, options] of tries) {
        const answer = await fetch(url, options).catch(() => null);
        if (answer && answer.type !== "opaque") read.push(url);
    }
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/json"])
        navigator.sendBeacon(draw, body(type));
    navigator.sendBeacon(home + "/api/rmos/attachments", form);
    return read;
}"""

#: Forms, each into a frame of its own; the last ones from a frame whose origin is `null`.
FORMS = """async ({home, variant, generation, json}) => {
    const draw = home + "/api/art/prompt-to-svg";
    const tries = [
        [draw, "text/plain", {[json.slice(0, -1) + ', "x": "']: '"}'}],
        [draw, "application/x-www-form-urlencoded", {prompt: "Rosette"}],
        [draw, "multipart/form-data", {prompt: "Rosette"}],
        [home + "/", "application/x-www-form-urlencoded", {prompt: "Rosette", count: "1"}],
        [home + "/api/workflow-sessions", "application/x-www-form-urlencoded", {}],
        [`${home}/api/art/variants/${variant}/retry`, "multipart/form-data", {}],
        [`${home}/variants/${variant}/retry`, "multipart/form-data", {fresh: "1"}],
        [`${home}/generations/${generation}/cancel`, "multipart/form-data", {}],
    ];
    const post = (owner, target, [action, enctype, fields]) => {
        const form = owner.createElement("form");
        Object.assign(form, {action, enctype, method: "post", target});
        for (const [name, value] of Object.entries(fields)) {
            const field = owner.createElement("input");
            Object.assign(field, {type: "hidden", name, value});
            form.append(field);
        }
        owner.body.append(form);
        form.submit();
    };
    for (const [number, one] of tries.entries()) {
        const frame = document.createElement("iframe");
        frame.name = `f${number}`;
        document.body.append(frame);
        post(document, frame.name, one);
    }
    const hidden = document.createElement("iframe");
    hidden.setAttribute("sandbox", "allow-scripts allow-forms");
    hidden.srcdoc = `<body><script>
        fetch("${draw}", {method: "POST", mode: "no-cors", body: ${JSON.stringify(json)}});
        const form = new FormData();
        form.append("file", new File(["a note"], "note.txt"));
        form.append("kind", "note");
        fetch("${home}/api/rmos/attachments", {method: "POST", mode: "no-cors", body: form});
    </` + "script>";
    document.body.append(hidden);
    await new Promise(done => setTimeout(done, 1000));
}"""

#: What a page shows: pictures, scripts, styles and frames are only ever read.
SHOWN = """async ({home, variant, generation}) => {
    const paths = [
        "/?prompt=Rosette&count=4", "/api/art/prompt-to-svg?prompt=Rosette",
        `/api/art/variants/${variant}/retry`, `/api/art/generations/${generation}/cancel`,
        `/generations/${generation}/cancel`, "/logout", "/api/art/trace?file=a",
    ];
    const kinds = {img: "src", script: "src", iframe: "src", object: "data", embed: "src"};
    for (const path of paths)
        for (const [kind, attribute] of Object.entries(kinds)) {
            const element = document.createElement(kind);
            element[attribute] = home + path;
            document.body.append(element);
        }
    await new Promise(done => setTimeout(done, 800));
}"""


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
