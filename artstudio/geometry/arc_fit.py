"""Curves as lines and arcs of circles that stay within a tolerance of them.

Each curve is halved until an arc through both its ends and its middle is near enough
everywhere it is looked at; then neighbours that lie on one arc are joined. Nothing is
joined across a corner, and straight lines stay what they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artstudio.geometry.arrays import Flags, Floats, Integers
from artstudio.geometry.contours import CUBIC, Contours
from artstudio.geometry.primitives import Whole, ring_primitives

# Where each piece is compared with its arc; the middle is among them.
_STEPS = np.array([1, 2, 3, 4, 5, 6, 7]) / 8
_ROUNDS = 9
_JOINS = 12
# An arc turns by less than three quarters of a half turn for every program to read it right.
_MOST_BULGE = 0.9
# Flatter than this is straight.
_LEAST_BULGE = 1e-6


@dataclass(frozen=True)
class ArcRings:
    """Rings of lines and arcs.

    ends: float64[n, 2], where each piece ends; it starts where the one before it ends.
    bulges: float64[n], the tangent of a quarter of the angle that the piece turns by,
    positive where it turns from the x axis towards the y axis; 0 for a line.
    offsets: int64[rings + 1]. circles: float64[rings, 3], middle and radius of rings that are
    whole circles, NaN for all others.
    """

    ends: Floats
    bulges: Floats
    offsets: Integers
    circles: Floats


def fit_arcs(contours: Contours, tolerance: float) -> ArcRings:
    """Return `contours` as lines and arcs no farther from them than `tolerance`, in their unit."""
    if not len(contours):
        nothing = np.zeros(0)
        return ArcRings(np.zeros((0, 2)), nothing, contours.offsets, np.zeros((0, 3)))
    starts = contours.starts()
    cubic = contours.kinds == CUBIC
    pieces = _split(starts, contours.points, cubic, tolerance)
    order = np.lexsort((pieces.at, pieces.segment))
    segment, start = pieces.segment[order], pieces.start[order]
    samples, end = pieces.samples[order], pieces.end[order]
    ring = np.repeat(np.arange(len(contours)), np.diff(contours.offsets))[segment]
    circles = _circles(contours, cubic, ring, start, samples, tolerance)
    groups = _joined(start, samples, end, ring, cubic[segment], tolerance)
    first = np.flatnonzero(np.diff(groups, prepend=-1))
    last = np.append(first[1:], len(groups)) - 1
    bulges = _bulges(start[first], _middles(samples, end, first, last), end[last])
    bulges[~cubic[segment[first]] | (np.abs(bulges) < _LEAST_BULGE)] = 0.0
    sizes = np.bincount(ring[first], minlength=len(contours))
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return ArcRings(end[last], bulges, offsets, circles)


@dataclass(frozen=True)
class _Pieces:
    """Parts of segments: which, where it starts on it (0 to 1), and points of the curve."""

    segment: Integers
    at: Floats
    start: Floats
    samples: Floats
    end: Floats


def _split(starts: Floats, points: Floats, cubic: Flags, tolerance: float) -> _Pieces:
    """Return the segments in parts of which each is near enough to an arc."""
    line = np.flatnonzero(~cubic)
    middles = starts[line, None] + _STEPS[:, None] * (points[line, 2] - starts[line])[:, None]
    done = [(line, np.zeros(len(line)), starts[line], middles, points[line, 2])]
    segment = np.flatnonzero(cubic)
    low, size = np.zeros(len(segment)), np.ones(len(segment))
    for level in range(_ROUNDS + 1):
        if not len(segment):
            break
        own = starts[segment], points[segment]
        t = np.concatenate([[0.0], _STEPS, [1.0]]) * size[:, None] + low[:, None]
        at = _at(own[0], own[1], t)
        start, samples, end = at[:, 0], at[:, 1:-1], at[:, -1]
        # Exact ends, so that pieces meet.
        start = np.where(low[:, None] == 0, own[0], start)
        end = np.where((low + size)[:, None] == 1, own[1][:, 2], end)
        bulges = _bulges(start, samples[:, 3], end)
        fits = _deviation(start, bulges, end, samples).max(axis=1) <= tolerance
        fits &= np.abs(bulges) < _MOST_BULGE
        fits |= level == _ROUNDS
        done.append((segment[fits], low[fits], start[fits], samples[fits], end[fits]))
        segment, low, size = segment[~fits], low[~fits], size[~fits] / 2
        segment = np.repeat(segment, 2)
        low = np.repeat(low, 2) + np.tile([0.0, 1.0], len(size)) * np.repeat(size, 2)
        size = np.repeat(size, 2)
    return _Pieces(*(np.concatenate(parts) for parts in zip(*done, strict=True)))


def _at(start: Floats, points: Floats, t: Floats) -> Floats:
    """Return float64[n, steps, 2]: points of cubic curves at t, float64[n, steps]."""
    p0, p1, p2, p3 = (p[:, None] for p in (start, points[:, 0], points[:, 1], points[:, 2]))
    u = t[..., None]
    s = 1 - u
    at: Floats = s**3 * p0 + 3 * s * s * u * p1 + 3 * s * u * u * p2 + u**3 * p3
    return at


def _bulges(start: Floats, middle: Floats, end: Floats) -> Floats:
    """Return the bulges of arcs through three points: the angle at the middle tells the turn."""
    a, b = start - middle, end - middle
    cross = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    dot = (a * b).sum(axis=1)
    half_turn = np.pi - np.arctan2(np.abs(cross), dot)
    # Seen from the middle, the end lies to the left of the start where the arc turns right.
    bulge: Floats = np.tan(half_turn / 2) * np.where(cross > 0, -1.0, 1.0)
    return bulge


def _deviation(start: Floats, bulge: Floats, end: Floats, samples: Floats) -> Floats:
    """Return float64[n, samples]: how far samples are from the arcs."""
    along = end - start
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-12)
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / length[:, None]
    flat = np.abs(bulge) < _LEAST_BULGE
    k = np.where(flat, 1.0, bulge)
    # The middle of the circle is on the chord's normal: on its left where the arc turns left.
    radius = length * (1 + k * k) / (4 * np.abs(k))
    height = length * (1 - k * k) / (4 * k)
    centre = (start + end) / 2 + normal * height[:, None]
    far = samples - centre[:, None]
    round_ = np.abs(np.hypot(far[..., 0], far[..., 1]) - radius[:, None])
    off = samples - start[:, None]
    straight = np.abs((off * normal[:, None]).sum(axis=2))
    deviation: Floats = np.where(flat[:, None], straight, round_)
    return deviation


def _joined(
    start: Floats, samples: Floats, end: Floats, ring: Integers, curved: Flags, tolerance: float
) -> Integers:
    """Return for each piece the number of the arc that it becomes a part of."""
    count = len(start)
    first = np.arange(count)
    for turn in range(_JOINS):
        last = np.append(first[1:], count) - 1
        # Every second arc takes the next one in, in turn from the first and from the second.
        one = np.arange(turn % 2, len(first) - 1, 2)
        if not len(one):
            continue
        a, b = first[one], last[one + 1]
        may = (ring[a] == ring[b]) & curved[a] & curved[b] & curved[first[one + 1]]
        one, a, b = one[may], a[may], b[may]
        if not len(one):
            continue
        bulges = _bulges(start[a], end[last[one]], end[b])
        fits = (np.abs(bulges) < _MOST_BULGE) & _all_near(
            start, samples, end, (a, b), bulges, tolerance
        )
        kept = np.ones(len(first), dtype=bool)
        kept[one[fits] + 1] = False
        first = first[kept]
    group = np.zeros(count, dtype=np.int64)
    group[first] = 1
    return np.cumsum(group) - 1


def _all_near(
    start: Floats,
    samples: Floats,
    end: Floats,
    runs: tuple[Integers, Integers],
    bulges: Floats,
    tolerance: float,
) -> Flags:
    """Tell which runs of pieces, both bounds included, are near their arcs all along."""
    a, b = runs
    sizes = b - a + 1
    run = np.repeat(np.arange(len(a)), sizes)
    piece = np.arange(len(run)) + np.repeat(a - (np.cumsum(sizes) - sizes), sizes)
    points = np.concatenate([samples[piece], end[piece, None]], axis=1)
    off = _deviation(start[a][run], bulges[run], end[b][run], points).max(axis=1)
    worst = np.maximum.reduceat(off, np.cumsum(sizes) - sizes)
    return np.asarray(worst <= tolerance, dtype=bool)


def _middles(samples: Floats, end: Floats, first: Integers, last: Integers) -> Floats:
    """Return a point of the curve in the middle of each run of pieces."""
    half = (first + last + 1) // 2
    is_one = first == last
    middles: Floats = np.where(is_one[:, None], samples[first, 3], end[np.maximum(half - 1, first)])
    return middles


def _circles(
    contours: Contours,
    cubic: Flags,
    ring: Integers,
    start: Floats,
    samples: Floats,
    tolerance: float,
) -> Floats:
    """Return the circles that whole rings of curves are; NaN for all others."""
    count = len(contours)
    circles = np.full((count, 3), np.nan)
    if not count:
        return circles
    curves = np.logical_and.reduceat(cubic, contours.offsets[:-1])
    points = np.concatenate([start[:, None], samples], axis=1).reshape(-1, 2)
    owner = np.repeat(ring, samples.shape[1] + 1)
    first = np.searchsorted(owner, np.arange(count))
    low, high = np.minimum.reduceat(points, first), np.maximum.reduceat(points, first)
    sides = high - low
    middle = (low + high) / 2
    radius = sides.mean(axis=1) / 2
    far = np.hypot(*(points - middle[owner]).T)
    least, most = np.minimum.reduceat(far, first), np.maximum.reduceat(far, first)
    radius = (least + most) / 2
    is_circle = curves & (most - least <= 2 * tolerance) & (radius > 4 * tolerance)
    # Once around: else it would be an arc there and back.
    turn = points - middle[owner]
    following = np.roll(turn, -1, axis=0)
    following[np.append(first[1:], len(points)) - 1] = turn[first]
    angle = np.arctan2(
        turn[:, 0] * following[:, 1] - turn[:, 1] * following[:, 0], (turn * following).sum(axis=1)
    )
    around = np.abs(np.add.reduceat(angle, first))
    is_circle &= np.abs(around - 2 * np.pi) < 0.01
    circles[is_circle] = np.column_stack([middle, radius])[is_circle]
    return _with_known(circles, contours)


def _with_known(circles: Floats, contours: Contours) -> Floats:
    """Return the circles, those that the drawing knows as circles exact."""
    if contours.arcs is None:
        return circles
    for number, ring in enumerate(ring_primitives(contours)):
        if isinstance(ring, Whole) and ring.is_circle:
            circles[number] = (*ring.centre, ring.radii[0])
    return circles
