"""The watch over every browser test hears what it is there to hear."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Watch

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ELSEWHERE = "https://fonts.example/inter.css"


def test_a_page_that_asks_another_host_or_allows_too_much_is_caught(
    page: Page, watch: Watch
) -> None:
    words = f'<link rel="stylesheet" href="{ELSEWHERE}"><script>console.error("no")</script>'
    page.route("**/lax", lambda route: route.fulfill(body=words, content_type="text/html"))
    page.route(ELSEWHERE, lambda route: route.abort())
    page.goto("/lax")
    assert "no" in watch.complaints
    assert watch.elsewhere == [ELSEWHERE]
    assert watch.lax == [f"{watch.home}/lax: "]
    for heard in (watch.complaints, watch.elsewhere, watch.lax):
        heard.clear()
