"""A vine along a sheet: from end to end, or mirrored about a flower in the middle."""

from __future__ import annotations

from artstudio.geometry.contours import Contours, joined
from artstudio.geometry.drawing import Drawing
from artstudio.patterns.family import on_sheet
from artstudio.patterns.shapes import contours, polygon
from artstudio.patterns.sprouts import flower
from artstudio.patterns.transforms import moved, stretched, upright
from artstudio.patterns.vine.growth import middle_radius
from artstudio.patterns.vine.parameters import VineParameters


def draw_strip(p: VineParameters, vine: Contours) -> Drawing:
    """Put a vine of the first engine (its bottom at y = 0) on the sheet, with its flower."""
    length, high, _ = p.field
    if p.mirror:
        half = moved(vine, length / 2, 0.0)
        other = moved(stretched(half, -1, 1), length, 0.0)
        middle = contours(flower((length / 2, high / 2), middle_radius(p, high), 8, p.gap_mm))
        vine = joined([half, other, middle])
    return put_on_sheet(p, vine)


def put_on_sheet(p: VineParameters, vine: Contours) -> Drawing:
    """Put a grown vine (its bottom at y = 0) on the sheet, upright where that is higher."""
    _, _, low = p.field
    whole = joined([moved(vine, 0.0, low), _rules(p)])
    if p.height_mm > p.width_mm:
        whole = upright(whole)
    return on_sheet(p.width_mm, p.height_mm, [whole], centred=False)


def _rules(p: VineParameters) -> Contours:
    if not p.rule_mm:
        return contours([])
    long, short, low = p.field
    feet = (0.0, short + 2 * low - p.rule_mm)
    return contours(
        polygon([(0.0, y), (long, y), (long, y + p.rule_mm), (0.0, y + p.rule_mm)]) for y in feet
    )
