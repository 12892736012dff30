"""A real browser on a real server.

Playwright's loop runs in the test's thread, where Django would refuse the
database; the tests use it only between calls of the browser.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
)
from pytest_django.live_server_helper import LiveServer

from artstudio.errors import NothingToCancel
from artstudio.models import Generation
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.queue import progress
from artstudio.services.tuning.cancel_retry import cancel_generation
from tests.browser.chromium import find_chromium, running_browser
from tests.queue_work import working

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Browser, server and worker share a machine that may be slow; what comes early is not waited for.
expect.set_options(timeout=20_000)


# Swagger UI sets styles on its elements; see artstudio/ops/docs_page.py.
LAX_BY_NEED = ("/api/docs",)


@dataclass
class Watch:
    """Everything the pages of a test said and asked for, and how strict they were."""

    home: str
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    lax: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Look at every window of a context from now on."""
        context.on("console", self.hear)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", self.follow)
        context.on("response", self.read)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def follow(self, request: Request) -> None:
        if not request.url.startswith((f"{self.home}/", "data:", "blob:")):
            self.elsewhere.append(request.url)

    def read(self, response: Response) -> None:
        is_page = response.headers.get("content-type", "").startswith("text/html")
        if not is_page or response.url.removeprefix(self.home).startswith(LAX_BY_NEED):
            return
        policy = response.headers.get("content-security-policy", "")
        allows = dict(part.split(maxsplit=1) for part in policy.split(";") if " " in part.strip())
        if (allows.get("script-src"), allows.get("style-src")) != ("'self'", "'self'"):
            self.lax.append(f"{response.url}: {policy}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the browser; without one the tests are skipped, but never in CI."""
    if not find_chromium() and "CI" not in os.environ:
        pytest.skip("needs chromium: set CHROMIUM or install it (apt-get install chromium)")
    with running_browser() as running:
        yield running


@pytest.fixture
def window() -> dict[str, object]:
    """Return the options of the browser's context; tests override what they need."""
    return {"viewport": {"width": 1280, "height": 800}}


@pytest.fixture
def watch(live_server: LiveServer) -> Watch:
    """Return what is heard of the page."""
    return Watch(home=live_server.url)


@pytest.fixture(autouse=True, scope="session")
def _nobody_listens_any_more(django_db_setup: None) -> Iterator[None]:
    """Wait at the end until nobody listens for news: the database is dropped after that."""
    yield
    deadline = time.monotonic() + 40
    while progress.listener.is_listening and time.monotonic() < deadline:
        time.sleep(0.1)


def nobody_waits_any_more() -> None:
    """End what is still to be drawn: who waits for it is told, and asks the database once more."""
    waiting = Generation.objects.filter(status__in=["PENDING", "RUNNING"])
    for generation in waiting:
        with suppress(NothingToCancel):
            cancel_generation(generation.generation_id)
    if waiting:
        time.sleep(0.2)


@pytest.fixture
def earlier(transactional_db: None) -> Generation:
    """Return a generation of before, with settings of every kind."""
    return generate_svg_variants(
        "Heron among reeds",
        2,
        "heron-7",
        {"width_mm": 101.6, "height_mm": 76.2, "threshold": 99, "invert": True, "rings": 3},
        ["vine", "medallion"],
        route="raster",
    )


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """Make what waits in the queue, as long as the test lasts."""
    with working():
        yield


@pytest.fixture
def page(
    browser: Browser,
    live_server: LiveServer,
    watch: Watch,
    window: dict[str, object],
    worker: None,
) -> Iterator[Page]:
    """Return a page of the studio that must not complain nor ask another host."""
    context = browser.new_context(base_url=live_server.url, **window)  # type: ignore[arg-type]  # options differ by test
    context.set_default_timeout(20_000)
    watch.over(context)
    page = context.new_page()
    yield page
    # Let requests in flight end, or the server meets the flush of the database.
    for opened in context.pages:
        opened.goto("about:blank")
    context.close()
    nobody_waits_any_more()
    assert watch.complaints == []
    assert watch.elsewhere == []
    assert watch.lax == []
