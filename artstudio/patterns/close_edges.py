"""Which points of rings are near which of their edges, found by a grid of cells.

A drawing has tens of thousands of edges, and nearly all of them are near none
that faces them. Edges are sorted by cell and direction, so that each point
looks only at the edges that could run against its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.arrays import Floats, Integers
from artstudio.geometry.polygons import FlatRings

_DIRECTIONS = 8
_MAX_CELLS = 3_000_000
# Turns of less than 20, less than 110 and up to 180 degrees (as cosines), and octants for them.
_WIDE_AND_NARROW = ((0.94, 2.0, 2), (-0.34, 0.94, 4), (-2.0, -0.34, 8))


@dataclass(frozen=True)
class Edges:
    """Edges of rings, cut to pieces of at most a given length.

    start, along: float64[n, 2], mm. length: float64[n]. unit: their directions.
    ring: which ring each belongs to. before, after: its neighbours on the ring.
    corners: int64[m], the edges that start at a point of the ring itself, not at a cut.
    """

    start: Floats
    along: Floats
    length: Floats
    unit: Floats
    ring: Integers
    before: Integers
    after: Integers
    corners: Integers


def cut_edges(rings: FlatRings, longest_mm: float) -> Edges:
    """Return the edges of `rings` in pieces of at most `longest_mm`; points are left out."""
    from_point, ring = rings.points[rings.previous()], rings.ring_of_points()
    across = rings.points - from_point
    lengths = np.hypot(across[:, 0], across[:, 1])
    counts = np.ceil(lengths / longest_mm).astype(np.int64)
    edge = np.repeat(np.arange(len(counts)), counts)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts)
    along = (across / np.maximum(counts, 1)[:, None])[edge]
    sizes = np.bincount(ring[edge], minlength=len(rings))
    pieces = FlatRings(
        from_point[edge] + step[:, None] * along, np.concatenate([[0], np.cumsum(sizes)])
    )
    kept = sizes > 0
    pieces = FlatRings(pieces.points, np.concatenate([[0], np.cumsum(sizes[kept])]))
    length = (lengths / np.maximum(counts, 1))[edge]
    return Edges(
        start=pieces.points,
        along=along,
        length=length,
        unit=along / length[:, None],
        ring=ring[edge],
        before=pieces.previous(),
        after=pieces.following(),
        corners=np.flatnonzero(step == 0),
    )


def facing_pairs(edges: Edges, reach_mm: float, *, most: int) -> tuple[Integers, Integers] | int:
    """Return (points, edges), points being indices of edges too: that which starts there.

    Where there are more than `most` pairs, how many there are is returned instead.

    Points are corners of the rings: of two straight edges one end of either is
    always closest. Every pair of a corner and an edge whose middle is within
    `reach_mm` and which could face each other is among them, and many that do not.
    """
    middle = edges.start + edges.along / 2
    origin = middle.min(axis=0) - 2 * reach_mm
    extent = middle.max(axis=0) + 2 * reach_mm - origin
    # Larger cells only mean that more pairs are looked at.
    side = max(reach_mm, float(np.sqrt(extent.prod() * _DIRECTIONS / _MAX_CELLS)))
    rows = int(extent[1] / side) + 3
    cells = ((middle - origin) / side).astype(np.int32)
    key = (cells[:, 0] * _DIRECTIONS + _octants(edges.unit)) * rows + cells[:, 1]
    order = np.argsort(key, kind="stable")
    first = np.zeros(int(key.max()) + 3 * rows, dtype=np.int32)
    np.cumsum(np.bincount(key, minlength=len(first) - 1), out=first[1:])
    runs = [
        _runs(points, (edges.start[points] - origin) / side, octants, rows, first)
        for points, octants in _octants_faced(edges)
    ]
    points, low, counts = (np.concatenate(parts) for parts in zip(*runs, strict=True))
    if (total := int(counts.sum())) > most:
        return total
    skipped = np.repeat(low - (np.cumsum(counts) - counts), counts)
    return np.repeat(points, counts), order[np.arange(len(skipped)) + skipped]


def _octants(direction: Floats) -> NDArray[np.int32]:
    turn = np.arctan2(direction[:, 1], direction[:, 0]) * (_DIRECTIONS / (2 * np.pi))
    return np.floor(turn).astype(np.int32) % _DIRECTIONS


def _octants_faced(edges: Edges) -> Iterator[tuple[Integers, NDArray[np.int32]]]:
    """Yield corners with the octants of the edges that they could face.

    Where the ring turns by an angle, it faces directions against its own within
    half of that. The n octants about a direction hold all within n * 22.5 - 22.5 degrees.
    """
    corners = edges.corners
    leaving, arriving = edges.unit[corners], edges.unit[edges.before[corners]]
    against = -(leaving + arriving)
    nearest = np.rint(np.arctan2(against[:, 1], against[:, 0]) * (_DIRECTIONS / (2 * np.pi)))
    turn = (leaving * arriving).sum(axis=1)
    for lowest, highest, octants in _WIDE_AND_NARROW:
        chosen = np.flatnonzero((turn >= lowest) & (turn < highest))
        about = nearest[chosen, None].astype(np.int32) + np.arange(-octants // 2, octants // 2)
        yield corners[chosen], about % _DIRECTIONS


def _runs(
    points: Integers,
    cells: Floats,
    octants: NDArray[np.int32],
    rows: int,
    first: NDArray[np.int32],
) -> tuple[Integers, NDArray[np.int32], NDArray[np.int32]]:
    """Return points, where runs of edges near them begin, and how long those are.

    The three cells above each other lie in one run: rows are the key's last digit.
    """
    cell = cells.astype(np.int32)
    key = (octants - _DIRECTIONS + cell[:, :1] * _DIRECTIONS) * rows + cell[:, 1:] - 1
    low, counts = [], []
    for column in range(3):
        at = np.clip(key + column * _DIRECTIONS * rows, 0, len(first) - 4)
        low.append(first[at].ravel())
        counts.append(first[at + 3].ravel() - low[-1])
    everyone = np.tile(np.repeat(points, octants.shape[1]), 3)
    used = np.flatnonzero(found := np.concatenate(counts))
    return everyone[used], np.concatenate(low)[used], found[used]
