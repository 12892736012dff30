"""Outlines as polygons of fine chords, for what curves cannot be asked exactly, and back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from artstudio.geometry.curve_fit import fit_polygons
from artstudio.geometry.polygons import flattened
from artstudio.patterns.shapes import Ring, contours

#: How far chords may lie from their curves, and fitted curves from their chords, in mm.
CHORD_MM = 0.0015
FIT_MM = 0.004
_FEWEST = 3
_KINK_MM = 0.015


def area_of(rings: Sequence[Ring], *, tolerance_mm: float = CHORD_MM) -> shapely.Geometry:
    """Return the ink of rings that do not cross, by the even-odd rule, as polygons."""
    flat = flattened(contours(rings), tolerance_mm=tolerance_mm)
    polygons = [
        shapely.Polygon(points)
        for points in np.split(flat.points, flat.offsets[1:-1])
        if len(points) >= _FEWEST
    ]
    area: shapely.Geometry = shapely.Polygon()
    for one in sorted(polygons, key=lambda polygon: -polygon.area):
        area = shapely.symmetric_difference(area, shapely.make_valid(one))
    return area


def rings_of_area(area: shapely.Geometry, *, is_clean: bool = False) -> list[Ring]:
    """Return the outlines of polygons as lines and curves.

    Kinks smaller than a chord are smoothed away, unless there are none: is_clean.
    """
    if not is_clean:
        smaller = shapely.buffer(area, -_KINK_MM)
        area = shapely.buffer(shapely.buffer(smaller, 2 * _KINK_MM), -_KINK_MM)
    return fit_polygons(shapely.simplify(area, CHORD_MM / 2), FIT_MM)


def holes_of(rings: Sequence[Ring]) -> list[Ring]:
    """Return the rings of one plate without its outline, which reaches farthest."""
    reach = [max(abs(v) for segment in ring for v in segment[-1]) for ring in rings]
    outline = reach.index(max(reach))
    return [ring for i, ring in enumerate(rings) if i != outline]
