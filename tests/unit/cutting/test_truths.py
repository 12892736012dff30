"""The cut card against arithmetic, and against shapely at fine chords for random drawings."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from artstudio.cutting.card import cut_card
from artstudio.cutting.warnings import cut_warnings
from artstudio.geometry.drawing import Drawing
from artstudio.geometry.grid import dequantize
from artstudio.geometry.polygons import flattened
from tests.rounds import rounds
from tests.unit.cutting.cut_shapes import Ring, box, card_of, circle, codes, drawn, polygon, warning
from tests.unit.cutting.truths import TRUTHS, Truth, area, line, wedge

FIGURE_MM = 0.005
# Lengths that are told in whole tenths are sums of chords.
LENGTH_MM = 0.02


def test_there_are_sixty_truths() -> None:
    assert len(TRUTHS) >= 60
    assert len({truth.name for truth in TRUTHS}) == len(TRUTHS)


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth.name)
def test_card_says_what_is_true(truth: Truth) -> None:
    # As from its file.
    drawing = Drawing.from_svg(truth.drawing.to_svg())
    found = card_of(drawing, **truth.limits)
    card = found.as_dict()
    assert card["card_complete"]
    for name, value in truth.card.items():
        if isinstance(value, float):
            within = LENGTH_MM if "length" in name or "cut" in name else FIGURE_MM
            assert card[name] == pytest.approx(value, abs=within), name
        else:
            assert card[name] == pytest.approx(value, abs=0.011), name
    if truth.area_mm2 is not None:
        assert found.area_mm2 == pytest.approx(truth.area_mm2, rel=2e-4, abs=0.03)


def test_wedges_have_no_cliff() -> None:
    """A degree more makes the tip shorter by as much as arithmetic says, all the way."""
    lengths = []
    for tenth in range(20, 220, 5):
        (place,) = warning("thin_feature", wedge(tenth / 10))["places"]
        assert (place["x_mm"], place["y_mm"], place["width_mm"]) == (10, 60, 0)
        lengths.append(place["length_mm"])
    exact = [0.15 / math.tan(math.radians(tenth / 20)) for tenth in range(20, 220, 5)]
    assert lengths == pytest.approx(exact, abs=0.02)


def test_thin_ring_is_one_place() -> None:
    found = warning("thin_feature", circle(60, 60, 50), circle(60, 60, 49.8))
    assert len(found["places"]) == 1
    assert found["places"][0]["length_mm"] == pytest.approx(2 * math.pi * 49.9, abs=0.3)


def test_width_just_below_the_limit_is_shown_as_such() -> None:
    found = warning("thin_feature", box(10, 10, 0.296, 40))
    assert "thinner than 0.3 mm in one place for 40.0 mm, down to 0.296 mm" in found["message"]
    assert codes(box(10, 10, 0.3, 40)) == []


@pytest.mark.parametrize("diameter", [3.005, 3.05, 3.2])
def test_hole_larger_than_the_tool_is_no_fault(diameter: float) -> None:
    rings = box(10, 10, 100, 100), circle(60, 60, diameter / 2)
    assert codes(*rings, tool_diameter_mm=3) == []


def test_each_double_cut_is_reported_once() -> None:
    layers = area(box(10, 10, 20, 20)), line((5, 10), (25, 10)), line((40, 60), (90, 60))
    drawing = Drawing(120, 120, (*layers, line((50, 60), (60, 60))))
    (found,) = [w for w in cut_warnings(card_of(drawing)) if w["code"].startswith("cut_twice")]
    assert found["message"].startswith("25.0 mm of line lie on other lines")
    assert found["places"] == [
        {"x_mm": 17.5, "y_mm": 10, "length_mm": 15},
        {"x_mm": 55, "y_mm": 60, "length_mm": 10},
    ]


def test_colours_each_and_all_together() -> None:
    red = area(box(30, 10, 20, 20), colour="#ff0000")
    card = card_of(Drawing(120, 120, (area(box(10, 10, 20.2, 20)), red))).as_dict()
    assert [(c["colour"], c["area_mm2"], c["pieces"]) for c in card["by_colour"]] == [
        ("#000000", 404, 2),
        ("#ff0000", 400, 2),
    ]
    assert card["together"]["area_mm2"] == 800
    assert card["together"]["ring_crossings"] == 1
    assert "colour" not in card["together"]


class TestLimits:
    """A drawing up to 60,000 nodes has a card, whatever its rings."""

    def test_nested_rings_in_hundreds(self) -> None:
        rings = [box(1 + k / 20, 1 + k / 20, 118 - k / 10, 118 - k / 10) for k in range(1100)]
        card = card_of(drawn(*rings)).as_dict()
        assert card["card_complete"]
        assert card["pieces"] == 1101

    def test_many_large_rings_side_by_side(self) -> None:
        waves = [
            polygon(
                *((2 + x / 4, 2 + row / 2 + 0.1 * math.sin(x)) for x in range(400)),
                *((2 + x / 4, 2.2 + row / 2 + 0.1 * math.sin(x)) for x in reversed(range(400))),
            )
            for row in range(70)
        ]
        card = card_of(drawn(*waves)).as_dict()
        assert card["card_complete"]
        assert card["pieces"] == 71
        assert card["ring_crossings"] == 0


ANGLES = st.floats(0, 2 * math.pi)


def blob(middle: complex, radius: float, waves: list[tuple[int, float]]) -> Ring:
    """A ring of 24 smooth curves about a middle, by Fourier series of its radius."""

    def at(angle: float) -> complex:
        size = radius * (1 + sum(a * math.cos(n * angle) for n, a in waves))
        return middle + size * complex(math.cos(angle), math.sin(angle))

    def slope(angle: float) -> complex:
        return (at(angle + 1e-5) - at(angle - 1e-5)) / 2e-5

    step = 2 * math.pi / 24
    ring: Ring = []
    for k in range(24):
        a, b = k * step, (k + 1) * step
        points = at(a) + slope(a) * step / 3, at(b) - slope(b) * step / 3, at(b)
        ring.append(tuple((p.real, p.imag) for p in points))
    return ring


WAVES = st.lists(st.tuples(st.integers(2, 4), st.floats(-0.06, 0.06)), min_size=1, max_size=3)


def fine(drawing: Drawing) -> list[shapely.Polygon]:
    (layer,) = drawing.filled
    return list(flattened(dequantize(layer.on_grid), tolerance_mm=0.0002).polygons())


@settings(deadline=None, max_examples=rounds(15))
@given(WAVES, WAVES, st.floats(4, 25), st.floats(0.02, 0.6), ANGLES)
def test_gap_between_two_shapes_is_their_distance(
    one: list[tuple[int, float]],
    other: list[tuple[int, float]],
    radius: float,
    gap: float,
    angle: float,
) -> None:
    first = blob(60 + 60j, radius, one)
    direction = complex(math.cos(angle), math.sin(angle))
    far = blob(60 + 60j + 3 * radius * direction, radius, other)
    apart = shapely.distance(*fine(drawn(first, far)))
    # Moved together along the line between them until they are about the gap apart.
    moved = blob(60 + 60j + (3 * radius - (apart - gap)) * direction, radius, other)
    drawing = drawn(first, moved)
    true = shapely.distance(*fine(drawing))
    assume(0.01 < true < 0.4)
    card = cut_card(drawing, cut_length_mm=1, svg_bytes=1).as_dict()
    assert card["smallest_gap_mm"] == pytest.approx(true, abs=FIGURE_MM)


@settings(deadline=None, max_examples=rounds(15))
@given(WAVES, st.floats(8, 40), st.floats(0.05, 0.4))
def test_shell_of_one_width_is_as_thin_as_its_offset(
    waves: list[tuple[int, float]], radius: float, width: float
) -> None:
    outer = shapely.Polygon(fine(drawn(blob(60 + 60j, radius, waves)))[0].exterior)
    inner = outer.buffer(-width, quad_segs=64)
    assume(inner.geom_type == "Polygon")
    rings = [
        polygon(*np.asarray(ring.coords)[:-1].tolist()) for ring in (outer.exterior, inner.exterior)
    ]
    card = cut_card(drawn(*rings), cut_length_mm=1, svg_bytes=1).as_dict()
    assert card["smallest_feature_mm"] == pytest.approx(width, abs=FIGURE_MM)
    if width < 0.29:
        assert card["thin_features"] == 1
        middle = (outer.exterior.length + inner.exterior.length) / 2
        assert card["thin_length_mm"] == pytest.approx(middle, rel=0.01)


@settings(deadline=None, max_examples=rounds(15))
@given(
    st.lists(
        st.tuples(WAVES, st.floats(5, 30), st.floats(30, 90), st.floats(30, 90)),
        min_size=1,
        max_size=4,
    )
)
def test_area_is_what_even_odd_fills(
    shapes: list[tuple[list[tuple[int, float]], float, float, float]],
) -> None:
    drawing = drawn(*(blob(complex(x, y), r, waves) for waves, r, x, y in shapes))
    filled: Any = shapely.MultiPolygon()
    for ring in fine(drawing):
        filled = shapely.symmetric_difference(filled, shapely.make_valid(ring))
    found = cut_card(drawing, cut_length_mm=1, svg_bytes=1)
    assert found.area_mm2 == pytest.approx(shapely.area(filled), rel=2e-4, abs=0.05)
