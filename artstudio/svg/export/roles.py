"""Several roles in one drawing: what is cut, engraved and scored, by place or by colour."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from artstudio.geometry.contours import joined
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from artstudio.geometry.grid import dequantize
from artstudio.geometry.selection import select
from artstudio.svg.export.cut_order import ring_depths

#: Contours that lie in no other, and all others.
OUTLINE, INSIDE = "outline", "inside"
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII)


def is_selector(word: str) -> bool:
    """Whether a word can say what a role is for: `outline`, `inside` or `#rrggbb`."""
    return word in (OUTLINE, INSIDE) or bool(_COLOUR.fullmatch(word))


def by_role(
    drawing: Drawing, roles: Mapping[str, str]
) -> list[tuple[Layer | StrokeLayer, str | None]]:
    """Return the layers with their roles; those of an area may be two.

    A colour says more than a place: its layers have its role as a whole. Of other areas the
    outermost contours of the drawing are the outline, and what lies within them is inside.
    Without a role of its own a layer has None.
    """
    shown = [layer for layer in drawing.layers if not layer.is_empty]
    areas = [layer for layer in shown if isinstance(layer, Layer)]
    depths = iter(
        np.split(
            ring_depths(dequantize(joined([layer.on_grid for layer in areas]))),
            np.cumsum([len(layer.on_grid) for layer in areas])[:-1],
        )
    )
    found: list[tuple[Layer | StrokeLayer, str | None]] = []
    for layer in shown:
        colour = layer.fill if isinstance(layer, Layer) else layer.stroke
        depth = next(depths) if isinstance(layer, Layer) else None
        if colour in roles or depth is None or not isinstance(layer, Layer):
            found.append((layer, roles.get(colour)))
            continue
        contours = dequantize(layer.on_grid)
        for place, flags in ((OUTLINE, depth == 0), (INSIDE, depth > 0)):
            if flags.any():
                name = layer.name if flags.all() else ""
                part = replace(layer, contours=select(contours, flags), name=name)
                found.append((part, roles.get(place)))
    return found
