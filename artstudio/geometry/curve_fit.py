"""Polygons of many short chords to lines and cubic curves: corners stay, the rest is smooth.

P. J. Schneider, An Algorithm for Automatically Fitting Digitized Curves, Graphics Gems,
1990: one curve with given end tangents by least squares, better parameters by Newton's
method, and two curves where one is not near enough.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely

from artstudio.geometry.arrays import Floats
from artstudio.geometry.boolean import Ring, Segment

_CORNER_COSINE = math.cos(math.radians(22))
_ROUNDS = 4
_FEWEST = 3
_POINTS = 16
_SHORTEST = 1e-6


def fit_polygons(shape: shapely.Geometry, tolerance: float) -> list[Ring]:
    """Return the edges of polygons as rings that are within `tolerance` of them."""
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon" and not p.is_empty]
    edges = [edge for part in parts for edge in (part.exterior, *part.interiors)]
    fitted = (fit_ring(np.asarray(edge.coords)[:-1], tolerance) for edge in edges)
    return [ring for ring in fitted if ring]


def fit_ring(points: Floats, tolerance: float) -> Ring:
    """Return a closed polygon (float64[n, 2]) as lines and curves; no ring below 3 points."""
    steps = np.hypot(*(np.roll(points, -1, axis=0) - points).T)
    points = points[steps > _SHORTEST]
    if len(points) < _FEWEST:
        return []
    ways = _units(np.roll(points, -1, axis=0) - points)
    turns = (ways * np.roll(ways, 1, axis=0)).sum(axis=1)
    corners = np.flatnonzero(turns < _CORNER_COSINE)
    if not len(corners):
        corners = np.array([0])
    ring: Ring = []
    is_smooth = len(corners) == 1 and turns[corners[0]] >= _CORNER_COSINE
    for i, first in enumerate(corners):
        last = corners[(i + 1) % len(corners)]
        count = (last - first) % len(points) or len(points)
        span = points[(first + np.arange(count + 1)) % len(points)]
        tangent = _units(span[1] - points[first - 1]) if is_smooth else None
        ring += _fit_span(span, tolerance, tangent)
    return ring


def _units(vectors: Floats) -> Floats:
    lengths = np.hypot(vectors[..., 0], vectors[..., 1])[..., None]
    return np.asarray(vectors / np.maximum(lengths, 1e-12))


def _fit_span(points: Floats, tolerance: float, tangent: Floats | None) -> list[Segment]:
    if _is_straight(points, tolerance / 2):
        return [(_point(points[-1]),)]
    start = _tangent(points, 4 * tolerance) if tangent is None else tangent
    end = _tangent(points[::-1], 4 * tolerance) if tangent is None else -tangent
    return _fit(_denser(points), start, end, tolerance)


def _denser(points: Floats) -> Floats:
    """Return a span with enough points that no curve can loop between two of them."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    parts = np.maximum(1, np.ceil(steps / (steps.sum() / _POINTS))).astype(int)
    found = [points[:1]]
    for a, b, n in zip(points[:-1], points[1:], parts, strict=True):
        found.append(a + (b - a) * (np.arange(1, n + 1) / n)[:, None])
    return np.concatenate(found)


def _tangent(points: Floats, reach: float) -> Floats:
    """Return the direction in which a span begins, over a distance that noise does not turn."""
    away = np.hypot(*(points - points[0]).T)
    far = np.flatnonzero(away >= min(reach, away.max() / 2))
    return _units(points[far[0]] - points[0])


def _is_straight(points: Floats, tolerance: float) -> bool:
    way = points[-1] - points[0]
    length = float(np.hypot(*way))
    if length < _SHORTEST:
        return False
    away = np.abs((points[:, 0] - points[0, 0]) * way[1] - (points[:, 1] - points[0, 1]) * way[0])
    return bool(away.max() / length <= tolerance)


def _fit(points: Floats, start: Floats, end: Floats, tolerance: float) -> list[Segment]:
    if len(points) <= _FEWEST:
        return [(_point(point),) for point in points[1:]]
    t = _by_length(points)
    curve = _least_squares(points, t, (start, end))
    for _ in range(_ROUNDS):
        error, worst = _error(points, t, curve)
        if error <= tolerance:
            return [(_point(curve[1]), _point(curve[2]), _point(curve[3]))]
        if error > 30 * tolerance:
            break
        t = _newton(points, t, curve)
        curve = _least_squares(points, t, (start, end))
    error, worst = _error(points, t, curve)
    if error <= tolerance:
        return [(_point(curve[1]), _point(curve[2]), _point(curve[3]))]
    worst = min(max(worst, 1), len(points) - 2)
    middle = _units(points[worst + 1] - points[worst - 1])
    return [
        *_fit(points[: worst + 1], start, -middle, tolerance),
        *_fit(points[worst:], middle, end, tolerance),
    ]


def _by_length(points: Floats) -> Floats:
    steps = np.hypot(*np.diff(points, axis=0).T)
    sums = np.concatenate(([0.0], np.cumsum(steps)))
    return np.asarray(sums / sums[-1])


def _least_squares(points: Floats, t: Floats, tangents: tuple[Floats, Floats]) -> Floats:
    p0, p3 = points[0], points[-1]
    s = 1 - t
    b1, b2 = 3 * s * s * t, 3 * s * t * t
    a1, a2 = b1[:, None] * tangents[0], b2[:, None] * tangents[1]
    rest = points - ((s**3 + b1)[:, None] * p0 + (b2 + t**3)[:, None] * p3)
    c11, c12, c22 = (a1 * a1).sum(), (a1 * a2).sum(), (a2 * a2).sum()
    x1, x2 = (a1 * rest).sum(), (a2 * rest).sum()
    chord = float(np.hypot(*(p3 - p0)))
    determinant = c11 * c22 - c12 * c12
    first = second = 0.0
    if abs(determinant) > 1e-12:
        first = float((x1 * c22 - x2 * c12) / determinant)
        second = float((c11 * x2 - c12 * x1) / determinant)
    if min(first, second) < 1e-3 * chord or max(first, second) > 1.4 * chord:
        first = second = chord / 3
    return np.array((p0, p0 + first * tangents[0], p3 + second * tangents[1], p3))


def _at(curve: Floats, t: Floats) -> Floats:
    s = 1 - t
    weights = np.stack((s**3, 3 * s * s * t, 3 * s * t * t, t**3), axis=1)
    return np.asarray(weights @ curve)


def _error(points: Floats, t: Floats, curve: Floats) -> tuple[float, int]:
    away = np.hypot(*(_at(curve, t) - points).T)
    worst = int(away.argmax())
    return float(away[worst]), worst


def _newton(points: Floats, t: Floats, curve: Floats) -> Floats:
    first, second = 3 * np.diff(curve, axis=0), 6 * np.diff(curve, n=2, axis=0)
    s = 1 - t
    d1 = np.stack((s * s, 2 * s * t, t * t), axis=1) @ first
    d2 = np.stack((s, t), axis=1) @ second
    away = _at(curve, t) - points
    slope = (away * d1).sum(axis=1)
    bend = (d1 * d1).sum(axis=1) + (away * d2).sum(axis=1)
    safe = np.where(np.abs(bend) > 1e-12, bend, 1.0)
    return np.clip(t - np.where(np.abs(bend) > 1e-12, slope / safe, 0.0), 0.0, 1.0)


def _point(values: Sequence[float] | Floats) -> tuple[float, float]:
    return float(values[0]), float(values[1])
