"""Outlines moved to where the grey levels say that the edge is.

A tracer sees ink or no ink, so its outlines follow whole pixels. Where the picture
has soft edges, a pixel's grey level tells how much of it is covered and with that
where inside it the edge runs. Here each node is moved, seldom by more than half a
pixel, so that the curves beside it come to lie on the line where the levels cross
the threshold. Nodes are neither added nor removed, and the handles of a curve move
with its node, so what was smooth stays smooth.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.arrays import Floats
from artstudio.geometry.contours import CUBIC, Contours
from artstudio.vectorize.threshold import Ink

# Where along a segment the edge is looked for, round by round: roughly first, then finely.
_ROUNDS = ((0.25, 0.75), (0.25, 0.75), (0.15, 0.38, 0.62, 0.85))
# How far it is looked for to both sides of the segment, in pixels, and in how many places.
_REACH_PX = 1.0
_STEPS = 5
# Longer segments count no more than this, so that one does not outweigh its neighbour.
_LONGEST_PX = 6.0
# A node moves freely across an edge and reluctantly along it; the less there is that asks
# it to move, the less it does, and never further in a round than this.
_RELUCTANCE = 0.05
_INERTIA = 2.0
_FURTHEST_PX = 0.2
# An edge is clear when the levels rise and fall from the threshold by this part of their range.
_CLEAR = 0.4
# The ends of a segment that is shorter than this move the more alike, the shorter it is.
_SHORT_PX = 2.0
_HALF = np.float32(0.5)

Levels = NDArray[np.float32]


def refine_subpixel(contours: Contours, ink: Ink) -> Contours:
    """Return `contours` (pixels of `ink.levels`, row 0 at the top) moved onto the ink's soft edges.

    Ink has to lie to the right of the segments, as it does in all traces.
    """
    levels = np.asarray(ink.levels, dtype=np.float32) - np.float32(ink.threshold + 0.5)
    if ink.inverted:
        levels = -levels
    for places in _ROUNDS if contours.nodes else ():
        contours = _moved(contours, _together(contours, _shifts(contours, levels, places)))
    return contours


def _moved(contours: Contours, shifts: Floats) -> Contours:
    """Return the contours with each segment's end, and the handles beside it, shifted."""
    points = contours.points + shifts[:, None]
    points[:, 0] += shifts[_previous(contours)] - shifts
    straight = contours.kinds != CUBIC
    points[straight, :2] = points[straight, 2:]
    return Contours(contours.kinds, points, contours.offsets)


def _previous(contours: Contours) -> NDArray[np.int64]:
    """Return for each segment the one before it in its ring."""
    previous = np.arange(contours.nodes) - 1
    previous[contours.offsets[:-1]] = contours.offsets[1:] - 1
    return previous


def _shifts(contours: Contours, levels: Levels, places: tuple[float, ...]) -> Floats:
    """Return float64[n, 2]: how far each segment's end moves.

    Each of the `places` on a segment (0 to 1) asks both of its ends to move along its
    normal by the distance to the edge, each as much as it governs that place; a node
    does what all its places ask for in the sense of least squares.
    """
    of_ends, of_starts = np.zeros((5, contours.nodes)), np.zeros((5, contours.nodes))
    for t in places:
        points, normals, weights = _places(contours, t)
        distances, trust = _distances(levels, points, normals)
        weights = weights * trust
        share = np.where(contours.kinds == CUBIC, 3 * t * t - 2 * t**3, t)
        x, y = normals.T
        asked = np.stack([x * x, x * y, y * y, x * distances, y * distances]) * weights
        of_ends += asked * share
        of_starts += asked * (1 - share)
    # A segment starts at the node where the one before it ends.
    of_ends[:, _previous(contours)] += of_starts
    return _solved(of_ends)


def _solved(sums: Floats) -> Floats:
    xx, xy, yy, right_x, right_y = sums
    reluctance = _RELUCTANCE * (xx + yy) + _INERTIA
    xx, yy = xx + reluctance, yy + reluctance
    shifts = np.stack([yy * right_x - xy * right_y, xx * right_y - xy * right_x], axis=1)
    shifts /= (xx * yy - xy * xy)[:, None]
    lengths = np.hypot(shifts[:, 0], shifts[:, 1])
    limited: Floats = shifts * (_FURTHEST_PX / np.maximum(lengths, _FURTHEST_PX))[:, None]
    return limited


def _together(contours: Contours, shifts: Floats) -> Floats:
    """Return shifts by which the ends of short segments move alike, so that none turns over."""
    previous = _previous(contours)
    lengths = np.hypot(*(contours.points[:, 2] - contours.starts()).T)
    halves = np.clip(1 - lengths / _SHORT_PX, 0, 1)[:, None] * (shifts - shifts[previous]) / 2
    alike: Floats = shifts - halves
    alike[previous] += halves
    return alike


def _places(contours: Contours, t: float) -> tuple[Floats, Floats, Floats]:
    """Return points at `t` of each segment, the unit normals there, and how much they count."""
    start, end = contours.starts(), contours.points[:, 2]
    cubic = (contours.kinds == CUBIC)[:, None]
    first = np.where(cubic, contours.points[:, 0], start + (end - start) / 3)
    second = np.where(cubic, contours.points[:, 1], end - (end - start) / 3)
    s = 1 - t
    points = s**3 * start + 3 * s * s * t * first + 3 * s * t * t * second + t**3 * end
    along = s * s * (first - start) + 2 * s * t * (second - first) + t * t * (end - second)
    normals = along[:, ::-1] * [-1.0, 1.0]
    normals /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)[:, None]
    lengths = np.hypot(*(end - start).T)
    return points, normals, np.minimum(lengths, _LONGEST_PX)


def _distances(levels: Levels, points: Floats, normals: Floats) -> tuple[Floats, Floats]:
    """Return how far along its normal each point is from the edge, and how clear that is, 0 to 1.

    Where ink and ground are narrow the levels hardly cross the threshold, and where
    exactly says little.
    """
    steps = np.linspace(-_REACH_PX, _REACH_PX, _STEPS, dtype=np.float32)
    x, y = (
        (points[:, axis, None] + normals[:, axis, None] * steps).astype(np.float32)
        for axis in (0, 1)
    )
    heights = _interpolated(levels, x, y)
    before, after = heights[:, :-1], heights[:, 1:]
    crosses = (before >= 0) & (after < 0)
    rise = np.where(crosses, after - before, -1)
    places = steps[:-1] - (steps[1] - steps[0]) * before / rise
    places = np.where(crosses, places, np.inf)
    nearest = np.abs(places).argmin(axis=1)
    distances = places[np.arange(len(places)), nearest]
    found = np.isfinite(distances)
    rises = np.minimum(heights.max(axis=1), -heights.min(axis=1))
    trust = np.clip(rises / (_CLEAR * np.ptp(levels)), 0, 1) * found
    return np.where(found, distances, 0.0), trust


def _interpolated(levels: Levels, x: Levels, y: Levels) -> Levels:
    """Return the levels between the middles of pixels, bilinear."""
    height, width = levels.shape
    x, y = np.clip(x - _HALF, 0, width - 1), np.clip(y - _HALF, 0, height - 1)
    column = np.minimum(x.astype(np.int32), max(width - 2, 0))
    row = np.minimum(y.astype(np.int32), max(height - 2, 0))
    x, y = x - column.astype(np.float32), y - row.astype(np.float32)
    at = row * np.int32(width) + column
    over, below = np.int32(width > 1), np.int32(width * (height > 1))
    flat = levels.ravel()
    upper_left, lower_left = flat.take(at), flat.take(at + below)
    upper = upper_left + (flat.take(at + over) - upper_left) * x
    lower = lower_left + (flat.take(at + (below + over)) - lower_left) * x
    values: Levels = upper + (lower - upper) * y
    return values
