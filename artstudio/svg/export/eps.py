"""Encapsulated PostScript at true size: level 2, one page, no date, nothing to run but paths.

Source: PostScript Language Document Structuring Conventions 3.0 and EPSF
Specification 3.0 (Adobe, 1992).
"""

from __future__ import annotations

import math

from artstudio.geometry.drawing import Drawing
from artstudio.svg.export.operators import (
    CAP_NUMBERS,
    JOIN_NUMBERS,
    MITRE_LIMIT,
    Operators,
    decimal,
    path_operators,
)
from artstudio.svg.export.pdf import POINTS_PER_MM
from artstudio.svg.export.presets import LayerStyle, Preset, Role, Roles, painted
from artstudio.svg.export.tool_paths import lines_in_mm

_WORDS = Operators(move="m", line="l", curve="c", close="h")
_SHORT = (
    "/m {moveto} bind def\n/l {lineto} bind def\n/c {curveto} bind def\n/h {closepath} bind def\n"
)


def eps(
    drawing: Drawing,
    *,
    preset: Preset = Preset.PLAIN,
    role: Role | None = None,
    roles: Roles | None = None,
) -> bytes:
    """Return the drawing as EPS whose bounding box is its sheet."""
    width, height = (n * POINTS_PER_MM for n in (drawing.width_mm, drawing.height_mm))
    layers = "".join(
        f"newpath\n{path_operators(lines_in_mm(layer), _WORDS)}{_finish(paint)}"
        for layer, paint in painted(drawing, preset=preset, role=role, roles=roles)
    )
    return (
        "%!PS-Adobe-3.0 EPSF-3.0\n"
        f"%%BoundingBox: 0 0 {math.ceil(width)} {math.ceil(height)}\n"
        f"%%HiResBoundingBox: 0 0 {width:.6f} {height:.6f}\n"
        "%%LanguageLevel: 2\n%%Pages: 1\n%%EndComments\n"
        # Names of our own go into a dictionary of our own, which ends with the drawing.
        f"%%Page: 1 1\nsave\n8 dict begin\n{_SHORT}"
        f"0 {height:.6f} translate\n{POINTS_PER_MM:.9f} dup neg scale\n"
        f"{MITRE_LIMIT} setmiterlimit\n"
        f"{layers}end\nrestore\nshowpage\n%%EOF\n"
    ).encode("ascii")


def _finish(paint: LayerStyle) -> str:
    red, green, blue = paint.rgb
    colour = f"{red:.4f} {green:.4f} {blue:.4f} setrgbcolor\n"
    if paint.filled:
        return f"{colour}eofill\n"
    width, cap, join = decimal(paint.width_mm), CAP_NUMBERS[paint.cap], JOIN_NUMBERS[paint.join]
    return f"{colour}{width} setlinewidth {cap} setlinecap {join} setlinejoin\nstroke\n"
