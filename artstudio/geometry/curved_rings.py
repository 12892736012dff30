"""Rings of many short chords back to few lines and cubic curves.

Offsets and unions are computed on chords. What comes out is read again: edges that no
curve has stay lines, corners stay corners, and runs of short chords become cubic curves.
"""

from __future__ import annotations

import numpy as np
import shapely

from artstudio.geometry.arrays import Flags, Floats, Geometries, Integers
from artstudio.geometry.contours import LINE, Contours, contours_from_rings
from artstudio.geometry.fit_curves import fitted
from artstudio.geometry.polygons import FlatRings

#: How far a curve may be from the points it stands for, mm.
FIT_MM = 0.002
# Points closer to the line between their neighbours say nothing.
_COLLINEAR_MM = 0.0002
_ROUNDS = 4
_CORNER = np.radians(20)
# A corner's turn times its shorter edge / 8 is the sagitta that no flattening leaves.
_SAGITTA_MM = 0.006
# Half a circle's control is two thirds of its chord away.
_LONGEST_ARM = 0.8
# A cubic is good for a quarter turn; more is broken before it is tried.
_MOST_TURN = np.radians(100)


def rings_of(polygons: Geometries) -> FlatRings:
    """Return the rings of polygons, outlines counter-clockwise (y up) and holes clockwise."""
    upright = np.atleast_1d(shapely.orient_polygons(polygons, exterior_cw=False))
    rings = shapely.get_rings(upright)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    is_last = np.concatenate([ring[1:] != ring[:-1], [True]]) if len(ring) else ring == 0
    sizes = np.bincount(ring, minlength=len(rings)) - 1
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return _without_collinear(FlatRings(points[~is_last], offsets))


def _without_collinear(rings: FlatRings) -> FlatRings:
    """Leave out points on the line between their neighbours, never two neighbours at once."""
    if not len(rings):
        return rings
    for _round in range(_ROUNDS):
        before, after = rings.points[rings.previous()], rings.points[rings.following()]
        along, off = after - before, rings.points - before
        length = np.maximum(np.hypot(*along.T), 1e-9)
        away = np.abs(along[:, 0] * off[:, 1] - along[:, 1] * off[:, 0]) / length
        ahead = (along * off).sum(axis=1)
        is_between = (ahead >= 0) & (ahead <= length**2)
        index = np.arange(len(away)) - rings.offsets[rings.ring_of_points()]
        drop = (away < _COLLINEAR_MM) & is_between & (index % 2 == 1)
        drop &= index < rings.sizes[rings.ring_of_points()] - 1
        if not drop.any():
            break
        counts = np.add.reduceat(drop, rings.offsets[:-1])
        sizes = rings.sizes - np.where(rings.sizes - counts < 3, 0, counts)
        drop &= (sizes < rings.sizes)[rings.ring_of_points()]
        rings = FlatRings(rings.points[~drop], np.concatenate([[0], np.cumsum(sizes)]))
    return rings


def curved(rings: FlatRings, *, tolerance_mm: float = FIT_MM) -> Contours:
    """Return `rings` as lines and cubic curves that stay within `tolerance_mm` of the points.

    Each ring begins at its first corner or line, or else at its rightmost point, so that
    the same ring gives the same curves.
    """
    if not len(rings):
        return contours_from_rings([])
    is_line, is_break = _breaks(rings)
    rings, is_break = _with_middles(rings, is_line, is_break)
    rings, is_break = _from_a_break(rings, is_break)
    points, first, last = _spans(rings, is_break)
    tangents = _tangents(points, first, last)
    pieces = fitted(points, first, last, tangents, tolerance=tolerance_mm, longest_arm=_LONGEST_ARM)
    return _contours(rings, pieces.first, pieces.curves, pieces.kinds)


def _breaks(rings: FlatRings) -> tuple[Flags, Flags]:
    """Return which points a line leaves, and at which a new curve begins."""
    after = rings.following()
    turn, length = _turns(rings)
    corner = _is_corner(rings, turn, length)
    # A chord's own sagitta follows from how far the ring turns at its ends.
    bend = np.where(corner, np.inf, turn)
    smaller = np.minimum(bend, bend[after])
    sagitta = length * np.where(np.isinf(smaller), np.pi, smaller) / 8
    is_line = sagitta > _SAGITTA_MM
    is_break = corner | is_line | is_line[rings.previous()]
    is_break |= _extremes(rings, is_break)
    turned = np.cumsum(np.where(is_break, 0, turn))
    base = np.maximum.accumulate(np.where(is_break, turned, 0))
    quarters = np.floor((turned - base) / _MOST_TURN)
    is_break |= ~is_break & (quarters > 0) & (quarters != np.roll(quarters, 1))
    return is_line, is_break


def corners_of(rings: FlatRings) -> Flags:
    """Flag the points at which a ring has a corner, which no chords of a curve have."""
    return _is_corner(rings, *_turns(rings))


def _turns(rings: FlatRings) -> tuple[Floats, Floats]:
    """Return by how much the ring turns at each point, and how long the edge is that leaves it."""
    arriving = rings.points - rings.points[rings.previous()]
    leaving = arriving[rings.following()]
    return np.abs(_angle(arriving, leaving)), np.hypot(*leaving.T)


def _is_corner(rings: FlatRings, turn: Floats, length: Floats) -> Flags:
    before, after = rings.previous(), rings.following()
    shorter = np.minimum(length, length[before])
    around = np.maximum(turn[before], turn[after])
    found: Flags = (turn > _CORNER) & ((turn * shorter / 8 > _SAGITTA_MM) | (turn > 2.5 * around))
    return found


def _extremes(rings: FlatRings, is_break: Flags) -> Flags:
    """Flag the outermost points, to the four sides, of rings without a break."""
    low = rings.offsets[:-1]
    broken = np.logical_or.reduceat(is_break, low)
    ring = rings.ring_of_points()
    found = np.zeros(len(is_break), dtype=bool)
    for axis in (0, 1):
        for sign in (1, -1):
            value = sign * rings.points[:, axis]
            best = np.flatnonzero(value == np.maximum.reduceat(value, low)[ring])
            found[best[np.unique(ring[best], return_index=True)[1]]] = True
    flags: Flags = found & ~broken[ring]
    return flags


def _with_middles(rings: FlatRings, is_line: Flags, is_break: Flags) -> tuple[FlatRings, Flags]:
    """Add points to edges that are much longer than those beside them.

    Else a curve could swing out where nothing says where it should be.
    """
    after = rings.following()
    length = np.hypot(*(rings.points[after] - rings.points).T)
    beside = np.minimum(length[rings.previous()], length[after])
    extra = np.where(is_line, 0, np.clip(length / beside / 1.5, 0, 6).astype(np.int64))
    edge = np.repeat(np.arange(len(length)), extra + 1)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(extra + 1) - (extra + 1), extra + 1)
    share = (step / (extra + 1)[edge])[:, None]
    points = rings.points[edge] * (1 - share) + rings.points[after][edge] * share
    offsets = np.concatenate([[0], np.cumsum(extra + 1)])[rings.offsets]
    return FlatRings(points, offsets), is_break[edge] & (step == 0)


def _from_a_break(rings: FlatRings, is_break: Flags) -> tuple[FlatRings, Flags]:
    index = np.arange(len(is_break))
    ring, low, sizes = rings.ring_of_points(), rings.offsets[:-1], rings.sizes
    at = np.flatnonzero(is_break)
    start = at[np.unique(ring[at], return_index=True)[1]]
    order = low[ring] + (index - low[ring] + (start - low)[ring]) % sizes[ring]
    return FlatRings(rings.points[order], rings.offsets), is_break[order]


def _spans(rings: FlatRings, is_break: Flags) -> tuple[Floats, Integers, Integers]:
    """Return points with each ring's first repeated at its end, and the spans between breaks."""
    count = len(rings)
    ring = rings.ring_of_points()
    index = np.arange(len(ring)) + ring
    points = np.empty((len(ring) + count, 2))
    points[index] = rings.points
    ends = rings.offsets[1:] + np.arange(count)
    points[ends] = rings.points[rings.offsets[:-1]]
    first = index[is_break]
    is_ring_first = first == (rings.offsets[:-1] + np.arange(count))[ring[is_break]]
    last = np.append(first[1:], ends[-1])
    last[np.append(is_ring_first[1:], True)] = ends
    return points, first, last


def _tangents(points: Floats, first: Integers, last: Integers) -> Floats:
    """Return the unit directions into each span at its start and its end."""
    start = _toward(points, first, np.minimum(first + 1, last), np.minimum(first + 2, last))
    end = _toward(points, last, np.maximum(last - 1, first), np.maximum(last - 2, first))
    return np.stack([start, end], axis=1)


def _toward(points: Floats, at: Integers, one: Integers, two: Integers) -> Floats:
    """Return the tangent, at the first of three points, of the circle through them."""
    a, b = points[one] - points[at], points[two] - points[one]
    turn = np.where(two == one, 0, _angle(a, b))
    share = np.hypot(*a.T) / np.maximum(np.hypot(*a.T) + np.hypot(*b.T), 1e-12)
    angle = np.arctan2(a[:, 1], a[:, 0]) - turn * share
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _angle(a: Floats, b: Floats) -> Floats:
    turned: Floats = np.arctan2(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0], (a * b).sum(axis=1))
    return turned


def _contours(rings: FlatRings, first: Integers, curves: Floats, kinds: Integers) -> Contours:
    ends = rings.offsets[1:] + np.arange(len(rings))
    offsets = np.searchsorted(first, ends)
    points = curves[:, 1:].copy()
    lines = kinds == LINE
    points[lines, :2] = points[lines, 2:]
    return Contours(kinds.astype(np.uint8), points, np.concatenate([[0], offsets]).astype(np.int64))
