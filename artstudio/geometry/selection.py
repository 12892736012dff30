"""Choosing and joining rings and strokes."""

from __future__ import annotations

import numpy as np
import shapely

from artstudio.geometry.arrays import Flags, Geometries, Integers
from artstudio.geometry.contours import (
    LINE,
    Arcs,
    Contours,
    Strokes,
    joined,
    strokes_from_lines,
)
from artstudio.geometry.polygons import FlatRings


def select(contours: Contours, rings: Flags) -> Contours:
    """Return the flagged rings, bool[rings]."""
    sizes = np.diff(contours.offsets)
    segments = np.repeat(rings, sizes)
    offsets = np.concatenate([[0], np.cumsum(sizes[rings])]).astype(np.int64)
    arcs = None if contours.arcs is None else contours.arcs.kept(segments)
    return Contours(contours.kinds[segments], contours.points[segments], offsets, arcs)


def in_order(contours: Contours, order: Integers) -> Contours:
    """Return the rings in another order, int64[rings]; arcs stay arcs."""
    sizes = np.diff(contours.offsets)[order]
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    index = np.arange(offsets[-1]) + np.repeat(contours.offsets[:-1][order] - offsets[:-1], sizes)
    arcs = contours.arcs
    if arcs is not None:
        of = arcs.of[index]
        # Arcs are numbered as they follow each other.
        numbers, first = np.unique(of[of >= 0], return_index=True)
        kept = numbers[np.argsort(first)]
        renumbered = np.full(len(arcs) + 1, -1)
        renumbered[kept] = np.arange(len(kept))
        arcs = Arcs(renumbered[of], arcs.radii[kept], arcs.rotations[kept], arcs.sweeps[kept])
    return Contours(contours.kinds[index], contours.points[index], offsets, arcs)


def select_strokes(strokes: Strokes, kept: Flags) -> Strokes:
    """Return the flagged strokes, bool[strokes]."""
    return Strokes(select(strokes.contours, kept), strokes.open[kept])


def concat_strokes(parts: list[Strokes]) -> Strokes:
    """Return all strokes of `parts` as one, in order."""
    opened = np.concatenate([np.zeros(0, dtype=bool), *(part.open for part in parts)])
    return Strokes(joined([part.contours for part in parts]), opened)


def strokes_of_lines(lines: Geometries) -> Strokes:
    """Return the line strings in any geometries as strokes of chords; the rest is left out."""
    pieces = shapely.get_parts(shapely.get_parts(shapely.line_merge(lines)))
    pieces = pieces[shapely.get_type_id(pieces) == shapely.GeometryType.LINESTRING]
    points = [[(x, y) for x, y in shapely.get_coordinates(piece).tolist()] for piece in pieces]
    return strokes_from_lines(
        (first, [(point,) for point in others], first != others[-1])
        for first, *others in points
        if others
    )


def as_contours(rings: FlatRings) -> Contours:
    """Return rings of chords as contours of lines."""
    kinds = np.full(len(rings.points), LINE, dtype=np.uint8)
    return Contours(kinds, np.repeat(rings.points[:, None], 3, axis=1), rings.offsets)
