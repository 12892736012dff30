"""PNG at a stated resolution, so that programs place the picture at its true size."""

from __future__ import annotations

import math
import zlib

from artstudio.geometry.drawing import Drawing
from artstudio.svg.render import MAX_WIDTH_PX, render_png
from rmos_runs.errors import InvalidRequest

MM_PER_INCH = 25.4
MAX_PIXELS = 40_000_000
# The signature and the first chunk, IHDR: 4 bytes of length, 4 of type, 13 of data, 4 of CRC.
_HEAD = 8 + 4 + 4 + 13 + 4


def png(drawing: Drawing, *, dpi: int) -> bytes:
    """Return the drawing in its colours on white, `dpi` pixels for each 25.4 mm.

    Raises InvalidRequest, naming the largest dpi there is room for, when the
    picture has more than 40 million pixels or a side of more than 8192.
    """
    width_px, height_px = (_pixels(n, dpi) for n in (drawing.width_mm, drawing.height_mm))
    if width_px * height_px > MAX_PIXELS or max(width_px, height_px) > MAX_WIDTH_PX:
        raise _too_large(drawing, width_px, height_px)
    # A sheet of whole pixels, so that a pixel is exactly as large as it says.
    sheet = Drawing(width_px / dpi * MM_PER_INCH, height_px / dpi * MM_PER_INCH, drawing.layers)
    return _with_resolution(render_png(sheet.to_svg(), width_px=width_px), dpi)


def _pixels(size_mm: float, dpi: int) -> int:
    """Return how many pixels hold `size_mm`; what is over by a thousandth of one is not."""
    return max(1, math.ceil(size_mm / MM_PER_INCH * dpi - 0.001))


def _too_large(drawing: Drawing, width_px: int, height_px: int) -> InvalidRequest:
    sides = drawing.width_mm / MM_PER_INCH, drawing.height_mm / MM_PER_INCH
    most = int(min((MAX_WIDTH_PX - 1) / max(sides), (MAX_PIXELS / (sides[0] * sides[1])) ** 0.5))
    message = f"{width_px} by {height_px} pixels are too many. At most {most} dpi fit this drawing."
    return InvalidRequest(message, fields={"dpi": [message]})


def _with_resolution(picture: bytes, dpi: int) -> bytes:
    """Return the PNG with a pHYs chunk: pixels per metre in both directions."""
    per_metre = round(dpi / MM_PER_INCH * 1000)
    body = b"pHYs" + 2 * per_metre.to_bytes(4, "big") + b"\x01"
    chunk = (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    return picture[:_HEAD] + chunk + picture[_HEAD:]
