"""Where the picture lies on the sheet of millimetres."""

from __future__ import annotations

from dataclasses import dataclass

from artstudio.geometry.contours import Contours
from artstudio.vectorize.options import DEFAULT_SIZE_MM, TraceOptions
from rmos_runs.errors import InvalidRequest

_LONGEST_SIDE_MM = 50_000.0
_SHORTEST_SIDE_MM = 0.001


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet, the size of a pixel on it, and where the picture's upper left corner is (mm)."""

    width_mm: float
    height_mm: float
    mm_per_px: float
    left_mm: float = 0.0
    top_mm: float = 0.0

    def placed(self, contours: Contours) -> Contours:
        """Return contours in pixels as contours in millimetres on the sheet."""
        return contours.scaled(self.mm_per_px).moved(self.left_mm, self.top_mm)


def sheet_for(width_px: int, height_px: int, options: TraceOptions) -> Sheet:
    """Return the sheet for a picture of that size, as `TraceOptions` describes it."""
    width, height = options.width_mm, options.height_mm
    if width is not None and height is not None:
        return _fitted(width_px, height_px, float(width), float(height))
    if width is not None:
        return _whole(width_px, height_px, width / width_px)
    if height is not None:
        return _whole(width_px, height_px, height / height_px)
    return _whole(width_px, height_px, DEFAULT_SIZE_MM / max(width_px, height_px))


def _whole(width_px: int, height_px: int, mm_per_px: float) -> Sheet:
    width, height = (max(round(n * mm_per_px, 3), _SHORTEST_SIDE_MM) for n in (width_px, height_px))
    if max(width, height) > _LONGEST_SIDE_MM:
        name = "width_mm" if height > width else "height_mm"
        fault = f"The sheet would be {width:,.0f} x {height:,.0f} mm. Give both sides."
        raise InvalidRequest(fault, fields={name: [fault]})
    return Sheet(width_mm=width, height_mm=height, mm_per_px=mm_per_px)


def _fitted(width_px: int, height_px: int, width: float, height: float) -> Sheet:
    mm_per_px = min(width / width_px, height / height_px)
    return Sheet(
        width_mm=width,
        height_mm=height,
        mm_per_px=mm_per_px,
        left_mm=(width - width_px * mm_per_px) / 2,
        top_mm=(height - height_px * mm_per_px) / 2,
    )
