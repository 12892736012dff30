"""The leaves of a vine: in turn along a stem, or one by one where there is room."""

from __future__ import annotations

import math
from collections.abc import Iterator

from artstudio.patterns.layers import placed
from artstudio.patterns.shapes import Point, Ring, cosine, sine, unit
from artstudio.patterns.sprouts import Foliage, berry, leaf_at
from artstudio.patterns.trim import divided
from artstudio.patterns.vine.parameters import Stem, VineParameters

# A leaf too close to the stem turns off it, by so many turns, before it gets shorter.
TURNS = (0.0, 0.015, 0.03, 0.045, 0.06, 0.075, 0.09)
SHARES = (1.0, 0.85, 0.7, 0.55)


def fitting_leaf(
    p: VineParameters, foot: Point, turns: float, length: float, room: tuple[float, float]
) -> list[Ring]:
    """Return a leaf as long as wished, or as its room (half sizes about the origin) allows."""
    dx, dy = sine(turns), -cosine(turns)
    fitting = length
    broad = {"heart": 0.42, "pointed": 0.26, "slim": 0.16}[p.leaf]
    for at, step, across, half in ((foot[0], dx, dy, room[0]), (foot[1], dy, dx, room[1])):
        free = half - p.gap_mm - (at if step > 0 else -at)
        fitting = min(fitting, free / max(abs(step) + broad * 0.6 * abs(across), 0.05))
    if fitting < 0.4 * length:
        return []
    like = Foliage(kind=p.leaf, gap=p.gap_mm, stalked=p.clear_mm > 0)
    return leaf_at(foot, turns, fitting, like)


def leaves_along(p: VineParameters, stem: Stem) -> list[Ring]:
    """Return leaves on both sides in turn along the stem, and berries in the hollows."""
    rings: list[Ring] = []
    each = 2 if p.leaf == "heart" else 3
    for i in range(each * stem.bends):
        rings += _leaf_on(p, stem, (i + 0.7) / each, -1.0 if i % 2 else 1.0)
    if p.fruit == "berry" and p.leaf != "heart" and stem.pitch > 1.15 * stem.high:
        for k in range(stem.bends):
            x, side = stem.start + (k + 0.86) * stem.pitch, 1 if k % 2 else -1
            rings += berry((x, side * stem.high * 0.36), stem.high * 0.05)
    return rings


def _leaf_on(p: VineParameters, stem: Stem, along: float, side: float) -> list[Ring]:
    """Return the leaf that grows `along` bends from the start, on one side of the stem."""
    reach, away = p.swing * stem.high, p.stem_mm / 2 + p.gap_mm + stem.high * 0.02
    x = stem.start + along * stem.pitch
    y = -reach * sine(along / 2)
    slope = -math.pi * reach / stem.pitch * cosine(along / 2)
    ux, uy = unit(1.0, slope)
    lean = p.lean + (0.06 if p.leaf == "heart" else 0.0)
    heading = round(math.atan2(ux, -uy) / 2 / math.pi, 9) - side * lean
    middle = p.field[0] / (4 if p.mirror else 2)
    foot = (x + side * uy * away - middle, y - side * ux * away)
    room = (math.inf if p.outer_mm else middle, stem.high / 2)
    wish = min(stem.high, 0.85 * stem.pitch) * p.length * (0.9 if p.leaf == "heart" else 1.0)
    tries = (
        placed(fitting_leaf(p, foot, heading - side * turn, wish * share, room), middle)
        for share in SHARES
        for turn in TURNS
    )
    first = next(tries)
    if not first or not p.clear_mm or _clear(p, stem, first[0]):
        return first
    return next((leaf for leaf in tries if leaf and _clear(p, stem, leaf[0])), [])


def _clear(p: VineParameters, stem: Stem, outline: Ring) -> bool:
    """Tell whether a leaf keeps clear of the stem, as far as its height above it tells.

    That height times the cosine of the stem's slope is the distance, nearly: the
    stem bends little within a millimetre. A ring stretches the stem outside its
    middle radius and gathers it inside.
    """
    length, _, low = p.field
    reach = p.swing * stem.high
    for x, y in _sampled(outline):
        turns = (x - stem.start) / stem.pitch / 2
        wider = (low + stem.high / 2 + y) * 2 * math.pi / length if p.outer_mm else 1.0
        slope = math.pi * reach / stem.pitch * cosine(turns) / wider
        apart = abs(y + reach * sine(turns)) / math.sqrt(1 + slope * slope) - p.stem_mm / 2
        if round(apart, 6) < p.clear_mm:
            return False
    return True


def _sampled(outline: Ring) -> Iterator[Point]:
    """Yield points of a ring: the ends of its segments and three more on each curve."""
    begin = outline[-1][-1]
    for segment in outline:
        if len(segment) == 3:
            for t in (0.25, 0.5, 0.75):
                yield divided(begin, segment, t)[0][-1]
        begin = segment[-1]
        yield begin
