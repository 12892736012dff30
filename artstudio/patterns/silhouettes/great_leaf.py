"""A figure cut along its veins: a great leaf between two sprigs."""

from __future__ import annotations

from artstudio.geometry.contours import Contours, Segment
from artstudio.patterns.shapes import Point, Ring, closed, contours, leaf, mirrored_outline, polar
from artstudio.patterns.silhouettes.figure import Figure, both_sides
from artstudio.patterns.sprouts import laid
from artstudio.patterns.strokes import spine, stroke
from artstudio.patterns.trim import divided


def great_leaf(f: Figure) -> Contours:
    """A great leaf, its blade parted by the veins, between two sprigs."""
    r, g = f.radius, f.gap
    wide, top, low = r * (0.46 + 0.08 * f.shape), -r * 0.94, r * 0.62
    begin = (0.0, low)
    edge: tuple[Segment, Segment] = (
        ((wide * 0.75, low - r * 0.06), (wide, r * 0.3), (wide, r * 0.02)),
        ((wide, -r * 0.36), (wide * 0.36, -r * 0.66), (0.0, top)),
    )
    veins = 7 if r > 20 else 5
    heights = [low - (low - top) * (0.02 + 0.8 * i / veins) for i in range(veins + 1)]
    half: list[Ring] = []
    for i in range(veins):
        half += _between_veins(begin, edge, heights[i] - g / 2, heights[i + 1] + g / 2, g / 2)
    stalk = stroke(
        spine(lambda t: (0.0, low + g + t * (r * 0.94 - low - g)), 2),
        [r * 0.05, r * 0.06, r * 0.09],
    )
    tip = _tip(begin, edge, heights[-1] - g / 2)
    sprig: list[Ring] = []
    for i in range(6):
        t = 0.385 - 0.047 * i
        size = r * (0.235 - 0.016 * i)
        sprig.append(laid(leaf(size, size * 0.44, fullness=0.8), polar(r * 0.8, t), t - 0.2))
    return contours([*both_sides(half), *tip, stalk, *both_sides(sprig)])


_RISE = 0.62


def _meets(begin: Point, edge: tuple[Segment, Segment], height: float) -> tuple[int, float]:
    """Return the part of the leaf's edge, and where on it, that a rising vein meets."""
    lowest = edge[0][-1]
    part = 0 if lowest[1] + _RISE * lowest[0] < height else 1
    start = begin if part == 0 else edge[0][-1]
    a, b = 0.0, 1.0
    for _ in range(40):
        mid = (a + b) / 2
        x, y = divided(start, edge[part], mid)[0][-1]
        a, b = (mid, b) if y + _RISE * x > height else (a, mid)
    return part, (a + b) / 2


def _between_veins(
    begin: Point, edge: tuple[Segment, Segment], low: float, high: float, side: float
) -> list[Ring]:
    """Return the field of the right half between two veins that leave the rib at two heights."""
    (i, s), (j, t) = _meets(begin, edge, low), _meets(begin, edge, high)
    starts = (begin, edge[0][-1])
    if i == j:
        if t <= s:
            return []
        after = divided(starts[i], edge[i], s)
        along = [divided(after[0][-1], after[1], (t - s) / (1 - s))[0]]
        first = after[0][-1]
    else:
        after = divided(starts[0], edge[0], s)
        along = [after[1], divided(starts[1], edge[1], t)[0]]
        first = after[0][-1]
    rib_low, rib_high = (side, low - _RISE * side), (side, high - _RISE * side)
    return [closed(rib_low, [(first,), *along, (rib_high,)])]


def _tip(begin: Point, edge: tuple[Segment, Segment], height: float) -> list[Ring]:
    part, t = _meets(begin, edge, height)
    start = begin if part == 0 else edge[0][-1]
    before, after = divided(start, edge[part], t)
    rest = [after] if part else [after, edge[1]]
    return [mirrored_outline((0.0, height), [(before[-1],), *rest])]
