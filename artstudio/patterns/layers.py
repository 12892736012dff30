"""Layers of a mandala: one cell each, drawn in a strip and bent into a ring later.

As in `bands`, x runs along the ring from 0 to `pitch` and y outward from 0 to
`height`. Outlines have the true width `line`; pieces keep `gap` clear.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass

from artstudio.geometry.contours import Segment
from artstudio.patterns.shapes import Point, Ring, circle, mirrored_outline, polygon
from artstudio.patterns.trim import divided

# A tip that narrows by less than 24 degrees ends in a needle: half its width over its length.
_SLIMMEST = 0.2126
Half = tuple[Point, list[Segment]]
"""The right half of a figure that is symmetric about x = 0: its start and its segments."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """The room of one cell, in mm. fine: tips as fine as the first engine drew them.

    squeeze: how wide the foot of the cell is once it is bent, as a share of its middle.
    """

    pitch: float
    height: float
    line: float
    gap: float
    fine: bool = False
    squeeze: float = 1.0

    def tip(self, aside: float, back: float, y: float) -> float:
        """Return how far before a tip at y its last handle lies, so that it is no needle.

        aside: how far from the axis that handle is; back: how far before the tip it may be.
        """
        width = aside * (self.squeeze + (1 - self.squeeze) * min(1.0, 2 * y / self.height))
        return back if self.fine else min(back, width / _SLIMMEST)


def placed(rings: list[Ring], x: float) -> list[Ring]:
    """Return rings shifted along the strip."""
    return [[tuple((px + x, py) for px, py in segment) for segment in ring] for ring in rings]


def _petal(cell: Cell, half: float, low: float, high: float, point: float) -> Half:
    """Return half a petal from (0, low) to its tip; `point` from 0 (round) to 1 (ogee)."""
    rise = high - low
    belly = (half, low + rise * 0.42)
    foot: Segment = ((half * 0.55, low), (half, low + rise * 0.14), belly)
    aside, back = half * (0.62 - 0.5 * point), rise * (0.04 + 0.16 * point)
    last = low + rise * (0.96 - 0.16 * point) if cell.fine else high - cell.tip(aside, back, high)
    tip: Segment = ((half, low + rise * 0.66), (aside, last), (0.0, high))
    return (0.0, low), [foot, tip]


def _outlined(cell: Cell, half: float, low: float, high: float, point: float) -> list[Ring]:
    """Return a petal with its inside cut out, `line` wide at the sides and heavier at the tip."""
    line = cell.line
    rings = [mirrored_outline(*_petal(cell, half, low, high, point))]
    if half > 1.6 * line and high - low > 5 * line:
        inside = _petal(cell, half - line, low + line, high - line * (1.6 + point), point)
        rings.append(mirrored_outline(*inside))
    return rings


def _behind(front: Half, pitch: float, gap: float) -> Ring | None:
    """Return what shows of a petal behind and between two front petals, centred on x = 0.

    Front edge X(y) and back edge pitch/2 - X(y) meet where X = (pitch/2 - gap) / 2;
    below that the piece follows the front petals at the distance `gap`.
    """
    begin, curve = front[1][0][-1], front[1][1]
    high = (pitch / 2 - gap) / 2
    root, meet = _reach(begin, curve, pitch / 2 - gap), _reach(begin, curve, high)
    if meet - root < 0.05:
        return None
    valley = divided(begin, curve, root)
    lower = divided(valley[0][-1], valley[1], (meet - root) / (1 - root))[0]
    upper = divided(begin, curve, meet)[1]
    start = (0.0, valley[0][-1][1])
    side: Segment = tuple((pitch / 2 - x - gap, y) for x, y in lower)
    return mirrored_outline(start, [side, upper])


def _reach(begin: Point, curve: Segment, x: float) -> float:
    """Return the parameter at which a curve that falls towards x = 0 has come down to x."""
    low, high = 0.0, 1.0
    for _ in range(40):
        mid = (low + high) / 2
        low, high = (mid, high) if divided(begin, curve, mid)[0][-1][0] > x else (low, mid)
    return high


def lotus(cell: Cell, point: float) -> list[Ring]:
    """Outlined petals, a drop in each, and dark tips of a second row behind."""
    half = (cell.pitch - cell.gap) / 2
    front = _petal(cell, half, 0.0, cell.height, point)
    rings = _outlined(cell, half, 0.0, cell.height, point)
    inner = half - cell.line - 1.6 * cell.gap
    if inner > cell.gap and len(rings) == 2:
        low, high = cell.line + 1.6 * cell.gap, cell.height * 0.74 - cell.line
        if high - low > inner:
            rings.append(mirrored_outline(*_petal(cell, inner * 0.78, low, high, point)))
    behind = _behind(front, cell.pitch, cell.gap)
    if behind:
        rings += placed([behind], cell.pitch / 2)
    return rings


def flames(cell: Cell, point: float) -> list[Ring]:
    """Solid petals with a slit, and pearls between their tips."""
    half = (cell.pitch - cell.gap) / 2
    rings = [mirrored_outline(*_petal(cell, half, 0.0, cell.height, point))]
    slit = half * 0.4
    if slit > cell.gap * 0.6:
        low, high = cell.height * 0.16, cell.height * 0.72
        rings.append(mirrored_outline(*_petal(cell, slit, low, high, point)))
    return rings + _between(cell, cell.height * 0.86, rings[0])


def scallops(cell: Cell, point: float) -> list[Ring]:
    """Round arches within arches, a pearl under each and one between."""
    half = (cell.pitch - cell.gap) / 2
    top, rings = cell.height * (0.9 + 0.1 * point), []
    for _ in range(2):
        if half < 2 * cell.line or top < 3 * cell.line:
            break
        rings.append(_arch(half, top, cell.line))
        half, top = half - cell.line - cell.gap, top - cell.line - cell.gap * 1.2
    bead = min(half * 0.6, top * 0.3)
    if bead > cell.gap * 0.5:
        rings.append(circle(bead, (0.0, top * 0.45)))
    return rings + (_between(cell, cell.height * 0.9, rings[0]) if rings else [])


def _arch(half: float, top: float, line: float) -> Ring:
    """Return an arch that stands on two feet, `line` wide all the way."""

    def side(h: float, t: float) -> tuple[Point, Segment]:
        shoulder = max(top - half * 1.1, top * 0.35)
        return (h, shoulder), ((h * 0.56, t), (h, shoulder + (t - shoulder) * 0.58), (h, shoulder))

    inner_shoulder, inner = side(half - line, top - line)
    rising: Segment = (inner[1], inner[0], (0.0, top - line))
    return mirrored_outline(
        (0.0, top),
        [side(half, top)[1], ((half, 0.0),), ((half - line, 0.0),), (inner_shoulder,), rising],
    )


def spears(cell: Cell, point: float) -> list[Ring]:
    """Slim leaves like rays, short and long in turn."""
    half = (cell.pitch - 2 * cell.gap) / 4
    rings = [_blade(half * 1.25, 0.0, cell.height, point, fine=cell.fine)]
    rings += placed(
        [_blade(half * 0.75, cell.height * 0.1, cell.height * 0.74, point, fine=cell.fine)],
        cell.pitch / 2,
    )
    return rings


def _blade(half: float, low: float, high: float, point: float, *, fine: bool) -> Ring:
    root, rise, tip = (0.45, 0.35, 0.3) if fine else (0.95, 0.2, 0.9)
    middle = low + (high - low) * (0.45 + 0.1 * point)
    side: list[Segment] = [
        (
            (half * root, low + (middle - low) * rise),
            (half, middle * 0.75 + low * 0.25),
            (half, middle),
        ),
        (
            (half, middle + (high - middle) * 0.4),
            (half * tip, high * 0.85 + low * 0.15),
            (0.0, high),
        ),
    ]
    return mirrored_outline((0.0, low), side)


def drops(cell: Cell, point: float) -> list[Ring]:
    """Drops that hang from the rim between drops that rise from the hub."""
    half = (cell.pitch / 2 - cell.gap) * 0.52
    top, tip = cell.height, 0.2 if cell.fine else 0.95
    first = top * 0.66 if cell.fine else top - cell.tip(half * tip, top * 0.34, 0.0)
    rising = mirrored_outline(
        (0.0, top),
        [
            ((half * tip, first), (half, top * (0.5 + 0.05 * point)), (half, half)),
            ((half, half * 0.45), (half * 0.55, 0.0), (0.0, 0.0)),
        ],
    )
    hanging: Ring = [tuple((x, top - y) for x, y in segment) for segment in rising]
    return [rising, *placed([hanging], cell.pitch / 2)]


def rounds(cell: Cell, point: float) -> list[Ring]:
    """Rings with a pearl inside, and small lozenges between."""
    radius = min(cell.height, cell.pitch - cell.gap - cell.line) / 2
    centre = (0.0, cell.height / 2)
    rings = [circle(radius, centre)]
    if radius > 2 * cell.line:
        rings.append(circle(radius - cell.line, centre))
    if radius > 2 * cell.line + 2 * cell.gap:
        rings.append(circle((radius - cell.line) * (0.45 + 0.1 * point), centre))
    above = _between(cell, cell.height * 0.84, rings[0])
    return rings + above + _between(cell, cell.height * 0.16, rings[0])


def _between(cell: Cell, y: float, figure: Ring) -> list[Ring]:
    """Return a small pearl halfway to the next figure, as large as that leaves room."""
    at = cell.pitch / 2
    begin, nearest = figure[-1][-1], cell.pitch
    for segment in figure:
        for k in range(1, 9):
            x, py = divided(begin, segment, k / 8)[0][-1] if len(segment) == 3 else segment[0]
            nearest = min(nearest, math.sqrt((x - at) ** 2 + (py - y) ** 2))
        begin = segment[-1]
    radius = min(cell.pitch * 0.09, cell.height * 0.1, nearest - cell.gap)
    return placed([circle(radius, (0.0, y))], at) if radius > 0.25 else []


def zigzag(cell: Cell, point: float) -> list[Ring]:
    """Triangles with a triangle cut out, base on the hub side, and dark ones between."""
    half, top = (cell.pitch - cell.gap) / 2, cell.height * (0.94 + 0.06 * point)
    slope = (half * half + top * top) ** 0.5
    rings = [polygon([(-half, 0.0), (half, 0.0), (0.0, top)])]
    low, high = cell.line, top - cell.line * slope / half
    if high - low > 2 * cell.gap:
        inner = half * (high - low) / top
        rings.append(polygon([(-inner, low), (inner, low), (0.0, high)]))
    reach = cell.height - cell.gap * slope / half * 0.9
    width = half * reach / cell.height
    if reach > 2 * cell.gap and width > cell.gap:
        base = cell.height - reach
        rings += placed(
            [polygon([(-width, cell.height), (0.0, base), (width, cell.height)])], cell.pitch / 2
        )
    return rings


LAYERS: dict[str, Callable[[Cell, float], list[Ring]]] = {
    "lotus": lotus,
    "flames": flames,
    "scallops": scallops,
    "spears": spears,
    "drops": drops,
    "rounds": rounds,
    "zigzag": zigzag,
}
ASPECTS = {
    "lotus": 0.72, "flames": 0.6, "scallops": 0.85, "spears": 0.6, "drops": 0.62,
    "rounds": 1.05, "zigzag": 0.9,
}  # fmt: skip
"""Pitch over height that each layer likes best."""


@functools.cache
def nodes_of(layer: str) -> int:
    """Return the nodes of one cell that is large enough to show all it has."""
    cell = Cell(pitch=20 * ASPECTS[layer], height=20.0, line=0.5, gap=0.4)
    return sum(map(len, LAYERS[layer](cell, 0.5)))
