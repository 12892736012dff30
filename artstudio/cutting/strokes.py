"""What of strokes a maker would want to repair: ends that all but meet, and lines drawn twice.

That a stroke is open is no fault, and strokes that cross each other are usual in
an engraving.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from artstudio.cutting.widths import Widths
from artstudio.geometry.arrays import Floats, Integers
from artstudio.geometry.contours import LINE, Strokes, joined
from artstudio.geometry.drawing import StrokeLayer
from artstudio.geometry.grid import dequantize

# Ends nearer than this look joined, unless the stroke is hardly longer itself.
NEARLY_CLOSED_MM = 0.5
_TIMES_LONGER = 5


@dataclass(frozen=True, kw_only=True)
class StrokeFaults:
    """What was found in the strokes of a drawing.

    open: how many do not end where they start. largest_opening_mm: the largest distance
    between the ends of one. nearly_closed: those that were probably meant to be closed,
    and the places between their ends. repeats: float64[n, 2], mm, where strokes start
    that repeat another of their colour. repeated: which of the strokes these are.
    """

    open: int = 0
    largest_opening_mm: float = 0.0
    nearly_closed: Widths = field(default_factory=Widths)
    repeats: Floats = field(default_factory=lambda: np.zeros((0, 2)))
    repeated: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


def stroke_faults(layers: Sequence[StrokeLayer]) -> StrokeFaults:
    """Return what was found in `layers`; takes time in proportion to their nodes."""
    shown = [layer for layer in layers if not layer.is_empty]
    if not shown:
        return StrokeFaults()
    strokes = Strokes(
        dequantize(joined([layer.on_grid.contours for layer in shown])),
        np.concatenate([layer.on_grid.open for layer in shown]),
    )
    last = strokes.contours.offsets[1:][strokes.open] - 1
    starts, ends = strokes.contours.points[last, 2], strokes.contours.starts()[last]
    gaps, places = np.hypot(*(ends - starts).T), (starts + ends) / 2
    near = (gaps < NEARLY_CLOSED_MM) & (_lengths(strokes)[strokes.open] > _TIMES_LONGER * gaps)
    order = np.flatnonzero(near)[np.argsort(gaps[near], kind="stable")]
    repeated = _repeats(strokes, [n.stroke for n in shown for _ in range(len(n.on_grid))])
    return StrokeFaults(
        open=len(gaps),
        largest_opening_mm=float(gaps.max(initial=0)),
        nearly_closed=Widths(gaps[order], places[order], np.zeros(len(order))),
        repeats=strokes.contours.starts()[strokes.contours.offsets[:-1][repeated]],
        repeated=repeated,
    )


def _lengths(strokes: Strokes) -> Floats:
    """Return about how long each stroke is: a curve as long as the way along its controls."""
    steps = np.diff(_ways(strokes), axis=1)
    lengths = np.hypot(steps[..., 0], steps[..., 1]).sum(axis=1) * strokes.drawn
    summed: Floats = np.add.reduceat(lengths, strokes.contours.offsets[:-1])
    return summed


def _repeats(strokes: Strokes, colours: Sequence[str]) -> Integers:
    """Return which strokes repeat an earlier one to the point, from either end."""
    ways, drawn = _ways(strokes), strokes.drawn
    seen: set[tuple[str, bytes]] = set()
    again: list[int] = []
    bounds = pairwise(strokes.contours.offsets.tolist())
    for number, ((at, end), colour) in enumerate(zip(bounds, colours, strict=True)):
        way = ways[at:end][drawn[at:end]].reshape(-1, 2)
        known = colour, min(way.tobytes(), way[::-1].tobytes())
        again += [number] if known in seen else []
        seen.add(known)
    return np.array(again, dtype=np.int64)


def _ways(strokes: Strokes) -> Floats:
    """Return float64[n, 4, 2]: start, controls and end of each segment, alike from both sides."""
    contours = strokes.contours
    ways = np.concatenate([contours.starts()[:, None], contours.points], axis=1)
    line = contours.kinds == LINE
    ways[line, 1] = ways[line, 0]
    # Minus zero has other bytes than zero.
    return ways + 0.0
