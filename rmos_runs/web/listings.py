"""JSON and text as a page shows them: for reading, and cut where nobody reads on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

SHOWN_CHARACTERS = 8_000


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A text under a title; `length` is that of the whole text in characters."""

    title: str
    text: str
    length: int

    @property
    def is_cut(self) -> bool:
        """Whether there is more than is shown."""
        return self.length > len(self.text)


def text_listing(title: str, text: str) -> Listing:
    """Return the beginning of a text."""
    return Listing(title=title, text=text[:SHOWN_CHARACTERS], length=len(text))


def json_listing(title: str, value: Any) -> Listing:
    """Return a JSON value indented; nothing for one that is empty."""
    if value is None or value in ({}, []):
        return text_listing(title, "")
    return text_listing(title, json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False))
