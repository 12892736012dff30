"""A vine that grows around a ring."""

from __future__ import annotations

from artstudio.geometry.contours import Contours
from artstudio.geometry.drawing import Drawing
from artstudio.patterns.family import on_sheet
from artstudio.patterns.shapes import annulus, contours
from artstudio.patterns.transforms import to_polar
from artstudio.patterns.vine.parameters import VineParameters


def draw_wreath(p: VineParameters, vine: Contours) -> Drawing:
    """Bend a grown vine (its bottom at y = 0) into the ring."""
    length, _, low = p.field
    ring = to_polar(vine, circumference=length, inner_radius=low)
    return on_sheet(p.width_mm, p.height_mm, [ring, *_rules(p)])


def _rules(p: VineParameters) -> list[Contours]:
    if not p.rule_mm:
        return []
    outer, inner = p.outer_mm / 2, p.inner_mm / 2
    return [
        contours(annulus(outer, outer - p.rule_mm)),
        contours(annulus(inner + p.rule_mm, inner)),
    ]
