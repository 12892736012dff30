"""Text as outlines of the fonts at hand, line by line as SVG places it.

No machine has the fonts of another; a font of the same kind stands in, and it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

import numpy as np

from artstudio.fonts import font_for_css, text_rings
from artstudio.geometry.contours import Contours, Strokes, contours_from_rings, joined
from artstudio.geometry.path_data import PathData
from artstudio.svg.canonical.deadline import spend
from artstudio.svg.canonical.numbers import length
from artstudio.svg.canonical.walk import Placed

_BLANKS = re.compile(r"\s+")
_MAX_CHARS = 5_000
# Units of work.
_EACH_CHAR = 400


@dataclass
class _Run:
    """Letters in one style, from one place on."""

    shape: Placed
    text: str
    x: float | None = None
    y: float | None = None
    dx: float = 0.0
    dy: float = 0.0


@dataclass
class _Chunk:
    """Runs that stand together, anchored as a whole."""

    x: float
    y: float
    anchor: str
    parts: list[tuple[Placed, Contours]] = field(default_factory=list)
    advance: float = 0.0


def text_outlines(shape: Placed) -> list[tuple[Placed, PathData]]:
    """Return the outlines of a text in its user units, run by run with the style of each."""
    chunks = list(_chunks(shape))
    shifts = {"middle": 0.5, "end": 1.0}
    outlines: list[tuple[Placed, PathData]] = []
    for chunk in chunks:
        shift = -chunk.advance * shifts.get(chunk.anchor, 0.0)
        outlines += [
            (run, _data(contours.moved(chunk.x + shift, chunk.y)))
            for run, contours in chunk.parts
            if len(contours)
        ]
    return outlines


def text_outline(shape: Placed) -> PathData:
    """Return all outlines of a text as one."""
    runs = [drawn.strokes.contours for _, drawn in text_outlines(shape)]
    return _data(joined(runs))


def has_same_font(shape: Placed) -> bool:
    """Return whether the font that a text asks for is one of those at hand."""
    return bool(font_for_css(shape.style.get("font-family", ""))[1])


def _data(contours: Contours) -> PathData:
    strokes = Strokes(contours, np.zeros(len(contours), dtype=bool))
    return PathData(strokes=strokes, dots=(), is_complete=True)


def _chunks(shape: Placed) -> Iterator[_Chunk]:
    x = y = 0.0
    chunk: _Chunk | None = None
    count = 0
    for run in _trimmed(list(_runs(shape))):
        count += len(run.text)
        spend(_EACH_CHAR * len(run.text))
        if count > _MAX_CHARS:
            return
        if chunk is None or run.x is not None or run.y is not None:
            if chunk is not None:
                yield chunk
            x = run.x if run.x is not None else x
            y = run.y if run.y is not None else y
            chunk = _Chunk(x, y, run.shape.style.get("text-anchor", "start"))
        chunk.advance += run.dx
        y += run.dy
        contours, advance = _letters(run)
        chunk.parts.append((run.shape, contours.moved(chunk.advance, y - chunk.y)))
        chunk.advance += advance
        x = chunk.x + chunk.advance
    if chunk is not None:
        yield chunk


def _letters(run: _Run) -> tuple[Contours, float]:
    """Return the outlines of a run from 0 on, and how far it advances."""
    style = run.shape.style
    font, _ = font_for_css(style.get("font-family", ""))
    spacing = length(style.get("letter-spacing", "0"), of=style.font.size, font=style.font)
    if not spacing:
        rings, advance = text_rings(run.text, font=font.name, size=style.font.size)
        return contours_from_rings(rings), advance
    parts, at = [], 0.0
    for letter in run.text:
        rings, advance = text_rings(letter, font=font.name, size=style.font.size)
        parts.append(contours_from_rings(rings).moved(at, 0))
        at += advance + spacing
    return joined(parts), at


def _runs(shape: Placed) -> Iterator[_Run]:
    """Yield the texts of an element and of those in it, in their order."""
    element = shape.element
    places = _Places(element, shape)
    first = list(_text_runs(shape, element.text or "", places))
    yield from first
    for child in element:
        if child.tag == "tspan":
            inside = replace(shape, element=child, style=shape.style.inside(child))
            yield from _runs(inside)
        yield from _text_runs(shape, child.tail or "", None)


class _Places:
    """The x, y, dx and dy that an element lists for its letters."""

    def __init__(self, element: Element, shape: Placed) -> None:
        font, of = shape.style.font, shape.viewport
        self._lists = {
            name: [
                length(word, of=of["y" in name], font=font)
                for word in (element.get(name) or "").replace(",", " ").split()
            ]
            for name in ("x", "y", "dx", "dy")
        }

    @property
    def longest(self) -> int:
        """How many letters have a place of their own."""
        return max(map(len, self._lists.values()))

    def at(self, i: int) -> dict[str, float]:
        """Return what is said for a letter."""
        return {name: given[i] for name, given in self._lists.items() if i < len(given)}


def _text_runs(shape: Placed, text: str, places: _Places | None) -> Iterator[_Run]:
    text = _BLANKS.sub(" ", text)
    if places is None or places.longest <= 1:
        if text or (places and places.longest):
            yield _Run(shape, text, **(places.at(0) if places else {}))
        return
    for i, letter in enumerate(text[: places.longest - 1]):
        yield _Run(shape, letter, **places.at(i))
    last = places.longest - 1
    yield _Run(shape, text[last:], **places.at(last))


def _trimmed(runs: list[_Run]) -> list[_Run]:
    """Return the runs without blanks at the beginning, at the end and beside other blanks."""
    was_blank = True
    for run in runs:
        if was_blank:
            run.text = run.text.lstrip(" ")
        if run.text:
            was_blank = run.text.endswith(" ")
    for run in reversed(runs):
        run.text = run.text.rstrip(" ")
        if run.text:
            break
    return runs
