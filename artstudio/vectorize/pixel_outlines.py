"""The outlines of ink, pixel by pixel: what a program that only fits curves is given.

Each ring follows the sides between ink and no ink and visits their middles, which
cuts the corners of stairs by half a pixel: the line at half coverage of marching
squares (W. E. Lorensen and H. E. Cline, Marching cubes, 1987, in two dimensions).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.arrays import Flags, Integers
from artstudio.geometry.contours import LINE, Contours

Points = NDArray[np.float64]

# East, south, west, north as (x, y) with y down; ink lies to the right of each side.
_STEPS = np.array([[1, 0], [0, 1], [-1, 0], [0, -1]])
# Where pixels touch at a corner, turning left first keeps ink together.
_TURNS = (3, 0, 1)


def pixel_outlines(bitmap: NDArray[np.bool_], *, speck_px: int = 0) -> Contours:
    """Return the rings around the ink of `bitmap` as straight lines, in pixels.

    Row 0 is at the top; outlines run clockwise, holes against them. Rings around up
    to `speck_px` pixels are left out. Pixels that touch at a corner are one shape. A
    ring starts at the end of its longest line.
    """
    starts, directions = _sides(bitmap)
    order, offsets = _rings(_following(starts, directions, bitmap.shape[1]))
    starts, directions = starts[order], directions[order]
    keep = _enclosed(starts, directions, offsets) > speck_px
    starts, directions, offsets = _kept_rings(starts, directions, offsets, keep)
    points, offsets = _bends(starts + _STEPS[directions] / 2, offsets)
    return _polygons(_from_longest(points, offsets), offsets)


def _sides(bitmap: NDArray[np.bool_]) -> tuple[Integers, Integers]:
    """Return where each side between ink and no ink starts (x, y), and its direction."""
    ink = np.pad(bitmap, 1)
    above, below = ink[:-1, 1:-1], ink[1:, 1:-1]
    left, right = ink[1:-1, :-1], ink[1:-1, 1:]
    masks = (below & ~above, left & ~right, above & ~below, right & ~left)
    found = [np.argwhere(mask)[:, ::-1] for mask in masks]
    # West and north start at the far end of their pixel's side.
    starts = [at - np.minimum(step, 0) for at, step in zip(found, _STEPS, strict=True)]
    return np.concatenate(starts), np.repeat(np.arange(4), [len(at) for at in found])


def _following(starts: Integers, directions: Integers, width: int) -> Integers:
    """Return for each side the index of the next one around the same ink."""
    columns = width + 1
    rows = int(starts[:, 1].max(initial=0)) + 2
    side_at = np.full(columns * rows * 4, -1)
    corners = starts[:, 1] * columns + starts[:, 0]
    side_at[corners * 4 + directions] = np.arange(len(starts))
    ends = starts + _STEPS[directions]
    arrivals = ends[:, 1] * columns + ends[:, 0]
    following = np.full(len(starts), -1)
    for turn in _TURNS:
        candidate = side_at[arrivals * 4 + (directions + turn) % 4]
        following = np.where(following < 0, candidate, following)
    return following


def _rings(following: Integers) -> tuple[Integers, Integers]:
    """Return the sides in the order of their rings, and the offsets of the rings."""
    after = following.tolist()
    seen = bytearray(len(after))
    order: list[int] = []
    offsets = [0]
    for first in range(len(after)):
        side = first
        while not seen[side]:
            seen[side] = 1
            order.append(side)
            side = after[side]
        if len(order) > offsets[-1]:
            offsets.append(len(order))
    return np.array(order, dtype=np.int64), np.array(offsets, dtype=np.int64)


def _enclosed(starts: Integers, directions: Integers, offsets: Integers) -> Integers:
    """Return how many pixels each ring goes around, by the shoelace formula."""
    if len(offsets) == 1:
        return np.zeros(0, dtype=np.int64)
    # Only sides up and down sweep an area towards x = 0.
    swept = starts[:, 0] * _STEPS[directions, 1]
    return np.abs(np.add.reduceat(swept, offsets[:-1]))


def _kept_rings(
    starts: Integers, directions: Integers, offsets: Integers, keep: Flags
) -> tuple[Integers, Integers, Integers]:
    sizes = np.diff(offsets)
    sides = np.repeat(keep, sizes)
    return starts[sides], directions[sides], np.concatenate([[0], np.cumsum(sizes[keep])])


def _bends(middles: Points, offsets: Integers) -> tuple[Points, Integers]:
    """Return the points at which rings change their direction."""
    steps = middles - middles[_neighbours(offsets, -1)]
    keep = (steps != steps[_neighbours(offsets, 1)]).any(axis=1)
    return middles[keep], np.concatenate([[0], np.cumsum(keep)])[offsets]


def _from_longest(points: Points, offsets: Integers) -> Points:
    """Return the points of each ring in turn, so that the longest line is its last."""
    lengths = np.hypot(*(points - points[_neighbours(offsets, -1)]).T)
    longest = np.maximum.reduceat(lengths, offsets[:-1]) if len(points) else lengths
    sizes = np.diff(offsets)
    candidates = np.flatnonzero(lengths == np.repeat(longest, sizes))
    _, first = np.unique(_ring_of(offsets)[candidates], return_index=True)
    shifts = np.repeat(candidates[first] + 1 - offsets[:-1], sizes)
    return points[_turned(offsets, shifts)]


def _neighbours(offsets: Integers, shift: int) -> Integers:
    return _turned(offsets, np.full(offsets[-1], shift))


def _turned(offsets: Integers, shifts: Integers) -> Integers:
    """Return for each place in its ring the index of that `shifts` further around."""
    ring = _ring_of(offsets)
    first, sizes = offsets[:-1][ring], np.diff(offsets)[ring]
    turned: Integers = first + (np.arange(offsets[-1]) - first + shifts) % sizes
    return turned


def _ring_of(offsets: Integers) -> Integers:
    return np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))


def _polygons(points: Points, offsets: Integers) -> Contours:
    kinds = np.full(len(points), LINE, dtype=np.uint8)
    return Contours(kinds, np.repeat(points[:, None], 3, axis=1), offsets)
