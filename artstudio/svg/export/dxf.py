"""DXF of release 2000 and of release 12: polylines in millimetres, y up.

Text is written straight into a frame: through an API of objects a dense
drawing takes seconds. What is drawn lies on layers by colour or by role and
takes its colour from its layer; a layer has its path's name where it has one.
Outlines are closed, and a stroke is a polyline along its middle, closed or open.
DXF knows areas only as hatches, which few cutters read: an engraving is its
closed outline on the layer `engrave`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from artstudio.geometry.contours import joined
from artstudio.geometry.drawing import Drawing
from artstudio.geometry.flatten import flattened
from artstudio.svg.export.dxf_template import MODEL_SPACE, r12_frame, r2000_frame
from artstudio.svg.export.presets import Preset, Role, Shown, painted
from artstudio.svg.export.tool_paths import lines_in_mm

# Half of the last of four decimals, in both directions.
_ROUNDING_MM = 0.00008
#: Handles below belong to the frame.
_FIRST_HANDLE = 0x1000

_R2000_LINE = (
    "0\nLWPOLYLINE\n5\n{handle:X}\n330\n{owner}\n100\nAcDbEntity\n8\n{layer}\n"
    "100\nAcDbPolyline\n90\n{corners}\n70\n{closed:d}\n43\n0.0\n"
)
_R2000_CORNER = "10\n%.4f\n20\n%.4f\n"
_R12_LINE = "0\nPOLYLINE\n8\n{layer}\n66\n1\n10\n0.0\n20\n0.0\n30\n0.0\n70\n{closed:d}\n"
_R12_CORNER = "0\nVERTEX\n8\n{layer}\n10\n%.4f\n20\n%.4f\n30\n0.0\n"
_R12_END = "0\nSEQEND\n8\n{layer}\n"


@dataclass(frozen=True)
class _Polyline:
    """x and y of the corners in turn, as they are written."""

    layer: str
    closed: bool
    numbers: tuple[float, ...]

    @property
    def corners(self) -> int:
        return len(self.numbers) // 2


def r2000(
    drawing: Drawing,
    *,
    tolerance_mm: float,
    preset: Preset = Preset.PLAIN,
    role: Role | None = None,
) -> bytes:
    """Return the drawing as DXF R2000 (AC1015) of LWPOLYLINEs, with its units stated."""
    shown = painted(drawing, preset=preset, role=role)
    lines = _polylines(shown, drawing.height_mm, tolerance_mm)
    return r2000_frame(
        entities="".join(_r2000_line(*item) for item in enumerate(lines, _FIRST_HANDLE)),
        layers=_colours(shown),
        size_mm=(float(drawing.width_mm), float(drawing.height_mm)),
        next_handle=_FIRST_HANDLE + len(lines),
    )


def r12(
    drawing: Drawing,
    *,
    tolerance_mm: float,
    preset: Preset = Preset.PLAIN,
    role: Role | None = None,
) -> bytes:
    """Return the drawing as DXF R12 (AC1009) of POLYLINEs; R12 cannot state units."""
    shown = painted(drawing, preset=preset, role=role)
    lines = _polylines(shown, drawing.height_mm, tolerance_mm)
    return r12_frame(
        entities="".join(map(_r12_line, lines)),
        layers=_colours(shown),
        size_mm=(float(drawing.width_mm), float(drawing.height_mm)),
    )


def _r2000_line(handle: int, line: _Polyline) -> str:
    head = _R2000_LINE.format(
        handle=handle,
        owner=MODEL_SPACE,
        layer=line.layer,
        corners=line.corners,
        closed=line.closed,
    )
    return head + _R2000_CORNER * line.corners % line.numbers


def _r12_line(line: _Polyline) -> str:
    return (
        _R12_LINE.format(layer=line.layer, closed=line.closed)
        + _R12_CORNER.format(layer=line.layer) * line.corners % line.numbers
        + _R12_END.format(layer=line.layer)
    )


def _polylines(shown: Sequence[Shown], height_mm: float, tolerance_mm: float) -> list[_Polyline]:
    """Return all lines of all layers, y up from the sheet's lower edge.

    They are flattened together: thousands of layers with a path each are usual in
    drawings from elsewhere, and the limit of corners is that of the file.
    """
    lines = [lines_in_mm(layer) for layer, _ in shown]
    names = [paint.layer for (_, paint), part in zip(shown, lines, strict=True) for _ in part.open]
    is_open = [flag for part in lines for flag in part.open.tolist()]
    corners, offsets = flattened(
        joined([part.contours for part in lines]), tolerance_mm - _ROUNDING_MM
    )
    corners[:, 1] = height_mm - corners[:, 1]
    # What would be rounded to -0.0000 becomes zero.
    flat = (corners.round(4) + 0.0).ravel().tolist()
    bounds = pairwise((offsets * 2).tolist())
    return [
        # The last corner of a ring is where it starts, which an open line has to say first.
        _Polyline(name, not ends, tuple(flat[b - 2 : b] + flat[a : b - 2] if ends else flat[a:b]))
        for name, ends, (a, b) in zip(names, is_open, bounds, strict=True)
    ]


def _colours(shown: Sequence[Shown]) -> dict[str, str]:
    return {paint.layer: paint.colour for _, paint in shown}
