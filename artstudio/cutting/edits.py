"""A filled layer changed in some parts: all other contours keep their bytes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from artstudio.cutting.areas import CHORD_MM, nested, polygons_in
from artstudio.cutting.intersections import find_intersections
from artstudio.cutting.pieces import pieces
from artstudio.geometry.arrays import Flags, Geometries, Integers
from artstudio.geometry.contours import joined
from artstudio.geometry.drawing import Layer
from artstudio.geometry.grid import dequantize
from artstudio.geometry.selection import select
from artstudio.geometry.splice import Chords


class EditedLayer:
    """The inked parts of one layer, to be changed part by part."""

    def __init__(self, layer: Layer) -> None:
        """Read the layer; raises TooManyIntersections and GEOSException like a cut card."""
        self.layer = layer
        self._chords = Chords(dequantize(layer.on_grid), tolerance_mm=CHORD_MM)
        rings = self._chords.rings
        self.parts: Geometries = nested(
            pieces(rings, find_intersections(rings).entangled).outlines(rings)
        )

    def with_parts(self, changed: Flags, instead: Geometries) -> Layer:
        """Return the layer with the flagged parts replaced by other polygons."""
        drop, touched = self._drawn_rings(changed)
        # Parts that share a contour with a changed one are written again, as they are.
        new = self._chords.spliced(np.concatenate([polygons_in(instead), self.parts[touched]]))
        keep = np.ones(len(self._chords.contours), dtype=bool)
        keep[drop] = False
        kept = select(self._chords.contours, keep)
        return replace(self.layer, contours=joined([kept, new]))

    def _drawn_rings(self, changed: Flags) -> tuple[Integers, Flags]:
        """Return the contours of the flagged parts, and the other parts that have any of those."""
        part, ring = self._chords.rings_of(self.parts).T
        flags = changed
        while True:
            drop = np.unique(ring[flags[part]])
            wider = flags.copy()
            wider[part[np.isin(ring, drop)]] = True
            if (wider == flags).all():
                return drop, flags & ~changed
            flags = wider


def total_area(polygons: Geometries) -> float:
    """Return the area of polygons in mm², to a hundredth of a square micrometre."""
    return round(float(np.sum(shapely.area(polygons))), 4)
