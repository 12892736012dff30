"""PDF 1.4 at true size, written by hand: one page, curves as curves, no date, no compression.

PDF counts in points of 1/72 inch from the lower left corner; one matrix turns
the drawing's millimetres from the upper left into those. Source: PDF Reference,
third edition (Adobe, 2001), chapters 3.4 and 4.
"""

from __future__ import annotations

from collections.abc import Sequence

from artstudio.geometry.drawing import Drawing
from artstudio.svg.export.operators import (
    CAP_NUMBERS,
    JOIN_NUMBERS,
    MITRE_LIMIT,
    Operators,
    decimal,
    path_operators,
)
from artstudio.svg.export.presets import LayerStyle, Preset, Role, Roles, Shown, painted
from artstudio.svg.export.tool_paths import lines_in_mm

POINTS_PER_MM = 72 / 25.4
_WORDS = Operators(move="m", line="l", curve="c", close="h")


def pdf(
    drawing: Drawing,
    *,
    preset: Preset = Preset.PLAIN,
    role: Role | None = None,
    roles: Roles | None = None,
) -> bytes:
    """Return the drawing as a PDF whose page has the size of its sheet."""
    width, height = (n * POINTS_PER_MM for n in (drawing.width_mm, drawing.height_mm))
    shown = painted(drawing, preset=preset, role=role, roles=roles)
    content = _content(shown, drawing.height_mm).encode("ascii")
    return _document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.6f} {height:.6f}] "
            "/Resources << /ProcSet [/PDF] >> /Contents 4 0 R >>".encode("ascii"),
            b"<< /Length %d >>\nstream\n%bendstream" % (len(content), content),
        ]
    )


def _content(shown: Sequence[Shown], height_mm: float) -> str:
    scale, height = POINTS_PER_MM, height_mm * POINTS_PER_MM
    layers = "".join(
        _look(paint) + path_operators(lines_in_mm(layer), _WORDS) + _finish(paint)
        for layer, paint in shown
    )
    return f"{scale:.9f} 0 0 {-scale:.9f} 0 {height:.6f} cm\n{MITRE_LIMIT} M\n{layers}"


def _look(paint: LayerStyle) -> str:
    red, green, blue = paint.rgb
    colour = f"{red:.4f} {green:.4f} {blue:.4f}"
    if paint.filled:
        return f"{colour} rg\n"
    width, cap, join = decimal(paint.width_mm), CAP_NUMBERS[paint.cap], JOIN_NUMBERS[paint.join]
    return f"{colour} RG\n{width} w\n{cap} J\n{join} j\n"


def _finish(paint: LayerStyle) -> str:
    # Filled by the even-odd rule, or drawn along its lines.
    return "f*\n" if paint.filled else "S\n"


def _document(objects: list[bytes]) -> bytes:
    """Return a file of `objects`, numbered from 1; the first is the catalogue.

    The four high bytes after the header tell programs that move files not to
    change line ends, which would spoil the table of offsets.
    """
    data = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size = len(objects) + 1
    # Every entry has twenty bytes, its two at the end included.
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    xref = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(data))
    return data + xref + trailer
