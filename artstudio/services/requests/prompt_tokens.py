"""A prompt as it was read, in parts that can be shown, edited and taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from artstudio.patterns.reading import Item, Reading

#: What a page calls a size, by the constraint it becomes.
SIZE_LABELS = {
    "outer_diameter_mm": "outer",
    "inner_diameter_mm": "hole",
    "width_mm": "wide",
    "height_mm": "high",
}
_LABELS = {"lettering": "letters", "subject": "shows"}


@dataclass(frozen=True, kw_only=True)
class Token:
    """A part of the request.

    start, end: where it stands in the prompt, in characters; of what a field says they are
    0, and `field` names it. number: a size in mm that can be edited in the words.
    """

    text: str
    label: str = ""
    start: int = 0
    end: int = 0
    number: str = ""
    field: str = ""
    is_unknown: bool = False


def tokens_of(prompt: str, reading: Reading) -> list[Token]:
    """Return the parts of a prompt: what was not understood, then the rest in its order."""
    places = {
        str(item.value.get("motif")): str(item.value.get("at"))
        for item in reading.items
        if item.meaning == "place" and isinstance(item.value, dict)
    }
    known = [token for item in reading.items for token in _tokens_of_item(item, places)]
    return [*_unknown(prompt, reading.not_understood), *known]


def _unknown(prompt: str, words: tuple[str, ...]) -> Iterator[Token]:
    for word in words:
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", prompt, re.IGNORECASE)
        if found:
            start, end = found.span()
            yield Token(text=word, label="not understood", start=start, end=end, is_unknown=True)


def _tokens_of_item(item: Item, places: dict[str, str]) -> Iterator[Token]:
    if item.meaning == "place":
        return
    if item.meaning == "size" and isinstance(item.value, dict):
        for name, mm in item.value.items():
            yield _size(item, name, mm)
        return
    label = _LABELS.get(item.meaning, "")
    if item.meaning == "motif":
        label = places.get(str(item.value), "")
    yield Token(text=item.text, label=label, start=item.start, end=item.end)


def _size(item: Item, name: str, mm: object) -> Token:
    label = SIZE_LABELS.get(name)
    if label is None or not isinstance(mm, int | float):
        return Token(text=item.text, start=item.start, end=item.end)
    number = f"{mm:.7g}"
    return Token(text=item.text, label=label, start=item.start, end=item.end, number=number)
