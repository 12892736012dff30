"""Reading lists of records in tests."""

from __future__ import annotations

import re

import pytest

from tests.integration.web.pages import Page

BOTH = pytest.mark.parametrize("kind", ["client", "htmx"])


def rows_of(page: Page) -> list[str]:
    """Return where each record of a list leads."""
    return [link["href"] for link in page.all("a") if re.match(r"/(runs|sessions)/", link["href"])]


def more(page: Page) -> str:
    links = page.all("a", **{"hx-target": "#more"})
    return links[0]["href"] if links else ""
