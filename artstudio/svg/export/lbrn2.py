"""LightBurn's project file: shapes on layers with names, in millimetres, y up.

There is no official description; this is what LightBurn 0.9.24 to 1.4 wrote itself and what
MeerK40t and lbrnts read: layers before the shapes that use them, an XForm in every shape,
one contour to a Path, and no groups. Powers and speeds are left to the user.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from xml.sax.saxutils import quoteattr

import numpy as np

from artstudio.geometry.contours import CUBIC, Contours, Strokes
from artstudio.geometry.drawing import Drawing
from artstudio.geometry.primitives import Whole, ring_primitives
from artstudio.svg.export.cut_order import in_cut_order
from artstudio.svg.export.presets import LIGHTBURN_PALETTE, LayerStyle, Preset, Role, painted
from artstudio.svg.export.tool_paths import lines_in_mm

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<LightBurnProject AppVersion="1.4.05" FormatVersion="1" MaterialHeight="0" '
    'MirrorX="False" MirrorY="False">\n'
)


def lbrn2(
    drawing: Drawing, *, role: Role | None = None, roles: Mapping[str, Role] | None = None
) -> bytes:
    """Return the drawing as a LightBurn project (.lbrn2): curves exact, inner contours first.

    Layers that are engraved fill their shapes, all others follow them; they are worked in
    the order engrave, score, cut.
    """
    shown = painted(drawing, preset=Preset.LIGHTBURN, role=role, roles=roles)
    styles = sorted(dict.fromkeys(style for _, style in shown), key=_rank)
    layers = [_cut_setting(style, number) for number, style in enumerate(styles)]
    shapes = [
        shape
        for style in styles
        for layer, own in shown
        if own == style
        for shape in _shapes(in_cut_order(lines_in_mm(layer)), style, float(drawing.height_mm))
    ]
    return f"{_HEAD}{''.join(layers)}{''.join(shapes)}</LightBurnProject>\n".encode()


def _rank(style: LayerStyle) -> int:
    if style.filled:
        return 0
    return 1 if style.layer == Role.SCORE else 2


def _cut_setting(style: LayerStyle, priority: int) -> str:
    return (
        f'<CutSetting type="{"Scan" if style.filled else "Cut"}">\n'
        f'<index Value="{LIGHTBURN_PALETTE.index(style.colour)}"/>\n'
        f"<name Value={quoteattr(style.layer)}/>\n"
        f'<priority Value="{priority}"/>\n</CutSetting>\n'
    )


def _shapes(lines: Strokes, style: LayerStyle, height_mm: float) -> Sequence[str]:
    index = LIGHTBURN_PALETTE.index(style.colour)
    circles = _circles(lines.contours)
    found = []
    bounds = pairwise(lines.contours.offsets.tolist())
    for number, (first, end) in enumerate(bounds):
        if number in circles and not lines.open[number]:
            found.append(_ellipse(circles[number], index, height_mm))
        else:
            is_open = bool(lines.open[number])
            found.append(_path(lines.contours, first, end, index, height_mm, is_open=is_open))
    return found


def _circles(contours: Contours) -> dict[int, Whole]:
    if contours.arcs is None:
        return {}
    rings = enumerate(ring_primitives(contours))
    return {n: ring for n, ring in rings if isinstance(ring, Whole) and ring.is_circle}


def _ellipse(circle: Whole, index: int, height_mm: float) -> str:
    x, y = circle.centre
    rx, ry = (_number(radius) for radius in circle.radii)
    return (
        f'<Shape Type="Ellipse" CutIndex="{index}" Rx="{rx}" Ry="{ry}">\n'
        f"<XForm>1 0 0 1 {_number(x)} {_number(height_mm - y)}</XForm>\n</Shape>\n"
    )


def _path(
    contours: Contours, first: int, end: int, index: int, height_mm: float, *, is_open: bool
) -> str:
    """Return a shape of one contour: its corners with their controls, then lines and curves."""
    count = end - first
    ends = _up(contours.points[first:end, 2], height_mm)
    vertices = [ends[-1], *ends[:-1]]
    out, into = (_up(contours.points[first:end, k], height_mm) for k in (0, 1))
    curved = (contours.kinds[first:end] == CUBIC).tolist()
    # What leads into a corner belongs to the segment before it.
    before = [(k - 1) % count for k in range(count)]
    parts = []
    for k in range(count):
        leaves = _control(0, out[k]) if curved[k] else "c0x1"
        arrives = _control(1, into[before[k]]) if curved[before[k]] else "c1x1"
        x, y = vertices[k]
        parts.append(f"V{_number(x)} {_number(y)}{leaves}{arrives}")
    drawn = count - 1 if is_open else count
    steps = "".join(f"{'B' if curved[k] else 'L'}{k} {(k + 1) % count}" for k in range(drawn))
    return (
        f'<Shape Type="Path" CutIndex="{index}">\n<XForm>1 0 0 1 0 0</XForm>\n'
        f"<VertList>{''.join(parts)}</VertList>\n<PrimList>{steps}</PrimList>\n</Shape>\n"
    )


def _up(points: np.ndarray, height_mm: float) -> list[tuple[float, float]]:
    return [(x, height_mm - y) for x, y in points.tolist()]


def _control(which: int, at: tuple[float, float]) -> str:
    return f"c{which}x{_number(at[0])}c{which}y{_number(at[1])}"


def _number(value: float) -> str:
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
