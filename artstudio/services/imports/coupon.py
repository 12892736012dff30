"""A fit coupon as a drawing of its own, which can be exported, sent and found like any other."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from artstudio.models import Generation
from artstudio.patterns.fit_coupon import HOLES, fit_coupon
from artstudio.services.imports.intake import import_drawing
from rmos_runs.errors import InvalidRequest

MEASURES = ("kerf", "clearance")
DEFAULTS = {"kerf": (0.05, 0.05), "clearance": (0.0, 0.05)}
_RANGES = {"first_mm": (0.0, 0.7), "step_mm": (0.01, 0.2)}
_MOST_MM = 0.7


def make_coupon(
    *,
    measures: Any = "kerf",
    first_mm: Any = None,
    step_mm: Any = None,
    request_id: str | None = None,
) -> Generation:
    """Draw a coupon with five values from `first_mm` on, and keep it as a drawing.

    The same values give the same bytes. Raises InvalidRequest.
    """
    if measures not in MEASURES:
        raise InvalidRequest(fields={"measures": [f"Choose one of {', '.join(MEASURES)}."]})
    first, step = DEFAULTS[measures]
    first = _length("first_mm", first if first_mm is None else first_mm)
    step = _length("step_mm", step if step_mm is None else step_mm)
    values = [round(first + step * index, 2) for index in range(HOLES)]
    if values[-1] > _MOST_MM or len(set(values)) < HOLES:
        fault = f"The five values must differ by 0.01 mm and end at {_MOST_MM:g} mm or below."
        raise InvalidRequest(fields={"step_mm": [fault]})
    svg = fit_coupon(values, measures=measures).to_svg()
    title = f"Fit coupon, {measures} {values[0]:.2f} to {values[-1]:.2f} mm"
    return import_drawing(ContentFile(svg, "coupon.svg"), title=title, request_id=request_id)


def _length(name: str, value: Any) -> float:
    low, high = _RANGES[name]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not low <= value <= high:
        raise InvalidRequest(fields={name: [f"Give a number of mm from {low:g} to {high:g}."]})
    return float(value)
