"""Reading lists of records in tests."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from tests.integration.web.pages import Page

BOTH = pytest.mark.parametrize("kind", ["client", "htmx"])


def rows_of(page: Page) -> list[str]:
    """Return where each record of a list leads."""
    return [link["href"] for link in page.all("a") if re.match(r"/(runs|sessions)/", link["href"])]


def more(page: Page) -> str:
    links = page.all("a", **{"hx-target": "#more"})
    return links[0]["href"] if links else ""


def send_advice(client: Client, page: Page, path: str) -> int:
    """Send what the page advises to send; return the status."""
    advice = re.search(r"curl -X POST http://testserver(\S+) .*? -d '(.+?)'", page.words)
    assert advice
    assert advice[1] == path
    assert json.loads(advice[2])
    return client.post(path, advice[2], content_type="application/json").status_code
