"""In which order lines are cut: what is inside first, and with little travel between them."""

from __future__ import annotations

import numpy as np

from artstudio.geometry.arrays import Floats, Integers
from artstudio.geometry.contours import Contours, Strokes
from artstudio.geometry.point_in_rings import edges_of, paths_around
from artstudio.geometry.polygons import flattened
from artstudio.geometry.selection import in_order

# Above so many lines the nearest one is not looked for: they go in rows.
_MOST_LINES = 4_000
_ROW_MM = 10.0


def ring_depths(contours: Contours) -> Integers:
    """Return int64[rings]: how many other rings each lies in."""
    if not len(contours):
        return np.zeros(0, dtype=np.int64)
    rings = flattened(contours)
    count = np.arange(len(rings))
    point, _around = paths_around(rings.firsts(), edges_of(rings), count, own=count)
    return np.bincount(point, minlength=len(rings))


def in_cut_order(lines: Strokes) -> Strokes:
    """Return the same lines, deeper ones first, each time the nearest of those that may come.

    A contour comes after all that lie deeper than itself, so nothing is cut in a piece that
    has come loose already. The way starts at the sheet's upper left corner.
    """
    if len(lines) < 2:
        return lines
    depth = np.where(lines.open, 1 << 30, ring_depths(lines.contours))
    starts = lines.contours.points[lines.contours.offsets[1:] - 1, 2]
    order: list[int] = []
    here = np.zeros(2)
    for level in np.unique(depth)[::-1]:
        members = np.flatnonzero(depth == level)
        order += _nearest_first(members, starts, here)
        here = starts[order[-1]]
    chosen = np.array(order, dtype=np.int64)
    return Strokes(in_order(lines.contours, chosen), lines.open[chosen])


def _nearest_first(members: Integers, starts: Floats, here: Floats) -> list[int]:
    if len(members) > _MOST_LINES:
        at = starts[members]
        row = np.floor(at[:, 1] / _ROW_MM).astype(np.int64)
        # There and back, as one mows a lawn.
        order = np.lexsort((np.where(row % 2, -at[:, 0], at[:, 0]), row))
        return [int(member) for member in members[order]]
    left = np.ones(len(members), dtype=bool)
    at = starts[members]
    chosen: list[int] = []
    for _ in members:
        away = np.where(left, ((at - here) ** 2).sum(axis=1), np.inf)
        nearest = int(away.argmin())
        left[nearest] = False
        chosen.append(int(members[nearest]))
        here = at[nearest]
    return chosen
