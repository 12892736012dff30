"""How far a pair is from the gap it should have, measured on what is written."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from artstudio.cutting.areas import contours_of, parts_of
from artstudio.geometry.arrays import Geometries
from artstudio.geometry.drawing import Layer

STEP_MM = 0.05


def written(polygons: Geometries) -> Geometries:
    """Return polygons as they are after they were written, to half a micrometre."""
    return parts_of([Layer(contours_of(polygons))], chord_mm=0.0005)


def gap_errors(pocket: Geometries, insert: Geometries, gap_mm: float) -> np.ndarray:
    """Return how far every point of either edge is from being `gap_mm` from the other edge."""
    walls = [shapely.boundary(shapely.multipolygons(list(part))) for part in (pocket, insert)]
    shapely.prepare(walls)
    found = []
    for one, other in (walls, walls[::-1]):
        points = shapely.points(shapely.get_coordinates(shapely.segmentize(one, STEP_MM)))
        found.append(shapely.distance(points, other) - gap_mm)
    return np.concatenate(found)


def unreached(polygon: BaseGeometry, radius_mm: float, *, slack_mm: float = 0.006) -> float:
    """Return the area (mm²) of what a disc of this radius inside the polygon does not reach."""
    reach = polygon.buffer(-radius_mm + slack_mm).buffer(radius_mm, quad_segs=90)
    return float(shapely.area(shapely.difference(polygon, reach)))


def unreached_around(polygon: BaseGeometry, radius_mm: float) -> float:
    """Return the area of what a disc of this radius outside the polygon does not reach."""
    frame = polygon.envelope.buffer(6 * radius_mm)
    return unreached(shapely.difference(frame, polygon), radius_mm)
