"""Strokes as lines of chords, close enough to their curves to be measured instead."""

from __future__ import annotations

import numpy as np
import shapely

from artstudio.geometry.arrays import Geometries
from artstudio.geometry.contours import Strokes
from artstudio.geometry.grid import dequantize
from artstudio.geometry.polygons import TOLERANCE_MM, flattened


def strokes_in_mm(strokes: Strokes) -> Strokes:
    """Return strokes in micrometres in millimetres."""
    return Strokes(dequantize(strokes.contours), strokes.open)


def flat_lines(strokes: Strokes, *, tolerance_mm: float = TOLERANCE_MM) -> Geometries:
    """Return each of `strokes` (mm) as shapely's line string; a closed one ends where it starts."""
    rings = flattened(strokes.contours, tolerance_mm=tolerance_mm)
    if not len(rings):
        return np.empty(0, dtype=object)
    # A ring ends in its start, which becomes the first point; a closed one keeps it at the end.
    sizes = rings.sizes + ~strokes.open
    line = np.repeat(np.arange(len(rings)), sizes)
    step = np.arange(len(line)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    point = np.where(step == 0, rings.offsets[line + 1] - 1, rings.offsets[line] + step - 1)
    return np.asarray(shapely.linestrings(rings.points[point], indices=line))
