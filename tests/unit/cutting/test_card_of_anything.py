"""The cut card of drawings nobody would draw: it is always there, finite and in proportion."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artstudio.cutting.card import CutLimits, cut_card
from artstudio.cutting.warnings import cut_warnings
from artstudio.geometry.contours import (
    Segment,
    contours_from_rings,
    strokes_from_lines,
)
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from tests.rounds import rounds

# Coarse coordinates meet each other often, fine ones nearly do.
COARSE = st.integers(-20, 140).map(lambda n: n / 2)
FINE = st.floats(-5, 75)
POINTS = st.tuples(COARSE, COARSE) | st.tuples(FINE, FINE)
SEGMENTS = st.tuples(POINTS) | st.tuples(POINTS, POINTS, POINTS)
RINGS = st.lists(st.lists(SEGMENTS, min_size=1, max_size=7), max_size=6)
LIMITS = st.builds(
    CutLimits,
    min_feature_mm=st.floats(0.01, 20),
    min_gap_mm=st.floats(0.01, 20),
    tool_diameter_mm=st.none() | st.floats(0.05, 50),
    feed_mm_min=st.none() | st.floats(1, 100_000),
)


def card_and_warnings(
    rings: list[list[Segment]], limits: CutLimits | None = None
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    drawing = Drawing(70, 70, (Layer(contours_from_rings(rings)),))
    card = cut_card(drawing, cut_length_mm=1, svg_bytes=1, limits=limits)
    return card.as_dict(), cut_warnings(card)


@settings(deadline=None, max_examples=rounds(30))
@given(RINGS, LIMITS)
def test_every_drawing_has_a_card_of_finite_numbers(
    rings: list[list[Segment]], limits: CutLimits
) -> None:
    card, warnings = card_and_warnings(rings, limits)
    # NaN and infinity are refused by this.
    json.dumps([card, warnings], allow_nan=False)
    assert card["pieces"] is None or card["pieces"] >= 1 or card["ink_parts"] >= 0
    assert all(warning["message"].endswith(".") for warning in warnings)


COLOURS = st.sampled_from(["#000000", "#ff0000"])
PATHS = st.lists(SEGMENTS, min_size=1, max_size=5)
LINES = st.lists(st.tuples(POINTS, PATHS, st.booleans()), max_size=4)
LAYERS = st.builds(Layer, RINGS.map(contours_from_rings), COLOURS) | st.builds(
    StrokeLayer, LINES.map(strokes_from_lines), COLOURS
)
DRAWINGS = st.lists(LAYERS, max_size=4).map(lambda layers: Drawing(70, 70, tuple(layers)))


@settings(deadline=None, max_examples=rounds(20))
@given(DRAWINGS)
def test_layers_of_areas_and_strokes_have_a_card_too(drawing: Drawing) -> None:
    card = cut_card(drawing, cut_length_mm=1, svg_bytes=1)
    facts = card.as_dict()
    json.dumps([facts, cut_warnings(card)], allow_nan=False)
    strokes = sum(len(layer.on_grid) for layer in drawing.stroked)
    assert 0 <= facts["nearly_closed_subpaths"] <= facts["open_subpaths"] <= strokes
    assert facts["repeated_strokes"] < max(strokes, 1)
    without = cut_card(replace(drawing, layers=drawing.filled), cut_length_mm=1, svg_bytes=1)
    told = {"open_subpaths", "largest_opening_mm", "nearly_closed_subpaths", "repeated_strokes"}
    told |= {"cut_twice_mm", "cut_twice_across_colours_mm", "covered_cut_mm", "beyond_sheet_mm"}
    told |= {"stroke_crossings", "stroke_pieces"}
    assert {k: v for k, v in facts.items() if k not in told} == {
        k: v for k, v in without.as_dict().items() if k not in told
    }


@settings(deadline=None, max_examples=rounds(20))
@given(RINGS)
def test_the_stock_falls_apart_alike_however_rings_are_put_into_paths(
    rings: list[list[Segment]],
) -> None:
    together, _warnings = card_and_warnings(rings)
    apart = Drawing(70, 70, tuple(Layer(contours_from_rings([ring])) for ring in rings))
    card = cut_card(apart, cut_length_mm=1, svg_bytes=1).as_dict()
    for name in ("pieces", "ring_crossings", "self_crossings", "touching_contours"):
        assert card[name] == together[name]
    if card["card_complete"]:
        # What one of them fills is ink, so nothing becomes lighter.
        assert card["ink_parts"] >= together["ink_parts"]
        assert card["ink_parts"] + card["islands"] == together["ink_parts"] + together["islands"]


@settings(deadline=None, max_examples=rounds(20))
@given(DRAWINGS)
def test_a_drawing_read_back_from_its_bytes_has_the_same_card(drawing: Drawing) -> None:
    stored = Drawing.from_svg(drawing.to_svg())
    before, after = (cut_card(d, cut_length_mm=1, svg_bytes=1).as_dict() for d in (drawing, stored))
    # What enclosed nothing was not written.
    assert before | {"zero_area_parts": 0} == after | {"zero_area_parts": 0}


@settings(deadline=None, max_examples=rounds(20))
@given(
    st.lists(st.floats(0.5, 3), min_size=1, max_size=12),
    st.floats(0.05, 0.9),
    st.floats(0, math.pi),
)
def test_parallel_bars_however_they_lie(widths: list[float], gap: float, angle: float) -> None:
    lefts = np.cumsum([0, *(width + gap for width in widths[:-1])])
    c, s = math.cos(angle), math.sin(angle)
    bars: list[list[Segment]] = []
    for left, width in zip(lefts, widths, strict=True):
        corners = (left, 0), (left + width, 0), (left + width, 30), (left, 30)
        bars.append([((x * c - y * s, x * s + y * c),) for x, y in corners])
    card, _warnings = card_and_warnings(bars)
    assert card["smallest_feature_mm"] == pytest.approx(min(widths), abs=0.003)
    if len(widths) > 1:
        assert card["smallest_gap_mm"] == pytest.approx(gap, abs=0.003)
    else:
        assert card["smallest_gap_mm"] is None


@settings(deadline=None, max_examples=rounds(20))
@given(st.integers(0, 9), st.integers(0, 9), st.floats(0, 2 * math.pi))
def test_pieces_are_counted_alike_however_the_drawing_lies(
    nested: int, side_by_side: int, angle: float
) -> None:
    def turned(x: float, y: float) -> tuple[float, float]:
        c, s = math.cos(angle), math.sin(angle)
        return 35 + (x - 35) * c - (y - 35) * s, 35 + (x - 35) * s + (y - 35) * c

    def box(x: float, y: float, side: float) -> list[Segment]:
        corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
        return [(turned(*corner),) for corner in corners]

    rings = [box(20 + k, 20 + k, 25 - 2 * k) for k in range(nested)]
    rings += [box(20 + 2 * k, 47, 1) for k in range(side_by_side)]
    card, _warnings = card_and_warnings(rings)
    assert card["pieces"] == 1 + nested + side_by_side
    assert card["ink_parts"] == (nested + 1) // 2 + side_by_side
    assert card["islands"] == nested // 2
