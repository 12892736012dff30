"""Chromium runs the script of hostile drawings as they are, and of none that was sanitised.

Each drawing is opened on its own and inline in a page, every one in a frame; everything
in it is then clicked and pointed at. `hit()` counts, and so does any other request.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request

from artstudio.svg.sanitizer.sanitize import sanitize
from tests.unit.svg.sanitizer.hostile import CLEANED, RUNNING

pytestmark = pytest.mark.slow

FRAMES = 50
PAGE = b'<!doctype html><meta charset="utf-8"><title>x</title><body>%s</body>'
TOUCH = """() => {
    const shown = [];
    for (const frame of document.querySelectorAll("iframe")) {
        const inside = frame.contentDocument;
        shown.push(inside.documentElement.localName);
        for (const element of inside.querySelectorAll("*"))
            for (const type of ["click", "mouseover"])
                element.dispatchEvent(new MouseEvent(type, {bubbles: true, cancelable: true}));
    }
    // A moment for what was set off to say so.
    return new Promise(done => setTimeout(() => done(shown), 200));
}"""
#: HTML reads these otherwise than XML: it knows no prefixes, and the bytes were read before.
ONLY_ON_THEIR_OWN = {
    "script by another prefix",
    "script of XHTML",
    "script by a prefix alone",
    "script in UTF-16",
    "script in UTF-16, the other way",
}
ONLY_IN_A_PAGE = {"module"}


class Shelf(ThreadingHTTPServer):
    """A server of what lies on it, by path."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.files: dict[str, tuple[bytes, str]] = {}
        self.home = f"http://127.0.0.1:{self.server_port}/"


class Answer(BaseHTTPRequestHandler):
    """One answer of the shelf."""

    def do_GET(self) -> None:
        assert isinstance(self.server, Shelf)
        body, content_type = self.server.files.get(self.path[1:], (b"", "text/plain"))
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@dataclass
class Stage:
    """A page with a frame for each of some drawings, and what those did."""

    page: Page
    shelf: Shelf
    hits: set[str] = field(default_factory=set)
    requests: list[str] = field(default_factory=list)

    def follow(self, request: Request) -> None:
        """Note what is asked for besides the drawings."""
        if request.url.removeprefix(self.shelf.home) not in self.shelf.files:
            self.requests.append(request.url)

    def hear(self, source: dict[str, Any], *_arguments: object) -> None:
        """Note which frame called `hit`."""
        self.hits.add(source["frame"].url)

    def show(self, drawings: dict[str, bytes], content_type: str) -> set[str]:
        """Open the drawings, touch all of them, and return those whose script ran."""
        ran: set[str] = set()
        for first in range(0, len(drawings), FRAMES):
            names = list(drawings)[first : first + FRAMES]
            files = {
                str(number): (drawings[name], content_type) for number, name in enumerate(names)
            }
            frames = "".join(f'<iframe src="{path}"></iframe>' for path in files)
            self.shelf.files = {**files, "": (PAGE % frames.encode(), "text/html")}
            self.hits.clear()
            self.page.goto(self.shelf.home, wait_until="load")
            shown = self.page.evaluate(TOUCH)
            assert shown == ["html" if "html" in content_type else "svg"] * len(names)
            ran |= {names[int(url.removeprefix(self.shelf.home))] for url in self.hits}
        return ran

    def on_their_own(self, drawings: dict[str, bytes]) -> set[str]:
        return self.show(drawings, "image/svg+xml")

    def in_a_page(self, drawings: dict[str, bytes]) -> set[str]:
        pages = {name: PAGE % svg for name, svg in drawings.items()}
        return self.show(pages, "text/html; charset=utf-8")


@pytest.fixture(scope="module")
def stage(browser: Browser) -> Iterator[Stage]:
    """Return one page for all drawings; `hit` is in every frame before its own script."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(20_000)
    with Shelf() as shelf:
        Thread(target=shelf.serve_forever, daemon=True).start()
        stage = Stage(page, shelf)
        page.expose_binding("hit", stage.hear)
        page.on("request", stage.follow)
        yield stage
        context.close()
        shelf.shutdown()


def test_as_they_are_they_run(stage: Stage) -> None:
    assert stage.on_their_own(RUNNING) == RUNNING.keys() - ONLY_IN_A_PAGE


def test_as_they_are_nearly_all_run_in_a_page(stage: Stage) -> None:
    assert stage.in_a_page(RUNNING) == RUNNING.keys() - ONLY_ON_THEIR_OWN


def test_sanitised_none_runs_or_asks_for_anything(stage: Stage) -> None:
    stage.requests.clear()
    clean = {name: sanitize(raw).svg for name, raw in CLEANED.items()}
    assert stage.on_their_own(clean) == set()
    assert stage.in_a_page({"all of them": b"".join(clean.values())}) == set()
    assert stage.requests == []
