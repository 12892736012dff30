"""Letters at their size, one by one: thicken, bridged, and measured."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from artstudio.fonts import FONTS, shape_text
from artstudio.fonts.outlines import cap_height
from artstudio.geometry.boolean import subtract
from artstudio.patterns.areas import area_of
from artstudio.patterns.lettering.parameters import LetteringParameters
from artstudio.patterns.min_widths import thicken, widen_narrow
from artstudio.patterns.shapes import Point, Ring, box

_ARABIC = ("\u0600", "\u08ff")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One glyph about its own origin on the baseline, in mm; x is its place in a plain line."""

    rings: tuple[Ring, ...]
    x: float
    advance: float
    joins: bool


@functools.lru_cache(maxsize=64)
def letters_of(p: LetteringParameters) -> tuple[Letter, ...]:
    """Return the glyphs of a text from left to right, without spaces, with their places."""
    font = FONTS[p.font]
    size = (p.letter_mm - p.thicken_mm) / cap_height(font)
    found = []
    for i, glyph in enumerate(shape_text(p.text, font=font, size=size).glyphs):
        joins = font.joins or any(_ARABIC[0] <= char <= _ARABIC[1] for char in glyph.text)
        rings = _drawn(p, glyph.rings)
        if rings:
            x = glyph.x + i * p.spacing_mm * (not joins)
            lifted = _moved(rings, 0.0, glyph.y - p.thicken_mm / 2)
            found.append(Letter(rings=tuple(lifted), x=x, advance=glyph.advance, joins=joins))
    return tuple(found)


def _moved(rings: Sequence[Ring], dx: float, dy: float) -> list[Ring]:
    return [[tuple((x + dx, y + dy) for x, y in segment) for segment in r] for r in rings]


def _drawn(p: LetteringParameters, rings: Sequence[Ring]) -> list[Ring]:
    drawn = list(rings)
    if p.thicken_mm and drawn:
        drawn = thicken(drawn, p.thicken_mm / 2)
    if p.bridge_mm:
        drawn = _bridged(drawn, p.bridge_mm)
    return widen_narrow(drawn, p.least_mm) if p.least_mm and drawn else drawn


def _bridged(rings: list[Ring], width: float) -> list[Ring]:
    """Cut a bridge upward and one downward from each counter, so that it does not fall out."""
    shape = area_of(rings)
    bars = []
    for part in shapely.get_parts(shape):
        for hole in part.interiors:
            left, low, right, high = hole.bounds
            middle = (left + right) / 2
            ends = _ink_beyond(shape, middle, (low, high))
            bars.append(box(middle - width / 2, ends[0], middle + width / 2, ends[1]))
    return subtract(rings, bars) if bars else rings


def _ink_beyond(shape: shapely.Geometry, x: float, hole: tuple[float, float]) -> Point:
    """Return where the ink above and below a hole ends on an upright line."""
    _, low, _, high = shapely.bounds(shape)
    low, high = float(low) - 1, float(high) + 1
    ink = shapely.intersection(shape, shapely.LineString([(x, low), (x, high)]))
    spans = [part.bounds for part in shapely.get_parts(ink)]
    reach = 0.02 * (high - low)
    above = min((s[1] for s in spans if abs(s[3] - hole[0]) < reach), default=hole[0])
    below = max((s[3] for s in spans if abs(s[1] - hole[1]) < reach), default=hole[1])
    return above - reach / 4, below + reach / 4
