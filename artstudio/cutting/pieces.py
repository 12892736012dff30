"""What the stock falls into when every contour is cut, and which of that is ink."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from artstudio.geometry.arrays import Flags, Geometries, Integers
from artstudio.geometry.point_in_rings import edges_of, paths_around
from artstudio.geometry.polygons import FlatRings, concat, rings_of_polygons

# Between contours that all but coincide there is nothing to pick up.
_SLIVER_MM = 0.01


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """The parts of the stock, which reaches farther than the drawing on every side.

    count: all of them, with the rest of the stock; 0 where there is nothing to cut.
    ink: the dark ones. islands: light ones with cuts all around, which drop out with
    the dark around them.
    is_edge: bool[rings], those that meet nothing and have ink on one side. has_ink:
    bool[rings], those of them that have it inside.
    faces: outlines of the ink between rings that meet, which have it to their left (y up).
    """

    count: int
    ink: int
    islands: int
    is_edge: Flags
    has_ink: Flags
    faces: FlatRings

    def outlines(self, rings: FlatRings) -> FlatRings:
        """Return the boundary of the ink, which is to the left of it (y up), without crossings."""
        edges, inside = rings.chosen(self.is_edge), self.has_ink[self.is_edge]
        return concat([edges.turned((edges.areas() > 0) != inside), self.faces])


def pieces(rings: FlatRings, entangled: Flags, path: Integers | None = None) -> Pieces:
    """Return what the stock falls into when all `rings` are cut.

    `entangled` flags the rings that meet themselves or another. `path` says which path
    each belongs to, where there are several: ink is what one of them fills. May raise
    shapely.errors.GEOSException.
    """
    count = len(rings)
    path = np.zeros(count, dtype=np.int64) if path is None else path
    if not count:
        nothing = np.zeros(0, dtype=bool)
        return Pieces(count=0, ink=0, islands=0, is_edge=nothing, has_ink=nothing, faces=rings)
    plain = np.flatnonzero(~entangled)
    point, around = paths_around(rings.firsts()[plain], edges_of(rings), path, own=plain)
    here = _flagged(point[around == path[plain[point]]], len(plain))
    elsewhere = _flagged(point[around != path[plain[point]]], len(plain))
    # The inside of a ring is one step deeper in its own path than the ring itself.
    is_ink, is_edge = elsewhere | ~here, ~elsewhere
    knotted = rings.chosen(entangled)
    faces = faces_between(knotted.lines())
    dark = _is_dark(faces, (knotted, path[entangled]), (rings.chosen(~entangled), path[plain]))
    every = np.zeros((2, count), dtype=bool)
    every[0, plain], every[1, plain] = is_edge, is_ink
    return Pieces(
        count=len(plain) + len(faces) + 1,
        ink=int(is_ink.sum() + dark.sum()),
        islands=int((~is_ink).sum() + (~dark).sum()),
        is_edge=every[0],
        has_ink=every[1],
        faces=_outlines_of(faces[dark]),
    )


def _odd(pairs: Integers) -> Integers:
    """Return the pairs that occur an odd number of times: those points are filled by that path."""
    step = pairs[1].max(initial=0) + 1
    unique, count = np.unique(pairs[0] * step + pairs[1], return_counts=True)
    return np.stack(np.divmod(unique[count % 2 == 1], step))


def _flagged(numbers: Integers, count: int) -> Flags:
    return np.bincount(numbers, minlength=count) > 0


def faces_between(lines: Geometries) -> Geometries:
    """Return the areas that lines which meet enclose between them; slivers are left out."""
    if not len(lines):
        return np.empty(0, dtype=object)
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines)]))
    width = 2 * shapely.area(faces) / shapely.length(faces)
    return np.asarray(faces[width > _SLIVER_MM], dtype=object)


def _is_dark(
    faces: Geometries, knotted: tuple[FlatRings, Integers], plain: tuple[FlatRings, Integers]
) -> Flags:
    """Tell which faces are ink.

    Rings that meet are told by a point of the face; those that meet nothing may
    lie in the face as well, so they are told by a point of its outline.
    """
    if not len(faces):
        return np.zeros(0, dtype=bool)
    inside = shapely.get_coordinates(shapely.point_on_surface(faces))
    outline = shapely.get_coordinates(shapely.get_point(shapely.get_exterior_ring(faces), 0))
    around = paths_around(inside, edges_of(knotted[0]), knotted[1])
    beyond = paths_around(outline, edges_of(plain[0]), plain[1])
    return _flagged(_odd(np.hstack([around, beyond]))[0], len(faces))


def _outlines_of(faces: Geometries) -> FlatRings:
    return rings_of_polygons(shapely.get_parts(shapely.union_all(faces)))
