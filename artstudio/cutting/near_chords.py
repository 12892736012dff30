"""Which chords of a drawing lie so near each other that they may meet or run along each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from artstudio.cutting.errors import TooManyPairs
from artstudio.geometry.arrays import Floats, Integers
from artstudio.geometry.chords import Chords

# A knot of millions of meetings takes minutes; no drawing that can be cut comes near.
MAX_NEAR_PAIRS = 4_000_000
_MAX_CELLS = 4_000_000
_AT_ONCE = 1_000_000
# cos 179.5°
_TURNS_BACK = -0.99996

Pairs = tuple[Integers, Integers]


def near_chords(chords: Chords, reach_mm: float) -> Pairs:
    """Return all pairs (one, other) of chords whose boxes are within `reach_mm`, one < other.

    Neighbours on a ring are left out, but where the ring runs back along itself. Pairs are
    few where no chord is much longer than the rest. Raises TooManyPairs for millions.
    """
    if not len(chords):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    half = np.abs(chords.along) / 2 + reach_mm / 2
    middle = chords.start + chords.along / 2
    cells = _in_cells(middle, half)
    candidates = iter([_in_tree(middle, half)]) if cells is None else cells
    found = [_boxes_that_meet(chords, middle, half, pairs) for pairs in candidates]
    one, other = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return one, other


def _in_tree(middle: Floats, half: Floats) -> Pairs:
    """Return pairs whose boxes meet, by a tree: for long lines that lie close to each other."""
    boxes = np.asarray(shapely.box(*(middle - half).T, *(middle + half).T))
    one, other = shapely.STRtree(boxes).query(boxes)
    if len(one) > 2 * MAX_NEAR_PAIRS:
        raise TooManyPairs
    apart = one < other
    return one[apart], other[apart]


def _in_cells(middle: Floats, half: Floats) -> Iterator[Pairs] | None:
    """Return pairs of chords in the same cell and in cells beside each other, if not too many."""
    origin = middle.min(axis=0)
    extent = middle.max(axis=0) - origin
    side = max(2 * float(half.max()), float(np.sqrt((extent + 1).prod() / _MAX_CELLS)))
    cells = ((middle - origin) / side).astype(np.int64) + 1
    rows = int(cells[:, 1].max()) + 3
    key = cells[:, 0] * rows + cells[:, 1]
    order = np.argsort(key, kind="stable")
    key = key[order]
    place = np.arange(len(key))
    # After itself in its own column as far as the next cell, and three cells of the next column.
    ends = np.searchsorted(key, key + 1, side="right")
    begins = np.searchsorted(key, key + rows - 1, side="left")
    beyond = np.searchsorted(key, key + rows + 1, side="right")
    first = np.concatenate([place, place])
    low = np.concatenate([place + 1, begins])
    counts = np.concatenate([ends - place - 1, beyond - begins])
    if int(counts.sum()) > MAX_NEAR_PAIRS:
        return None
    used = np.flatnonzero(counts)
    return _portions(order, first[used], low[used], counts[used])


def _portions(order: Integers, first: Integers, low: Integers, counts: Integers) -> Iterator[Pairs]:
    """Yield the pairs a million at a time: each first with `counts` others from `low` on."""
    bounds = np.searchsorted(np.cumsum(counts), np.arange(0, int(counts.sum()) + 1, _AT_ONCE))
    for at, end in zip(bounds, [*bounds[1:], len(counts)], strict=True):
        part = slice(int(at), int(end))
        n = counts[part]
        skipped = np.repeat(low[part] - (np.cumsum(n) - n), n)
        yield order[np.repeat(first[part], n)], order[np.arange(len(skipped)) + skipped]


def _boxes_that_meet(chords: Chords, middle: Floats, half: Floats, pairs: Pairs) -> Pairs:
    one, other = pairs
    for axis in (0, 1):
        apart = np.abs(middle[one, axis] - middle[other, axis])
        near = np.flatnonzero(apart <= half[one, axis] + half[other, axis])
        one, other = one[near], other[near]
    apart = (chords.after[one] != other) & (chords.before[one] != other)
    beside = np.flatnonzero(~apart)
    a, b = chords.unit[one[beside]], chords.unit[other[beside]]
    apart[beside] = a[:, 0] * b[:, 0] + a[:, 1] * b[:, 1] < _TURNS_BACK
    one, other = one[apart], other[apart]
    return np.minimum(one, other), np.maximum(one, other)
