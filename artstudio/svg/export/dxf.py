"""DXF of release 2000 and of release 12: polylines, circles and splines in millimetres, y up.

Text is written straight into a frame: through an API of objects a dense
drawing takes seconds. What is drawn lies on layers by colour or by role and
takes its colour from its layer; a layer has its path's name where it has one.
Outlines are closed, and a stroke is a polyline along its middle, closed or open.
Curves become arcs (bulges of polylines, and circles), short lines, or splines.
A bulge is the tangent of a quarter of an arc's angle, stands at the point where the arc
starts, and is positive counter-clockwise (DXF reference, LWPOLYLINE, group 42).
DXF knows areas only as hatches, which few cutters read: an engraving is its
closed outline on the layer `engrave`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np

from artstudio.geometry.arc_fit import fit_arcs
from artstudio.geometry.contours import CUBIC, Contours, joined
from artstudio.geometry.drawing import Drawing
from artstudio.geometry.flatten import flattened
from artstudio.svg.export.dxf_template import MODEL_SPACE, r12_frame, r2000_frame
from artstudio.svg.export.presets import Preset, Role, Roles, Shown, painted
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
_BULGE = "42\n%.7f\n"
_R2000_CIRCLE = (
    "0\nCIRCLE\n5\n{handle:X}\n330\n{owner}\n100\nAcDbEntity\n8\n{layer}\n"
    "100\nAcDbCircle\n10\n{x:.4f}\n20\n{y:.4f}\n30\n0.0\n40\n{radius:.4f}\n"
)
_R12_CIRCLE = "0\nCIRCLE\n8\n{layer}\n10\n{x:.4f}\n20\n{y:.4f}\n30\n0.0\n40\n{radius:.4f}\n"
_R2000_SPLINE = (
    "0\nSPLINE\n5\n{handle:X}\n330\n{owner}\n100\nAcDbEntity\n8\n{layer}\n"
    "100\nAcDbSpline\n70\n8\n71\n3\n72\n{knots}\n73\n{controls}\n74\n0\n"
    "42\n0.0000001\n43\n0.0000001\n"
)


class Curves(StrEnum):
    """What curves become: bulges and circles, cubic splines, or short lines."""

    ARCS = "arcs"
    SPLINES = "splines"
    LINES = "lines"


@dataclass(frozen=True)
class _Polyline:
    """x and y of the corners in turn, as they are written, and the bulge where an arc begins.

    A bulge of 0 is a line by the format, but FreeCAD loses such a line: it gets none.
    """

    layer: str
    closed: bool
    numbers: tuple[float, ...]
    bends: tuple[bool, ...]

    def r2000(self, handle: int) -> str:
        head = _R2000_LINE.format(
            handle=handle,
            owner=MODEL_SPACE,
            layer=self.layer,
            corners=len(self.bends),
            closed=self.closed,
        )
        return head + self._corners(_R2000_CORNER)

    def r12(self) -> str:
        return (
            _R12_LINE.format(layer=self.layer, closed=self.closed)
            + self._corners(_R12_CORNER.format(layer=self.layer))
            + _R12_END.format(layer=self.layer)
        )

    def _corners(self, corner: str) -> str:
        bent = corner + _BULGE
        return "".join(bent if bends else corner for bends in self.bends) % self.numbers


@dataclass(frozen=True)
class _Circle:
    layer: str
    x: float
    y: float
    radius: float

    def r2000(self, handle: int) -> str:
        return _R2000_CIRCLE.format(handle=handle, owner=MODEL_SPACE, **vars(self))

    def r12(self) -> str:
        return _R12_CIRCLE.format(**vars(self))


@dataclass(frozen=True)
class _Spline:
    """x and y of the controls in turn: a start, then three for each curve."""

    layer: str
    numbers: tuple[float, ...]

    def r2000(self, handle: int) -> str:
        controls = len(self.numbers) // 2
        curves = (controls - 1) // 3
        knots = [0, *(k for k in range(curves + 1) for _ in range(3)), curves]
        head = _R2000_SPLINE.format(
            handle=handle,
            owner=MODEL_SPACE,
            layer=self.layer,
            knots=len(knots),
            controls=controls,
        )
        body = "".join(f"40\n{knot}.0\n" for knot in knots)
        return head + body + "10\n%.4f\n20\n%.4f\n30\n0.0\n" * controls % self.numbers

    def r12(self) -> str:
        raise ValueError("R12 has no splines.")


_Entity = _Polyline | _Circle | _Spline


def r2000(
    drawing: Drawing,
    *,
    tolerance_mm: float,
    preset: Preset = Preset.PLAIN,
    role: Role | None = None,
    roles: Roles | None = None,
    curves: Curves = Curves.LINES,
) -> bytes:
    """Return the drawing as DXF R2000 (AC1015), with its units stated.

    tolerance_mm: how far lines and arcs may stray from curves; splines do not.
    """
    shown = painted(drawing, preset=preset, role=role, roles=roles)
    found = _entities(shown, drawing.height_mm, tolerance_mm, curves)
    return r2000_frame(
        entities="".join(
            entity.r2000(handle) for handle, entity in enumerate(found, _FIRST_HANDLE)
        ),
        layers=_colours(shown),
        size_mm=(float(drawing.width_mm), float(drawing.height_mm)),
        next_handle=_FIRST_HANDLE + len(found),
    )


def r12(
    drawing: Drawing,
    *,
    tolerance_mm: float,
    preset: Preset = Preset.PLAIN,
    role: Role | None = None,
    roles: Roles | None = None,
    curves: Curves = Curves.LINES,
) -> bytes:
    """Return the drawing as DXF R12 (AC1009); R12 cannot state units and has no splines."""
    shown = painted(drawing, preset=preset, role=role, roles=roles)
    found = _entities(shown, drawing.height_mm, tolerance_mm, curves)
    return r12_frame(
        entities="".join(entity.r12() for entity in found),
        layers=_colours(shown),
        size_mm=(float(drawing.width_mm), float(drawing.height_mm)),
    )


def _entities(
    shown: Sequence[Shown], height_mm: float, tolerance_mm: float, curves: Curves
) -> Sequence[_Entity]:
    """Return all lines of all layers, y up from the sheet's lower edge.

    They are fitted together: thousands of layers with a path each are usual in
    drawings from elsewhere, and the limit of corners is that of the file.
    """
    lines = [lines_in_mm(layer) for layer, _ in shown]
    names = [paint.layer for (_, paint), part in zip(shown, lines, strict=True) for _ in part.open]
    is_open = [flag for part in lines for flag in part.open.tolist()]
    contours = joined([part.contours for part in lines])
    write = {Curves.ARCS: _arcs, Curves.SPLINES: _splines, Curves.LINES: _polylines}[curves]
    return write(contours, names, is_open, height_mm, tolerance_mm - _ROUNDING_MM)


def _polylines(
    contours: Contours,
    names: Sequence[str],
    is_open: Sequence[bool],
    height_mm: float,
    tolerance_mm: float,
) -> Sequence[_Entity]:
    corners, offsets = flattened(contours, tolerance_mm)
    corners[:, 1] = height_mm - corners[:, 1]
    # What would be rounded to -0.0000 becomes zero.
    flat = (corners.round(4) + 0.0).ravel().tolist()
    bounds = pairwise((offsets * 2).tolist())
    return [
        # The last corner of a ring is where it starts, which an open line has to say first.
        _straight(name, flat[b - 2 : b] + flat[a : b - 2] if ends else flat[a:b], closed=not ends)
        for name, ends, (a, b) in zip(names, is_open, bounds, strict=True)
    ]


def _straight(layer: str, numbers: list[float], *, closed: bool) -> _Polyline:
    return _Polyline(layer, closed, tuple(numbers), (False,) * (len(numbers) // 2))


def _arcs(
    contours: Contours,
    names: Sequence[str],
    is_open: Sequence[bool],
    height_mm: float,
    tolerance_mm: float,
) -> Sequence[_Entity]:
    fitted = fit_arcs(contours, tolerance_mm)
    # Where each piece starts; y up, an arc turns the other way.
    starts = np.roll(fitted.ends, 1, axis=0)
    starts[fitted.offsets[:-1]] = fitted.ends[fitted.offsets[1:] - 1]
    starts[:, 1] = height_mm - starts[:, 1]
    corners = np.column_stack([starts.round(4), -fitted.bulges.round(7)]) + 0.0
    bends = corners[:, 2] != 0
    written = np.column_stack([np.ones((len(bends), 2), bool), bends])
    found: list[_Entity] = []
    bounds = pairwise(fitted.offsets.tolist())
    for name, ends, circle, (a, b) in zip(
        names, is_open, fitted.circles.tolist(), bounds, strict=True
    ):
        if not ends and circle[2] == circle[2]:
            found.append(_Circle(name, circle[0], height_mm - circle[1] + 0.0, circle[2]))
            continue
        own = tuple(corners[a:b][written[a:b]].tolist())
        found.append(_Polyline(name, not ends, own, tuple(bends[a:b].tolist())))
    return found


def _splines(
    contours: Contours,
    names: Sequence[str],
    is_open: Sequence[bool],
    height_mm: float,
    _tolerance_mm: float,
) -> Sequence[_Entity]:
    """Return rings of lines as polylines, and the others as cubic splines that are exact."""
    starts, points = contours.starts(), contours.points.copy()
    line = contours.kinds != CUBIC
    # A line is a cubic whose controls part it in three.
    along = points[line, 2] - starts[line]
    points[line, 0] = starts[line] + along / 3
    points[line, 1] = starts[line] + along * (2 / 3)
    for array in (starts, points):
        array[..., 1] = height_mm - array[..., 1]
    starts, points = starts.round(4) + 0.0, points.round(4) + 0.0
    found: list[_Entity] = []
    bounds = pairwise(contours.offsets.tolist())
    for name, ends, (a, b) in zip(names, is_open, bounds, strict=True):
        if line[a:b].all():
            found.append(_straight(name, starts[a:b].ravel().tolist(), closed=not ends))
            continue
        own = points[a : b - 1 if ends else b].reshape(-1, 2)
        found.append(_Spline(name, (*starts[a].tolist(), *own.ravel().tolist())))
    return found


def _colours(shown: Sequence[Shown]) -> dict[str, str]:
    return {paint.layer: paint.colour for _, paint in shown}
