"""Polygons grown and shrunk by GEOS, with arcs fine enough to be read as arcs again."""

from __future__ import annotations

import math

import numpy as np
import shapely

from artstudio.cutting.areas import polygons_in
from artstudio.geometry.arrays import Geometries

#: How far the chords of a rounded corner may be from its arc, mm.
ARC_MM = 0.001
#: A sharp corner reaches at most so many times the offset.
MITRE_LIMIT = 4.0


def quarter_chords(radius_mm: float) -> int:
    """Return into how many chords a quarter of a circle is cut so that none is ARC_MM off."""
    if radius_mm <= ARC_MM:
        return 4
    return max(4, math.ceil(math.pi / 4 / math.acos(1 - ARC_MM / radius_mm)))


def moved(polygons: Geometries, by_mm: float, *, sharp: bool = False) -> Geometries:
    """Return each polygon with its edges moved outward by `by_mm`, inward where it is negative.

    One geometry for each polygon, maybe empty or of several parts. sharp: corners stay
    corners, up to MITRE_LIMIT; else they become arcs.
    """
    found = shapely.buffer(
        polygons,
        by_mm,
        quad_segs=quarter_chords(abs(by_mm)),
        join_style="mitre" if sharp else "round",
        mitre_limit=MITRE_LIMIT,
    )
    return np.atleast_1d(np.asarray(found, dtype=object))


def opened(polygons: Geometries, radius_mm: float) -> Geometries:
    """Return what a disc of this radius reaches within each polygon."""
    return moved(moved(polygons, -radius_mm), radius_mm)


def with_owners(geometries: Geometries) -> tuple[Geometries, np.ndarray]:
    """Return the polygons of several geometries, and from which each comes."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    kept = shapely.area(parts) > 1e-5
    return np.asarray(parts[kept], dtype=object), owner[kept]


def united(polygons: Geometries) -> Geometries:
    """Return polygons of which none meets another and that cover the same."""
    return polygons_in(shapely.union_all(polygons)) if len(polygons) else polygons
