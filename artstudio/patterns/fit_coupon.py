"""A test piece that tells which clearance fits: a plate with five round holes, and a disc.

The disc is 6 mm wide. A hole for the clearance c is 2 c wider, so that c lies on each side
where the tool takes nothing away. A beam of the width k takes k/2 from each edge: the disc
then fits tightly into the hole whose drawn clearance is -k. A coupon for the kerf therefore
has holes smaller than the disc, and names each by the k that it is for. Round, because a
round hole comes out alike with a beam and with any router bit up to its width.
"""

from __future__ import annotations

from collections.abc import Sequence

from artstudio.fonts import text_rings
from artstudio.geometry.boolean import Ring
from artstudio.geometry.contours import contours_from_rings
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.patterns.shapes import circle

HOLES = 5
WIDTH_MM = 40.0
DISC_MM = 6.0
_PLATE_MM = 18.0
_HOLE_Y_MM = 6.5
_BASELINE_MM = 15.0
_TEXT_MM = 3.4
_APART_MM = 3.0
#: Between two holes, and between a hole and the plate's edge.
_LEAST_WALL_MM = 0.5
_CUT, _ENGRAVE = "#000000", "#0000ff"


def fit_coupon(values_mm: Sequence[float], *, measures: str) -> Drawing:
    """Return the coupon for five values in mm; measures: "kerf" or "clearance".

    Layers: `cut` (plate and disc) and `engrave` (the numbers). Raises ValueError for other
    than five values, or for holes that would vanish or touch.
    """
    if len(values_mm) != HOLES:
        raise ValueError(f"A coupon has {HOLES} values.")
    pitch = WIDTH_MM / HOLES
    rings = [_plate()]
    numbers: list[Ring] = []
    for index, value in enumerate(values_mm):
        radius = DISC_MM / 2 + (-value if measures == "kerf" else value)
        if not _LEAST_WALL_MM < radius <= (pitch - _LEAST_WALL_MM) / 2:
            raise ValueError("A hole would vanish or touch its neighbour.")
        x = (index + 0.5) * pitch
        rings.append(circle(radius, (x, _HOLE_Y_MM)))
        numbers += _number(f"{value:.2f}", x)
    top = _PLATE_MM + _APART_MM
    rings.append(circle(DISC_MM / 2, (WIDTH_MM / 2, top + DISC_MM / 2)))
    layers = (
        Layer(contours_from_rings(rings), _CUT, "cut"),
        Layer(contours_from_rings(numbers), _ENGRAVE, "engrave"),
    )
    return Drawing(WIDTH_MM, top + DISC_MM, layers)


def _plate() -> Ring:
    corners = [(0.0, 0.0), (WIDTH_MM, 0.0), (WIDTH_MM, _PLATE_MM), (0.0, _PLATE_MM)]
    return [(corner,) for corner in corners]


def _number(text: str, x: float) -> list[Ring]:
    """Return a number with its middle at `x`."""
    rings, advance = text_rings(text, size=_TEXT_MM)
    left = x - advance / 2
    return [
        [tuple((px + left, py + _BASELINE_MM) for px, py in segment) for segment in ring]
        for ring in rings
    ]
