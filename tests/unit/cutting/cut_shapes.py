"""Shapes of which every fact of the cut is known beforehand, and their cards."""

from __future__ import annotations

import math
from typing import Any

from artstudio.cutting.card import CutCard, CutLimits, cut_card
from artstudio.cutting.warnings import cut_warnings
from artstudio.geometry.contours import Segment, contours_from_rings
from artstudio.geometry.drawing import Drawing, Layer

# A quarter of a circle by one cubic curve is right to 0.03 % of its radius.
KAPPA = 4 / 3 * (math.sqrt(2) - 1)

Ring = list[Segment]


def polygon(*corners: tuple[float, float]) -> Ring:
    return [(corner,) for corner in corners]


def box(x: float, y: float, width: float, height: float) -> Ring:
    return polygon((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def circle(x: float, y: float, r: float) -> Ring:
    k = KAPPA * r
    return [
        ((x + r, y + k), (x + k, y + r), (x, y + r)),
        ((x - k, y + r), (x - r, y + k), (x - r, y)),
        ((x - r, y - k), (x - k, y - r), (x, y - r)),
        ((x + k, y - r), (x + r, y - k), (x + r, y)),
    ]


def drawn(*rings: Ring, width: float = 120, height: float = 120) -> Drawing:
    return Drawing(width, height, (Layer(contours_from_rings(rings)),))


def card_of(drawing: Drawing, **limits: float) -> CutCard:
    return cut_card(drawing, cut_length_mm=600, svg_bytes=1, limits=CutLimits(**limits))


def facts(*rings: Ring, **limits: float) -> dict[str, Any]:
    return card_of(drawn(*rings), **limits).as_dict()


def codes(*rings: Ring, **limits: float) -> list[str]:
    return [warning["code"] for warning in cut_warnings(card_of(drawn(*rings), **limits))]


def warning(code: str, *rings: Ring, **limits: float) -> dict[str, Any]:
    (found,) = [w for w in cut_warnings(card_of(drawn(*rings), **limits)) if w["code"] == code]
    return found
