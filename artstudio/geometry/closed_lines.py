"""Closed lines as areas: what is drawn in outline becomes a shape with an inside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from artstudio.geometry.selection import select, select_strokes


def fill_closed_lines(drawing: Drawing) -> tuple[Drawing, int]:
    """Return the drawing with its closed lines as areas, and how many there were.

    The lines of a layer that lie in each other are outlines and holes in turn. Open lines
    stay lines. The width of a line that becomes an area is given up.
    """
    layers: list[Layer | StrokeLayer] = []
    count = 0
    for layer in drawing.layers:
        if isinstance(layer, Layer):
            layers.append(layer)
            continue
        closed = ~layer.strokes.open
        count += int(np.count_nonzero(closed))
        layers += _parted(layer)
    return replace(drawing, layers=tuple(layers)), count


def _parted(layer: StrokeLayer) -> list[Layer | StrokeLayer]:
    is_open = layer.strokes.open
    parts: list[Layer | StrokeLayer] = []
    if not is_open.all():
        parts.append(Layer(select(layer.strokes.contours, ~is_open), layer.stroke, layer.name))
    if is_open.any():
        name = f"{layer.name}-lines" if layer.name and parts else layer.name
        parts.append(replace(layer, strokes=select_strokes(layer.strokes, is_open), name=name))
    return [part for part in parts if not part.is_empty]
