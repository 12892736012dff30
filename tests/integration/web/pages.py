"""Reading pages in tests."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any, Protocol


class Answer(Protocol):
    """What both Django and its test client call a response."""

    @property
    def content(self) -> bytes: ...


class Page(HTMLParser):
    """The elements of an answer, as (name, attributes), and its text."""

    def __init__(self, response: Answer) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(response.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "

    def all(self, tag_name: str, /, **wanted: str) -> list[dict[str, str]]:
        """Return the attributes of every element of this name that has `wanted`."""
        return [
            found
            for tag, found in self.elements
            if tag == tag_name and all(found.get(key) == value for key, value in wanted.items())
        ]

    def one(self, tag_name: str, /, **wanted: Any) -> dict[str, str]:
        """Return the attributes of the only such element."""
        (found,) = self.all(tag_name, **wanted)
        return found

    @property
    def words(self) -> str:
        """The text with single spaces."""
        return " ".join(self.text.split())

    @property
    def is_whole(self) -> bool:
        """Whether this is a page of its own and not a part of one."""
        return bool(self.all("html"))


def page_of(response: Answer) -> Page:
    """Return the parsed answer."""
    return Page(response)
