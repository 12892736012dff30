"""What the sheet falls into when every contour is cut, and which of that is ink."""

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
    """The parts of the sheet.

    count: all of them; 0 where there is nothing to cut. ink: the dark ones.
    islands: light ones that do not reach the edge of the sheet, and so drop out
    with the dark around them.
    outlines: the boundary of the ink, which is to the left of it (y up), without
    crossings, by the even-odd rule.
    """

    count: int
    ink: int
    islands: int
    outlines: FlatRings


def pieces(rings: FlatRings, entangled: Flags, size_mm: tuple[float, float]) -> Pieces:
    """Return what a sheet of `size_mm` falls into when all `rings` are cut.

    `entangled` flags the rings that meet themselves or another. What lies beyond
    the sheet is not counted. May raise shapely.errors.GEOSException.
    """
    if not len(rings):
        return Pieces(count=0, ink=0, islands=0, outlines=rings)
    inside, outside = _beside_the_edge(rings, size_mm)
    at_edge = ~(inside | outside)
    knotted = entangled | at_edge
    areas = rings.polygons()
    plain, plain_areas = rings.chosen(~knotted), areas[~knotted]
    # The inside of a ring is one step deeper than the ring itself.
    is_ink = _depths(areas, np.asarray(shapely.points(plain.firsts()))) % 2 == 0
    counted = inside[~knotted]
    faces = _faces(areas[knotted], size_mm if at_edge.any() else None)
    dark = _is_dark(faces, areas[knotted], plain_areas)
    outlines = together([plain.turned((plain.areas() > 0) != is_ink), _outlines_of(faces[dark])])
    within, at_rim = _beside_the_sheet(faces, size_mm)
    return Pieces(
        count=int(counted.sum() + within.sum()) + (not at_edge.any()),
        ink=int((counted & is_ink).sum() + (within & dark).sum()),
        islands=int((counted & ~is_ink).sum() + (within & ~dark & ~at_rim).sum()),
        outlines=outlines,
    )


def _beside_the_edge(rings: FlatRings, size_mm: tuple[float, float]) -> tuple[Flags, Flags]:
    """Return which rings lie inside the sheet and which outside, without touching its edge."""
    bounds = rings.bounds()
    inside = np.all((bounds[:, :2] > 0) & (bounds[:, 2:] < size_mm), axis=1)
    outside = np.any((bounds[:, 2:] < 0) | (bounds[:, :2] > size_mm), axis=1)
    return np.asarray(inside), np.asarray(outside)


def _depths(areas: Geometries, points: Geometries) -> Integers:
    """Return for each point how many of the areas it lies in, by the even-odd rule for each."""
    if not len(areas):
        return np.zeros(len(points), dtype=np.int64)
    found = shapely.STRtree(areas).query(points, predicate="within")[0]
    return np.bincount(found, minlength=len(points))


def _faces(areas: Geometries, sheet_mm: tuple[float, float] | None) -> Geometries:
    """Return the areas that lines which meet enclose between them; slivers are left out."""
    lines = shapely.get_exterior_ring(areas)
    if sheet_mm is not None:
        lines = np.append(lines, [shapely.box(0, 0, *sheet_mm).exterior])
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


def _beside_the_sheet(faces: Geometries, size_mm: tuple[float, float]) -> tuple[Flags, Flags]:
    """Return which faces lie in the sheet, and which of them reach its edge."""
    points = shapely.point_on_surface(faces)
    x, y = shapely.get_x(points), shapely.get_y(points)
    bounds = shapely.bounds(faces).reshape(-1, 4)
    within = (x > 0) & (y > 0) & (x < size_mm[0]) & (y < size_mm[1])
    clear = (bounds[:, :2] > 0).all(axis=1) & (bounds[:, 2:] < size_mm).all(axis=1)
    return within, within & ~clear
