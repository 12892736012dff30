"""What a tool follows of a layer: the outlines of its areas, or its strokes."""

from __future__ import annotations

import numpy as np

from artstudio.geometry.contours import Strokes
from artstudio.geometry.drawing import Layer, StrokeLayer
from artstudio.geometry.grid import dequantize


def lines_of(layer: Layer | StrokeLayer) -> Strokes:
    """Return the lines of a layer as they are written, in whole micrometres."""
    if isinstance(layer, StrokeLayer):
        return layer.on_grid
    return Strokes(layer.on_grid, np.zeros(len(layer.on_grid), dtype=bool))


def lines_in_mm(layer: Layer | StrokeLayer) -> Strokes:
    """Return the lines of a layer in millimetres."""
    lines = lines_of(layer)
    return Strokes(dequantize(lines.contours), lines.open)
