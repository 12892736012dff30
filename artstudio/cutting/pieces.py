"""What the stock falls into when every contour is cut, and which of that is ink."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from artstudio.geometry.polygons import (
    Flags,
    FlatRings,
    Geometries,
    Integers,
    concat,
    rings_of_polygons,
)

# Between contours that all but coincide there is nothing to pick up.
_SLIVER_MM = 0.01


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """The parts of the stock, which reaches farther than the drawing on every side.

    count: all of them, with the rest of the stock; 0 where there is nothing to cut.
    ink: the dark ones. islands: light ones with cuts all around, which drop out with
    the dark around them.
    outlines: the boundary of the ink, which is to the left of it (y up), without
    crossings, by the even-odd rule.
    """

    count: int
    ink: int
    islands: int
    outlines: FlatRings


def pieces(rings: FlatRings, entangled: Flags, path: Integers | None = None) -> Pieces:
    """Return what the stock falls into when all `rings` are cut.

    `entangled` flags the rings that meet themselves or another. `path` says which path
    each belongs to, where there are several: ink is what one of them fills. May raise
    shapely.errors.GEOSException.
    """
    if not len(rings):
        return Pieces(count=0, ink=0, islands=0, outlines=rings)
    path = np.zeros(len(rings), dtype=np.int64) if path is None else path
    areas = rings.polygons()
    plain, own = rings.chosen(~entangled), path[~entangled]
    ring, around = _odd(_within(areas, path, np.asarray(shapely.points(plain.firsts()))))
    here = _flagged(ring[around == own[ring]], len(plain))
    elsewhere = _flagged(ring[around != own[ring]], len(plain))
    # The inside of a ring is one step deeper in its own path than the ring itself.
    is_ink, is_edge = elsewhere | ~here, ~elsewhere
    faces = _faces(areas[entangled])
    dark = _is_dark(faces, (areas[entangled], path[entangled]), (areas[~entangled], own))
    edges = plain.chosen(is_edge)
    edges = edges.turned((edges.areas() > 0) != is_ink[is_edge])
    return Pieces(
        count=len(plain) + len(faces) + 1,
        ink=int(is_ink.sum() + dark.sum()),
        islands=int((~is_ink).sum() + (~dark).sum()),
        outlines=concat([edges, _outlines_of(faces[dark])]),
    )


def _within(areas: Geometries, path: Integers, points: Geometries) -> Integers:
    """Return int64[2, n]: each point that lies in an area, and the path of that area."""
    if not len(areas):
        return np.zeros((2, 0), dtype=np.int64)
    point, area = shapely.STRtree(areas).query(points, predicate="within")
    return np.stack([point, path[area]])


def _odd(pairs: Integers) -> Integers:
    """Return the pairs that occur an odd number of times: those points are filled by that path."""
    step = pairs[1].max(initial=0) + 1
    unique, count = np.unique(pairs[0] * step + pairs[1], return_counts=True)
    return np.stack(np.divmod(unique[count % 2 == 1], step))


def _flagged(numbers: Integers, count: int) -> Flags:
    return np.bincount(numbers, minlength=count) > 0


def _faces(areas: Geometries) -> Geometries:
    """Return the areas that lines which meet enclose between them; slivers are left out."""
    lines = shapely.get_exterior_ring(areas)
    if not len(lines):
        return np.empty(0, dtype=object)
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines)]))
    width = 2 * shapely.area(faces) / shapely.length(faces)
    return np.asarray(faces[width > _SLIVER_MM], dtype=object)


def _is_dark(
    faces: Geometries, knotted: tuple[Geometries, Integers], plain: tuple[Geometries, Integers]
) -> Flags:
    """Tell which faces are ink.

    Rings that meet are told by a point of the face; those that meet nothing may
    lie in the face as well, so they are told by a point of its outline.
    """
    around = _within(*knotted, shapely.point_on_surface(faces))
    beyond = _within(*plain, shapely.get_point(shapely.get_exterior_ring(faces), 0))
    return _flagged(_odd(np.hstack([around, beyond]))[0], len(faces))


def _outlines_of(faces: Geometries) -> FlatRings:
    return rings_of_polygons(shapely.get_parts(shapely.union_all(faces)))
