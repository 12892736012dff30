"""DXF of release 2000 and of release 12: closed polylines in millimetres, y up.

Text is written straight into a frame: through an API of objects a dense
drawing takes seconds. What is drawn lies on layers by colour, or by role, and
takes its colour from its layer. DXF knows areas only as hatches, which few
cutters read: an engraving is its closed outline on the layer `engrave`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from artstudio.svg.drawing import Drawing, Layer
from artstudio.svg.export.dxf_frame import MODEL_SPACE, r12_frame, r2000_frame
from artstudio.svg.export.flatten import flattened
from artstudio.svg.export.presets import Paint, Role, painted
from artstudio.svg.grid import in_mm

# Half of the last of four decimals, in both directions.
_ROUNDING_MM = 0.00008
#: Handles below belong to the frame.
_FIRST_HANDLE = 0x1000

_R2000_RING = (
    "0\nLWPOLYLINE\n5\n{handle:X}\n330\n{owner}\n100\nAcDbEntity\n8\n{layer}\n"
    "100\nAcDbPolyline\n90\n{corners}\n70\n1\n43\n0.0\n"
)
_R2000_CORNER = "10\n%.4f\n20\n%.4f\n"
_R12_RING = "0\nPOLYLINE\n8\n{layer}\n66\n1\n10\n0.0\n20\n0.0\n30\n0.0\n70\n1\n"
_R12_CORNER = "0\nVERTEX\n8\n{layer}\n10\n%.4f\n20\n%.4f\n30\n0.0\n"
_R12_END = "0\nSEQEND\n8\n{layer}\n"


def r2000(drawing: Drawing, *, tolerance_mm: float, role: Role | None = None) -> bytes:
    """Return the drawing as DXF R2000 (AC1015) of LWPOLYLINEs, with its units stated."""
    layers = painted(drawing, role)
    rings: list[str] = []
    for layer, paint in layers:
        rings += _r2000_rings(
            layer, paint, _FIRST_HANDLE + len(rings), drawing.height_mm, tolerance_mm
        )
    return r2000_frame(
        entities="".join(rings),
        layers=_names(layers),
        size_mm=(float(drawing.width_mm), float(drawing.height_mm)),
        next_handle=_FIRST_HANDLE + len(rings),
    )


def r12(drawing: Drawing, *, tolerance_mm: float, role: Role | None = None) -> bytes:
    """Return the drawing as DXF R12 (AC1009) of POLYLINEs; R12 cannot state units."""
    layers = painted(drawing, role)
    rings = [
        _R12_RING.format(layer=paint.layer)
        + _R12_CORNER.format(layer=paint.layer) * (len(ring) // 2) % tuple(ring)
        + _R12_END.format(layer=paint.layer)
        for layer, paint in layers
        for ring in _rings(layer, drawing.height_mm, tolerance_mm)
    ]
    return r12_frame(
        entities="".join(rings),
        layers=_names(layers),
        size_mm=(float(drawing.width_mm), float(drawing.height_mm)),
    )


def _r2000_rings(
    layer: Layer, paint: Paint, handle: int, height_mm: float, tolerance_mm: float
) -> list[str]:
    return [
        _R2000_RING.format(
            handle=number, owner=MODEL_SPACE, layer=paint.layer, corners=len(ring) // 2
        )
        + _R2000_CORNER * (len(ring) // 2) % tuple(ring)
        for number, ring in enumerate(_rings(layer, height_mm, tolerance_mm), handle)
    ]


def _rings(layer: Layer, height_mm: float, tolerance_mm: float) -> list[list[float]]:
    """Return x and y in turn of each ring's corners, y up from the sheet's lower edge."""
    corners, offsets = flattened(in_mm(layer.on_grid), tolerance_mm - _ROUNDING_MM)
    corners[:, 1] = height_mm - corners[:, 1]
    # What would be rounded to -0.0000 becomes zero.
    flat = (corners.round(4) + 0.0).ravel().tolist()
    bounds = (offsets * 2).tolist()
    return [flat[a:b] for a, b in pairwise(bounds)]


def _names(layers: Sequence[tuple[Layer, Paint]]) -> dict[str, str]:
    return {paint.layer: paint.colour for _, paint in layers}
