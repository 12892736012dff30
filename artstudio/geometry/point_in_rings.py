"""Which rings points lie in, for thousands of points and rings at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from artstudio.geometry.arrays import Floats, Integers
from artstudio.geometry.chords import Chords
from artstudio.geometry.polygons import FlatRings

# Pairs of points and edges that are held at once.
_AT_ONCE = 2_000_000
# Counters for all points and paths up to so many; above, only for those that meet.
_MOST_COUNTERS = 4_000_000


@dataclass(frozen=True)
class Edges:
    """Edges of rings: both ends, float64[n, 2], mm, and the ring of each.

    An edge ends in the very point in which the next one starts, to the last bit: else rays
    slip through between them.
    """

    start: Floats
    end: Floats
    ring: Integers


def edges_of(rings: FlatRings) -> Edges:
    """Return the edges of polygons."""
    return Edges(rings.points[rings.previous()], rings.points, rings.ring_of_points())


def chord_edges(chords: Chords) -> Edges:
    """Return chords as edges."""
    return Edges(chords.start, chords.start[chords.after], chords.ring)


def paths_around(
    points: Floats, edges: Edges, path: Integers, *, own: Integers | None = None
) -> Integers:
    """Return int64[2, n]: each point and each path that fills it by the even-odd rule.

    path: which path each ring belongs to. own: for each point a ring that is left out of
    account, such as the one it lies on. A ray to the right crosses the outline around
    a point an odd number of times (Shimrat, Algorithm 112, Communications of the ACM, 1962).
    """
    paths = int(path.max(initial=0)) + 1
    if not len(points) or not len(edges.start):
        return np.zeros((2, 0), dtype=np.int64)
    order = np.argsort(points[:, 1], kind="stable")
    height = points[order, 1]
    (x0, y0), (x1, y1) = edges.start.T, edges.end.T
    low = np.searchsorted(height, np.minimum(y0, y1), side="left")
    counts = np.searchsorted(height, np.maximum(y0, y1), side="left") - low
    used = np.flatnonzero(counts)
    low, counts = low[used], counts[used]
    keys = []
    bounds = _portions(counts)
    for at, end in pairwise(bounds):
        n = counts[at:end]
        edge = np.repeat(used[at:end], n)
        point = order[np.arange(len(edge)) + np.repeat(low[at:end] - (np.cumsum(n) - n), n)]
        if own is not None:
            kept = np.flatnonzero(own[point] != edges.ring[edge])
            edge, point = edge[kept], point[kept]
        part = (points[point, 1] - y0[edge]) / (y1 - y0)[edge]
        right = x0[edge] + part * (x1 - x0)[edge] > points[point, 0]
        keys.append(_odd(point[right] * paths + path[edges.ring[edge[right]]], len(points) * paths))
    every = np.concatenate(keys) if keys else np.zeros(0, dtype=np.int64)
    return np.stack(np.divmod(_odd(every, len(points) * paths), paths))


def _portions(counts: Integers) -> list[int]:
    total = np.cumsum(counts)
    steps = np.arange(0, int(total[-1]) if len(total) else 0, _AT_ONCE)
    return [*np.searchsorted(total, steps, side="right").tolist(), len(counts)]


def _odd(keys: Integers, size: int) -> Integers:
    """Return the keys that occur an odd number of times."""
    if size <= _MOST_COUNTERS:
        return np.flatnonzero(np.bincount(keys, minlength=size) & 1)
    unique, count = np.unique(keys, return_counts=True)
    return np.asarray(unique[count % 2 == 1], dtype=np.int64)
