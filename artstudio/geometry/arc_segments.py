"""Contours with an arc as one segment, and with the curves that stand for it.

The curves follow from the arc alone, so a drawing that is read has those that it was
written with.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from artstudio.geometry.contours import CUBIC, Arcs, Contours, Segment, contours_from_rings
from artstudio.geometry.elliptical_arcs import ArcFrames, arc_cubics, arc_frames

#: A segment that is an arc, in contours whose arcs are one segment each.
ARC = 2

Point = tuple[float, float]


class Arc(NamedTuple):
    """An arc from where the segment before it ends, up to half a turn.

    rotation: degrees. sweep: clockwise on the screen.
    """

    end: Point
    radii: Point
    rotation: float
    sweep: bool


def contours_with_arcs(
    rings: Iterable[Iterable[Segment | Arc]], *, mm_per_unit: float = 1.0
) -> Contours:
    """Build contours from rings of segments, some of which may be arcs."""
    given = [list(ring) for ring in rings]
    plain = contours_from_rings([[_plain(segment) for segment in ring] for ring in given])
    arcs = [(n, s) for n, s in enumerate(s for ring in given for s in ring) if isinstance(s, Arc)]
    if not arcs:
        return plain
    of = np.full(plain.nodes, -1)
    of[[n for n, _ in arcs]] = np.arange(len(arcs))
    known = Arcs(
        of,
        np.array([arc.radii for _, arc in arcs], dtype=np.float64),
        np.array([arc.rotation for _, arc in arcs], dtype=np.float64),
        np.array([arc.sweep for _, arc in arcs], dtype=bool),
    )
    kinds = np.where(of >= 0, ARC, plain.kinds).astype(np.uint8)
    collapsed = Contours(kinds, plain.points, plain.offsets, known)
    return with_curves(collapsed, mm_per_unit=mm_per_unit)


def _plain(segment: Segment | Arc) -> Segment:
    return (segment.end,) if isinstance(segment, Arc) else segment


def with_single_arcs(contours: Contours) -> Contours:
    """Return contours in which each arc is one segment of the kind ARC, up to its end."""
    arcs = contours.arcs
    if arcs is None or not len(arcs):
        return Contours(contours.kinds, contours.points, contours.offsets)
    keep = arcs.of < 0
    keep[arcs.last] = True
    ends = np.concatenate([[0], np.cumsum(keep)])[contours.offsets]
    of = arcs.of[keep]
    kinds = np.where(of >= 0, ARC, contours.kinds[keep]).astype(np.uint8)
    points = contours.points[keep]
    points[of >= 0, :2] = points[of >= 0, 2:]
    return Contours(kinds, points, ends, Arcs(of, arcs.radii, arcs.rotations, arcs.sweeps))


def frames_of(contours: Contours) -> ArcFrames:
    """Return the arcs of contours with single or many segments to an arc, by their middles."""
    arcs = contours.arcs
    assert arcs is not None
    return arc_frames(
        contours.starts()[arcs.first],
        contours.points[arcs.last, 2],
        arcs.radii,
        np.radians(arcs.rotations),
        arcs.sweeps,
    )


def with_curves(contours: Contours, *, mm_per_unit: float = 1.0) -> Contours:
    """Return contours in which each single ARC has become the curves that stand for it.

    mm_per_unit: how large a unit comes out, which says how many curves an arc needs.
    """
    arcs = contours.arcs
    if arcs is None or not len(arcs):
        return Contours(contours.kinds, contours.points, contours.offsets)
    at = arcs.first
    curves, pieces = arc_cubics(
        frames_of(contours), contours.points[at, 2], mm_per_unit=mm_per_unit
    )
    counts = np.ones(contours.nodes, dtype=np.int64)
    counts[at] = pieces
    of = np.repeat(arcs.of, counts)
    kinds = np.repeat(contours.kinds, counts)
    points = np.repeat(contours.points, counts, axis=0)
    kinds[of >= 0] = CUBIC
    points[of >= 0] = curves
    offsets = np.concatenate([[0], np.cumsum(counts)])[contours.offsets]
    return Contours(kinds, points, offsets, Arcs(of, arcs.radii, arcs.rotations, arcs.sweeps))
