"""Drawings of which the true figures follow from arithmetic, not from another program.

Each has a name, layers, and what its cut card must say: numbers to 0.005 unless a
figure is a count.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from artstudio.geometry.contours import contours_from_rings, strokes_from_lines
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from tests.unit.cutting.cut_shapes import Ring, box, circle, polygon

SHEET_MM = 120.0
Point = tuple[float, float]


@dataclass(frozen=True)
class Truth:
    """A drawing and what is true of it; areas in mm², lengths in mm."""

    name: str
    layers: tuple[Layer | StrokeLayer, ...]
    card: dict[str, Any]
    area_mm2: float | None = None
    limits: dict[str, float] = field(default_factory=dict)

    @property
    def drawing(self) -> Drawing:
        return Drawing(SHEET_MM, SHEET_MM, self.layers)


def area(*rings: Ring, colour: str = "#000000") -> Layer:
    return Layer(contours_from_rings(rings), colour)


def line(*corners: Point, colour: str = "#000000", closed: bool = False) -> StrokeLayer:
    return StrokeLayer(
        strokes_from_lines([(corners[0], polygon(*corners[1:]), not closed)]), colour
    )


def ring_line(ring: Ring, colour: str = "#000000") -> StrokeLayer:
    return StrokeLayer(strokes_from_lines([(ring[-1][-1], ring, False)]), colour)


def turned(degrees: float, *corners: Point, about: Point = (60.0, 60.0)) -> list[Point]:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(about[0] + x * c - y * s, about[1] + x * s + y * c) for x, y in corners]


def wedge(degrees: float, *, length: float = 50) -> Ring:
    """A triangle with its tip at 10, 60."""
    half = length * math.tan(math.radians(degrees / 2))
    return polygon((10, 60), (10 + length, 60 - half), (10 + length, 60 + half))


def wedge_truth(degrees: float) -> Truth:
    """Below 0.3 mm the two sides are 0.15 / tan(angle / 2) long each."""
    thin = 0.15 / math.tan(math.radians(degrees / 2))
    card = {"smallest_feature_mm": 0.0, "thin_features": 1, "thin_length_mm": thin}
    return Truth(
        f"wedge of {degrees} degrees",
        (area(wedge(degrees)),),
        card | {"smallest_feature_at": [10, 60]},
        2500 * math.tan(math.radians(degrees / 2)),
    )


def disc_truth(diameter: float) -> Truth:
    """A circle by four curves encloses 0.028 % more than a circle."""
    card = {"smallest_feature_mm": diameter, "ink_parts": 1}
    card["thin_features"] = int(diameter < 0.3)
    return Truth(f"disc of {diameter} mm", (area(circle(60, 60, diameter / 2)),), card)


def hole_truth(diameter: float, tool: float, narrow: bool) -> Truth:
    card = {"smallest_gap_mm": diameter, "islands": 1, "tight_inside_corners": int(narrow)}
    return Truth(
        f"hole of {diameter} mm for a tool of {tool} mm",
        (area(box(10, 10, 100, 100), circle(60, 60, diameter / 2)),),
        card,
        limits={"tool_diameter_mm": tool},
    )


def ring_truth(outer: float, width: float) -> Truth:
    card = {"smallest_feature_mm": width, "thin_features": int(width < 0.3), "pieces": 3}
    rings = circle(60, 60, outer), circle(60, 60, outer - width)
    return Truth(f"ring of {outer} and {width} mm", (area(*rings),), card)


def bar_truth(width: float, degrees: float) -> Truth:
    corners = turned(
        degrees, (-20, -width / 2), (20, -width / 2), (20, width / 2), (-20, width / 2)
    )
    thin = width < 0.3
    card = {"smallest_feature_mm": width, "thin_features": int(thin)}
    card["thin_length_mm"] = 40.0 if thin else 0.0
    return Truth(
        f"bar of {width} mm at {degrees} degrees", (area(polygon(*corners)),), card, 40 * width
    )


def slot_truth(width: float) -> Truth:
    card = {"smallest_gap_mm": width, "narrow_gaps": int(width < 0.3), "smallest_feature_mm": 30.0}
    card["narrow_length_mm"] = 40.0 if width < 0.3 else 0.0
    rings = box(10, 20, 30, 40), box(40 + width, 20, 30, 40)
    return Truth(f"slot of {width} mm", (area(*rings),), card, 2400)


def neck_truth(gap: float) -> Truth:
    """Two holes of 10 mm side by side; between them the plate is as thin as their distance."""
    rings = box(5, 5, 110, 110), circle(50, 60, 5), circle(60 + gap, 60, 5)
    card = {"smallest_feature_mm": gap, "smallest_feature_at": [55 + gap / 2, 60]}
    card["thin_features"] = int(gap < 0.3)
    return Truth(f"neck of {gap} mm", (area(*rings),), card)


RED, BLUE = "#ff0000", "#0000ff"
SQUARE = box(10, 10, 20, 20)
PENTAGON = [
    (60 + 50 * math.sin(a), 60 - 50 * math.cos(a)) for a in (k * 0.8 * math.pi for k in range(5))
]
# A pentagram's ten outer triangles and its pentagon, by the radius of its tips.
_PENTAGRAM_MM2 = (
    50**2
    * 5
    * math.sin(math.radians(36))
    * math.sin(math.radians(18))
    / math.sin(math.radians(126))
)
_PENTAGON_MM2 = (
    2.5
    * (50 * math.cos(math.radians(72)) / math.cos(math.radians(36))) ** 2
    * math.sin(math.radians(72))
)

TRUTHS: tuple[Truth, ...] = (
    *(disc_truth(d) for d in (0.08, 0.25, 0.296, 0.3, 1, 3.05, 10, 37.3, 80)),
    *(hole_truth(d, 3, narrow) for d, narrow in ((2.9, True), (3.01, False), (3.05, False), (12, False))),
    *(ring_truth(r, w) for r, w in ((50, 0.2), (50, 0.296), (5, 0.25), (30, 1.5))),
    *(wedge_truth(a) for a in (1, 3, 5.9, 6, 6.1, 10, 15, 20)),
    *(bar_truth(w, a) for w, a in ((0.05, 0), (0.25, 33), (0.296, 0), (0.296, 71), (0.3, 0), (2, 12))),
    *(slot_truth(w) for w in (0.1, 0.296, 0.3, 4)),
    *(neck_truth(g) for g in (0.05, 0.2, 0.31)),
    Truth("bowtie", (area(polygon((10, 10), (50, 50), (50, 10), (10, 50))),), {"self_crossings": 1, "pieces": 3}, 800),
    Truth("pentagram", (area(polygon(*PENTAGON)),), {"self_crossings": 5, "islands": 1}, _PENTAGRAM_MM2 - _PENTAGON_MM2),
    Truth("square in square", (area(box(10, 10, 50, 50), box(20, 20, 10, 10)),), {"pieces": 3, "islands": 1}, 2400),
    Truth("the same square twice in one path is nothing", (area(SQUARE, SQUARE),), {"duplicate_contours": 1, "cut_twice_mm": 80.0}, 0),
    Truth("the same square twice in two paths", (area(SQUARE), area(SQUARE)), {"duplicate_contours": 1, "cut_twice_mm": 80.0}, 400),
    Truth("three times", (area(SQUARE), area(SQUARE), area(SQUARE)), {"duplicate_contours": 2, "cut_twice_mm": 160.0}, 400),
    Truth("the same square in two colours", (area(SQUARE), area(SQUARE, colour=RED)), {"duplicate_contours": 0, "cut_twice_mm": 0.0, "cut_twice_across_colours_mm": 80.0}, 400),
    Truth("squares that overlap in one path", (area(box(10, 10, 40, 40), box(30, 30, 40, 40)),), {"ring_crossings": 1, "cut_twice_mm": 0.0}, 2400),
    Truth("squares that overlap in two paths", (area(box(10, 10, 40, 40)), area(box(30, 30, 40, 40))), {"ring_crossings": 1, "covered_cut_mm": 40.0}, 2800),
    Truth("squares that overlap in two colours", (area(box(10, 10, 40, 40)), area(box(30, 30, 40, 40), colour=RED)), {"ring_crossings": 0, "covered_cut_mm": 40.0}, 2800),
    Truth("a hidden square", (area(box(30, 30, 10, 10), colour=RED), area(box(10, 10, 80, 80))), {"covered_cut_mm": 40.0}, 6400),
    Truth("a square in a hole is not hidden", (area(box(30, 30, 10, 10), colour=RED), area(box(10, 10, 80, 80), box(20, 20, 40, 40))), {"covered_cut_mm": 0.0}, 4900),
    Truth("squares with a common edge", (area(box(10, 10, 20, 20), box(30, 10, 20, 20)),), {"overlapping_contours": 1, "cut_twice_mm": 20.0}, 800),
    Truth("squares with half an edge in common", (area(box(10, 10, 20, 20), box(30, 20, 20, 20)),), {"overlapping_contours": 1, "cut_twice_mm": 10.0}, 800),
    Truth("areas of two colours with a common edge", (area(box(10, 10, 20, 20)), area(box(30, 10, 20, 20), colour=RED)), {"cut_twice_mm": 0.0, "cut_twice_across_colours_mm": 20.0}, 800),
    Truth("a stroke that lies partly on another", (line((10, 60), (90, 60)), line((30, 60), (60, 60))), {"cut_twice_mm": 30.0, "repeated_strokes": 0}),
    Truth("strokes that overlap by a third", (line((10, 60), (40, 60)), line((30, 60), (60, 60))), {"cut_twice_mm": 10.0}),
    Truth("slanted strokes that overlap", (line((10, 10), (70, 90)), line((40, 50), (100, 130))), {"cut_twice_mm": 50.0, "beyond_sheet_mm": 12.5}),
    Truth("a stroke there and back", (line((10, 60), (60, 60), (10, 60)),), {"cut_twice_mm": 50.0}),
    Truth("a stroke on an edge", (area(SQUARE), line((5, 10), (25, 10))), {"cut_twice_mm": 15.0}),
    Truth("a stroke of another colour on an edge", (area(SQUARE), line((5, 10), (25, 10), colour=RED)), {"cut_twice_mm": 0.0, "cut_twice_across_colours_mm": 15.0}),
    Truth("a square filled and stroked", (area(SQUARE), line((10, 10), (30, 10), (30, 30), (10, 30), closed=True)), {"cut_twice_mm": 80.0, "stroke_pieces": 1}, 400),
    Truth("a disc filled and stroked", (area(circle(60, 60, 20)), ring_line(circle(60, 60, 20))), {"cut_twice_mm": 40 * math.pi, "stroke_crossings": 0}),
    Truth("strokes that cross", (line((10, 10), (90, 90)), line((10, 90), (90, 10))), {"stroke_crossings": 1, "stroke_pieces": 0, "cut_twice_mm": 0.0}),
    Truth("four strokes that part a square", (line((10, 20), (90, 20)), line((10, 80), (90, 80)), line((20, 10), (20, 90)), line((80, 10), (80, 90))), {"stroke_crossings": 4, "stroke_pieces": 1}),
    Truth("a closed stroke is cut loose", (line((10, 10), (10, 50), (40, 50), closed=True),), {"stroke_pieces": 1, "open_subpaths": 0}),
    Truth("beyond the sheet on one side", (area(box(-30, 10, 60, 20)),), {"beyond_sheet_mm": 80.0}, 1200),
    Truth("beyond the sheet with a stroke", (line((100, 60), (160, 60)),), {"beyond_sheet_mm": 40.0}),
    Truth("on the edge of the sheet", (area(box(0, 0, 120, 120)),), {"beyond_sheet_mm": 0.0}, 14400),
    Truth("spur of 0.2 by 0.5 mm", (area(polygon((10, 10), (30, 10), (30, 20), (30.5, 20), (30.5, 20.2), (30, 20.2), (30, 30), (10, 30))),), {"smallest_feature_mm": 0.2, "thin_features": 1, "thin_length_mm": 0.5}, 400.1),
    Truth("tapering bar", (area(polygon((10, 50), (90, 50), (90, 52), (10, 50.2))),), {"smallest_feature_mm": 0.2, "thin_features": 1}, 88),
    Truth("comb", (area(*(box(10 + k, 10, 0.25, 20) for k in range(10))),), {"smallest_feature_mm": 0.25, "thin_features": 10, "thin_length_mm": 200.0, "smallest_gap_mm": 0.75}, 50),
    Truth("right-angled corners are not thin", (area(polygon((10, 10), (70, 10), (70, 40), (40, 40), (40, 90), (10, 90))),), {"thin_features": 0, "thin_length_mm": 0.0}, 3300),
    Truth("corners that all but touch", (area(polygon((10, 10), (60, 59.95), (110, 10))), area(polygon((10, 110), (60, 60.05), (110, 110)))), {"smallest_gap_mm": 0.1, "narrow_gaps": 1}),
)  # fmt: skip
