"""What the stock falls into when every contour is cut, and which of that is ink."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from artstudio.svg.flat_rings import (
    Flags,
    FlatRings,
    Geometries,
    Integers,
    rings_of_polygons,
    together,
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


def pieces(rings: FlatRings, entangled: Flags) -> Pieces:
    """Return what the stock falls into when all `rings` are cut.

    `entangled` flags the rings that meet themselves or another. May raise
    shapely.errors.GEOSException.
    """
    if not len(rings):
        return Pieces(count=0, ink=0, islands=0, outlines=rings)
    areas = rings.polygons()
    plain, plain_areas = rings.chosen(~entangled), areas[~entangled]
    # The inside of a ring is one step deeper than the ring itself.
    is_ink = _depths(areas, np.asarray(shapely.points(plain.firsts()))) % 2 == 0
    faces = _faces(areas[entangled])
    dark = _is_dark(faces, areas[entangled], plain_areas)
    outlines = together([plain.turned((plain.areas() > 0) != is_ink), _outlines_of(faces[dark])])
    return Pieces(
        count=len(plain) + len(faces) + 1,
        ink=int(is_ink.sum() + dark.sum()),
        islands=int((~is_ink).sum() + (~dark).sum()),
        outlines=outlines,
    )


def _depths(areas: Geometries, points: Geometries) -> Integers:
    """Return for each point how many of the areas it lies in, by the even-odd rule for each."""
    if not len(areas):
        return np.zeros(len(points), dtype=np.int64)
    found = shapely.STRtree(areas).query(points, predicate="within")[0]
    return np.bincount(found, minlength=len(points))


def _faces(areas: Geometries) -> Geometries:
    """Return the areas that lines which meet enclose between them; slivers are left out."""
    lines = shapely.get_exterior_ring(areas)
    if not len(lines):
        return np.empty(0, dtype=object)
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines)]))
    width = 2 * shapely.area(faces) / shapely.length(faces)
    return np.asarray(faces[width > _SLIVER_MM], dtype=object)


def _is_dark(faces: Geometries, knotted: Geometries, plain: Geometries) -> Flags:
    """Tell which faces are ink.

    Rings that meet are told by a point of the face; those that meet nothing may
    lie in the face as well, so they are told by a point of its outline.
    """
    depths = _depths(knotted, shapely.point_on_surface(faces))
    depths = depths + _depths(plain, shapely.get_point(shapely.get_exterior_ring(faces), 0))
    return np.asarray(depths % 2 == 1)


def _outlines_of(faces: Geometries) -> FlatRings:
    return rings_of_polygons(shapely.get_parts(shapely.union_all(faces)))
