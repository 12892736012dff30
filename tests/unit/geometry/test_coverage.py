"""Which pixels strokes cover, against resvg and against shapes whose pixels can be counted."""

from __future__ import annotations

import io
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from artstudio.geometry.contours import (
    Segment,
    contours_from_rings,
    strokes_from_lines,
)
from artstudio.geometry.coverage import agreement
from artstudio.geometry.drawing import CAPS, JOINS, Drawing, Layer, StrokeLayer
from artstudio.svg.render import render_png
from tests.rounds import rounds
from tests.unit.cutting.cut_shapes import box, circle, polygon

Bitmap = NDArray[np.bool_]
ZIGZAG: list[Segment] = polygon((60, 20), (20, 40), (90, 50), (22, 60), (80, 100))
LOOP: list[Segment] = [((110, 60), (10, 60), (60, 110)), ((61, 90), (60, 70), (100, 20))]


def rendered(drawing: Drawing, width_px: int) -> Bitmap:
    with Image.open(io.BytesIO(render_png(drawing.to_svg(), width_px=width_px))) as image:
        return np.asarray(image.convert("L")) < 128


def line(
    *segments: Segment, is_open: bool = True, width_mm: float = 4, cap: str = "butt"
) -> Drawing:
    strokes = strokes_from_lines([((20, 20), segments, is_open)])
    return Drawing(120, 120, (StrokeLayer(strokes, width_mm=width_mm, cap=cap),))


@pytest.mark.parametrize("segments", [ZIGZAG, LOOP])
@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize(
    ("cap", "join"), [*((cap, "miter") for cap in CAPS), *(("butt", join) for join in JOINS)]
)
def test_strokes_cover_what_resvg_draws(
    segments: list[Segment], is_open: bool, cap: str, join: str
) -> None:
    strokes = strokes_from_lines([((20, 20), segments, is_open), ((30, 110), segments[:1], True)])
    layer = StrokeLayer(strokes, width_mm=9.13, cap=cap, join=join)
    drawing = Drawing(120, 120, (layer,))
    assert agreement(drawing, rendered(drawing, 600), 0.2) > 0.995


@pytest.mark.parametrize(("cap", "pixels"), [("butt", 400), ("square", 500)])
def test_a_straight_line_covers_its_length_times_its_width(cap: str, pixels: int) -> None:
    ink = np.ones((120, 120), dtype=bool)
    drawing = line(((60, 20),), width_mm=10, cap=cap)
    # 40 mm by 10 mm, and a square cap adds 5 mm at each end.
    assert agreement(drawing, ink, 1) * ink.size == pytest.approx(pixels)


def test_a_line_thinner_than_a_pixel_covers_only_the_middles_it_runs_over() -> None:
    ink = np.zeros((120, 120), dtype=bool)
    ink[19, 20:60] = True
    over = strokes_from_lines([((20, 19.5), [((60, 19.5),)], True)])
    beside = strokes_from_lines([((20, 19.8), [((60, 19.8),)], True)])
    assert agreement(Drawing(120, 120, (StrokeLayer(over, width_mm=0.1),)), ink, 1) == 1
    assert agreement(Drawing(120, 120, (StrokeLayer(beside, width_mm=0.1),)), ink, 1) == 0


def test_strokes_and_areas_cover_together() -> None:
    area = Layer(contours_from_rings([box(20, 20, 40, 40), circle(40, 40, 10)]))
    strokes = strokes_from_lines([((10, 40), [((110, 40),)], True)])
    drawing = Drawing(120, 120, (area, StrokeLayer(strokes, "#ff0000", 6), area))
    ink = rendered(Drawing(120, 120, (area, StrokeLayer(strokes, width_mm=6))), 480)
    assert agreement(drawing, ink, 0.25) > 0.995


def test_a_full_turn_back_has_a_round_end_where_joins_are_round() -> None:
    strokes = strokes_from_lines([((20, 60), [((80, 60),), ((40, 60),)], True)])
    layer = StrokeLayer(strokes, width_mm=20, join="round")
    ink = np.ones((120, 120), dtype=bool)
    area = agreement(Drawing(120, 120, (layer,)), ink, 1) * ink.size
    assert area == pytest.approx(60 * 20 + math.pi * 100 / 2, rel=0.02)


POINTS = st.tuples(st.floats(0, 120), st.floats(0, 120))
SEGMENTS = st.tuples(POINTS) | st.tuples(POINTS, POINTS, POINTS)
LINES = st.tuples(POINTS, st.lists(SEGMENTS, min_size=1, max_size=5), st.booleans())


@settings(deadline=None, max_examples=rounds(20))
@given(
    st.lists(LINES, max_size=4),
    st.floats(0.01, 30),
    st.sampled_from(CAPS),
    st.sampled_from(JOINS),
)
def test_any_strokes_agree_with_a_picture_to_some_degree(
    lines: list[tuple[tuple[float, float], list[Segment], bool]], width: float, cap: str, join: str
) -> None:
    layer = StrokeLayer(strokes_from_lines(lines), width_mm=width, cap=cap, join=join)
    drawing = Drawing(120, 120, (layer,))
    ink = np.ones((40, 40), dtype=bool)
    found = agreement(drawing, ink, 3)
    assert 0 <= found <= 1
    assert agreement(Drawing.from_svg(drawing.to_svg()), ink, 3) == pytest.approx(found, abs=0.01)
