"""The order of strokes in which a tool moves little between them."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree  # type: ignore[import-untyped] # scipy has no types

from artstudio.geometry.arrays import Floats, Integers

_NEIGHBOURS = 12


def nearest_neighbour_order(starts: Floats, ends: Floats) -> Integers:
    """Return the order of strokes as the ends to enter them by.

    starts, ends: float[n, 2]. End 2s is the start of stroke s, 2s + 1 its end. From
    the origin always to the nearest end of a stroke that is left; among equals to the first.
    """
    count = len(starts)
    places = np.stack([starts, ends], axis=1).reshape(-1, 2)
    near = _nearest(places)
    left = np.ones(count, dtype=bool)
    order: list[int] = []
    rest = np.arange(2 * count)
    here, known = np.zeros(2), np.zeros(0, np.int64)
    while len(order) < count:
        free = known[left[known // 2]]
        if len(free):
            entry = int(free[0])
        else:
            rest = rest[left[rest // 2]]
            entry = int(rest[np.argmin(((places[rest] - here) ** 2).sum(axis=1))])
        order.append(entry)
        left[entry // 2] = False
        here, known = places[entry ^ 1], near[entry ^ 1]
    return np.array(order, dtype=np.int64)


def _nearest(places: Floats) -> Integers:
    """Return for each place its nearest others, the nearest first, ties by number."""
    wanted = min(_NEIGHBOURS, len(places))
    if not wanted:
        return np.zeros((0, 0), np.int64)
    distances, found = cKDTree(places).query(places, k=[*range(1, wanted + 1)])
    order = np.lexsort((found, np.rint(distances * 1e6)), axis=1)
    nearest: Integers = np.take_along_axis(found, order, axis=1).astype(np.int64)
    return nearest
