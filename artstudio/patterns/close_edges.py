"""Which points of rings are near which of their edges, found by a grid of cells.

A drawing has tens of thousands of edges, and nearly all of them are near none
that faces them. Edges are sorted by cell and direction, so that each point
looks only at the edges that could run against its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artstudio.geometry.arrays import Floats, Integers
from artstudio.geometry.pairs import octants_faced, pairs_in_octants
from artstudio.geometry.polygons import FlatRings

# Turns of less than 20, less than 110 and up to 180 degrees (as cosines), and octants for them.
_TURNS = ((0.94, 2.0, 2), (-0.34, 0.94, 4), (-2.0, -0.34, 8))


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
    corners = edges.corners
    faced = octants_faced(corners, edges.unit[corners], edges.unit[edges.before[corners]], _TURNS)
    return pairs_in_octants(edges, faced, reach_mm, most=most)
