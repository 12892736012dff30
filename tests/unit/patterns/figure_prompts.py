"""A prompt of each plain figure, and what its drawing covers."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from artstudio.patterns import Pattern
from tests.unit.patterns.geometry import flattened
from tests.unit.patterns.prompts import contours_of

PROMPTS = {
    "polygon": "seven-sided polygon",
    "star": "five-pointed star",
    "circle": "circle",
    "rectangle": "rectangle",
    "ellipse": "ellipse",
    "heart": "heart",
    "moon": "crescent moon",
    "gear": "gear with 12 teeth",
    "spiral": "spiral with 5 turns",
    "sunburst": "sunburst with 24 rays",
    "snowflake": "snowflake",
    "yin_yang": "yin yang",
    "flower_of_life": "flower of life",
    "chequerboard": "8x8 chequerboard",
    "dots": "dot grid 10x9",
    "halftone": "halftone",
    "honeycomb": "hexagon grid 6 by 5",
    "fish_scale": "fish scale pattern",
    "cairo": "cairo tiling",
    "penrose_kites": "penrose kites and darts",
    "penrose_rhombs": "penrose tiling",
    "maze": "maze",
    "round_maze": "round maze",
}


def polygons(pattern: Pattern, steps: int = 16) -> list[shapely.Polygon]:
    return [shapely.Polygon(ring) for ring in flattened(contours_of(pattern), steps)]


def ink(pattern: Pattern, steps: int = 16) -> Any:
    """The inked area: rings that do not cross, by the even-odd rule."""
    rings = sorted(polygons(pattern, steps), key=lambda ring: -ring.area)
    area: Any = rings[0]
    for ring in rings[1:]:
        inside = area.contains(ring.representative_point())
        area = area.difference(ring) if inside else area.union(ring)
    return area


def polar_of(pattern: Pattern) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Radius and turn of every node of the outline, from the middle of the sheet."""
    contours = contours_of(pattern)
    ends = contours.points[: contours.offsets[1], 2]
    middle = (pattern.drawing.width_mm / 2, pattern.drawing.height_mm / 2)
    x, y = (ends - middle).T
    return np.hypot(x, y), np.arctan2(x, -y) / (2 * np.pi) % 1


def nodes_of(pattern: Pattern) -> NDArray[np.float64]:
    return contours_of(pattern).points[:, 2]
