"""The parts, each drawn about the middle of its sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from artstudio.geometry.drawing import Drawing
from artstudio.patterns.body_part.f_hole import f_holes
from artstudio.patterns.body_part.parameters import BodyPartParameters
from artstudio.patterns.family import on_sheet
from artstudio.patterns.shapes import Ring, annulus, box, circle, contours, polygon
from artstudio.patterns.torch import torch


def draw(p: BodyPartParameters) -> Drawing:
    """Draw the part."""
    pens: Mapping[str, Callable[[BodyPartParameters], list[Ring]]] = {
        "f_holes": f_holes,
        "soundhole": _soundhole,
        "end_graft": _end_graft,
        "tie_block": _tie_block,
        "torch": lambda q: torch(q.height_mm, q.width_mm),
    }
    return on_sheet(p.width_mm, p.height_mm, [contours(pens[p.part](p))])


def _soundhole(p: BodyPartParameters) -> list[Ring]:
    rings = [circle(p.hole_mm / 2)]
    radius = p.hole_mm / 2
    for _ in range(p.rings):
        radius += p.space_mm + p.line_mm
        rings += annulus(radius, radius - p.line_mm)
    return rings


def _end_graft(p: BodyPartParameters) -> list[Ring]:
    """Return the wedge, and a line at each side of it."""
    half, foot, high = p.width_mm / 2, p.foot_mm / 2, p.height_mm / 2
    edge = p.line_mm + p.space_mm
    wedge = polygon(
        [(edge - half, -high), (half - edge, -high), (foot - edge, high), (edge - foot, high)]
    )
    line = [(half, -high), (half - p.line_mm, -high), (foot - p.line_mm, high), (foot, high)]
    return [wedge, *(polygon((side * x, y) for x, y in line) for side in (-1, 1))]


def _tie_block(p: BodyPartParameters) -> list[Ring]:
    """Return a frame, and the plate in it."""
    rings = []
    for inset in (0.0, p.line_mm, p.line_mm + p.space_mm):
        x, y = p.width_mm / 2 - inset, p.height_mm / 2 - inset
        rings.append(box(-x, -y, x, y))
    return rings
