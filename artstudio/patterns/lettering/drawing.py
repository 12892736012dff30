"""Letters set on a line, an arc or a circle, with their least distance kept."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from artstudio.geometry.boolean import unite
from artstudio.geometry.drawing import Drawing
from artstudio.geometry.polygons import flattened
from artstudio.patterns.areas import area_of
from artstudio.patterns.family import on_sheet, require
from artstudio.patterns.figure.drawing import extent
from artstudio.patterns.lettering.letters import Letter, letters_of
from artstudio.patterns.lettering.parameters import LetteringParameters
from artstudio.patterns.min_widths import fill_clefts, round_tips, widen_narrow
from artstudio.patterns.shapes import Point, Ring, annulus, box, contours, cosine, sine

_SLACK_MM = 0.002
_TIP_MM = 0.32
_MOST_STEPS = 60
_MIDDLE_SHARE = 1.45
_TRIPLE = 3
Place = Callable[[Point], Point]
#: For the middle of a letter, in mm along its line: how its points are put there.
PlaceAt = Callable[[float], Place]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Letters in their places. end: where the line of text ends, in mm along it."""

    rings: tuple[Ring, ...]
    start: float
    end: float


def draw(p: LetteringParameters) -> Drawing:
    """Draw the text in the middle of its sheet, inside its frame."""
    rings = list(text_of(p))
    if p.layout == "monogram" and p.least_mm > 0:
        rings = round_tips(rings, _TIP_MM)
    require(bool(rings), f"the font {p.font.replace('_', ' ')} has none of these letters.")
    low, high = bounds_of(rings)
    if p.layout in {"line", "arc"}:
        dx, dy = (low[0] + high[0]) / 2, (low[1] + high[1]) / 2
        rings = [[tuple((x - dx, y - dy) for x, y in s) for s in ring] for ring in rings]
        low, high = (low[0] - dx, low[1] - dy), (high[0] - dx, high[1] - dy)
    _check_room(p, low, high)
    parts = contours([*_frame(p), *rings])
    return on_sheet(p.width_mm, p.height_mm, [parts])


def _check_room(p: LetteringParameters, low: Point, high: Point) -> None:
    margin = p.frame_mm + p.space_mm if p.layout == "line" else 0.0
    wide, high_mm = p.width_mm / 2 - margin + _SLACK_MM, p.height_mm / 2 - margin + _SLACK_MM
    is_inside = max(-low[0], high[0]) <= wide and max(-low[1], high[1]) <= high_mm
    require(is_inside, "the text is larger than its sheet.")


def _frame(p: LetteringParameters) -> list[Ring]:
    if not p.frame_mm:
        return []
    if p.layout in {"ring", "monogram"}:
        inner = p.outer_mm / 2 - p.frame_mm
        return annulus(p.outer_mm / 2, inner)
    x, y, d = p.width_mm / 2, p.height_mm / 2, p.frame_mm
    return [box(-x, -y, x, y), box(d - x, d - y, x - d, y - d)]


@functools.lru_cache(maxsize=64)
def text_of(p: LetteringParameters) -> tuple[Ring, ...]:
    """Return the letters about the middle of their circle, or from the start of their line."""
    rings = _set(p)
    # Where letters run into each other there are new corners.
    joins = p.least_mm > 0 and any(letter.joins for letter in letters_of(p))
    return tuple(fill_clefts(widen_narrow(rings, p.least_mm), _TIP_MM)) if joins else rings


def _set(p: LetteringParameters) -> tuple[Ring, ...]:
    if p.layout == "monogram":
        return _monogram(p)
    if p.layout == "ring":
        return _round_ring(p)
    if p.layout == "arc":
        return _on_circle(p, p.outer_mm / 2).rings
    return set_letters(p, letters_of(p), in_line).rings


def set_letters(p: LetteringParameters, letters: Sequence[Letter], place_at: PlaceAt) -> Setting:
    """Return letters in their places, none nearer to the one before than gap_mm."""
    placed: list[Ring] = []
    push = 0.0
    before: shapely.Geometry | None = None
    joined_before = False
    end = 0.0
    for letter in letters:
        for _ in range(_MOST_STEPS):
            rings = _put(letter, letter.x + push, place_at)
            area = area_of(rings, tolerance_mm=0.02)
            apart = p.gap_mm if before is None else float(shapely.distance(before, area))
            if apart >= p.gap_mm - 1e-4 or (letter.joins and joined_before and apart == 0.0):
                break
            push += max(p.gap_mm - apart, 0.02)
        placed += rings
        before, joined_before = area, letter.joins
        end = letter.x + push + letter.advance
    start = letters[0].x if letters else 0.0
    return Setting(rings=tuple(unite(placed)), start=start, end=end)


def _put(letter: Letter, x: float, place_at: PlaceAt) -> list[Ring]:
    middle = letter.advance / 2
    place = place_at(x + middle)
    return [
        [tuple(place((px - middle, py)) for px, py in segment) for segment in ring]
        for ring in letter.rings
    ]


def in_line(x: float) -> Place:
    """Return the place of a letter in a straight line."""
    return lambda point: (point[0] + x, point[1])


def _on_circle(p: LetteringParameters, radius: float, start: float = 0.0) -> Setting:
    """Return the text on a circle about the origin, centred at the top; letters keep their shape.

    radius: of the baseline.
    """
    letters = letters_of(p)
    if not letters:
        return Setting(rings=(), start=0.0, end=0.0)
    girth = 2 * math.pi * radius

    def at(shift: float) -> Setting:
        def turned(x: float) -> Place:
            c, s = cosine((x - shift) / girth + start), sine((x - shift) / girth + start)
            return lambda at: (
                at[0] * c - (at[1] - radius) * s,
                at[0] * s + (at[1] - radius) * c,
            )

        return set_letters(p, letters, turned)

    first = at(0.0)
    middle = (first.start + first.end) / 2
    return replace(at(middle), start=first.start - middle, end=first.end - middle)


def baseline_radius(p: LetteringParameters) -> float:
    """Return the radius that letters in a ring stand on: the farthest ink touches the circle."""
    edge = p.outer_mm / 2 - (p.frame_mm + p.space_mm if p.frame_mm else 0.0)
    radius = edge - p.letter_mm
    for _ in range(4):
        if radius <= 0.1:
            break
        reach = reach_of(_on_circle(p, radius).rings)
        radius += edge - reach
    return radius


def inner_diameter(p: LetteringParameters) -> float:
    """Return the diameter of the circle that the letters of a ring leave free."""
    ink = [area_of([ring]) for ring in text_of(p)]
    return 2 * min((float(shapely.distance(a, shapely.Point(0, 0))) for a in ink), default=0.0)


def reach_of(rings: Sequence[Ring]) -> float:
    """Return how far the ink reaches from the origin."""
    points = flattened(contours(rings), tolerance_mm=0.001).points
    return float(np.hypot(*points.T).max()) if len(points) else 0.0


def _round_ring(p: LetteringParameters) -> tuple[Ring, ...]:
    radius = baseline_radius(p)
    require(radius > p.letter_mm * 0.4, "the letters are too high for their ring.")
    setting = _on_circle(p, radius)
    length = setting.end - setting.start + (p.gap_mm if p.repeats == 1 else p.letter_mm * 0.2)
    require(length * p.repeats <= 2 * math.pi * radius, "the text is too long for its ring.")
    rings: list[Ring] = []
    for i in range(p.repeats):
        rings += _on_circle(p, radius, i / p.repeats).rings if i else setting.rings
    return tuple(rings)


def _monogram(p: LetteringParameters) -> tuple[Ring, ...]:
    """Return letters side by side about the middle; of three the middle one is larger."""
    letters = list(letters_of(p))
    if len(letters) == _TRIPLE:
        large = letters_of(replace(p, letter_mm=p.letter_mm * _MIDDLE_SHARE))[1]
        drop = p.letter_mm * (_MIDDLE_SHARE - 1) / 2
        lowered: list[Ring] = [
            [tuple((x, y + drop) for x, y in s) for s in ring] for ring in large.rings
        ]
        wider = large.advance - letters[1].advance
        letters[1] = replace(large, rings=tuple(lowered), x=letters[1].x)
        letters[2] = replace(letters[2], x=letters[2].x + wider)
    rings = list(set_letters(p, letters, in_line).rings)
    low, high = bounds_of(rings)
    dx, dy = (low[0] + high[0]) / 2, (low[1] + high[1]) / 2
    rings = [[tuple((x - dx, y - dy) for x, y in s) for s in ring] for ring in rings]
    edge = p.outer_mm / 2 - (p.frame_mm + p.space_mm if p.frame_mm else 0.0)
    require(reach_of(rings) <= edge + _SLACK_MM, "the letters are too high for their circle.")
    return tuple(rings)


def bounds_of(rings: Sequence[Ring]) -> tuple[Point, Point]:
    """Return the lowest and highest x and y of the ink."""
    low, high = extent(contours(rings))
    return (float(low[0]), float(low[1])), (float(high[0]), float(high[1]))
