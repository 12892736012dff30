"""The cut card: widths of ink and gaps, a round tool, time, and when it is too much."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from artstudio.cutting.warnings import cut_warnings
from artstudio.geometry.coverage import agreement
from tests.unit.cutting.cut_shapes import (
    KAPPA,
    Ring,
    box,
    card_of,
    circle,
    codes,
    drawn,
    facts,
    polygon,
    warning,
)


class TestWidths:
    """The smallest feature is of ink, the smallest gap of what is left white."""

    def test_a_square_is_as_thin_as_its_side_and_has_no_gap(self) -> None:
        card = facts(box(10, 10, 100, 100))
        assert card["smallest_feature_mm"] == 100
        assert card["smallest_gap_mm"] is None
        assert codes(box(10, 10, 100, 100)) == []

    def test_two_rectangles_a_fifth_of_a_millimetre_apart(self) -> None:
        rings = box(10, 10, 20, 30), box(30.2, 10, 15, 30)
        card = facts(*rings)
        assert card["smallest_gap_mm"] == 0.2
        assert card["smallest_gap_at"][0] == pytest.approx(30.1)
        assert card["smallest_feature_mm"] == 15
        assert card["narrow_gaps"] >= 1
        found = warning("narrow_gap", *rings)
        assert found["message"].startswith("A gap is narrower than 0.3 mm in ")
        assert "down to 0.20 mm at x 30.1, y " in found["message"]
        assert found["places"][0]["width_mm"] == 0.2

    def test_a_limit_that_is_kept_exactly_is_kept(self) -> None:
        assert codes(box(10, 10, 20, 30), box(30.3, 10, 15, 30)) == []

    def test_a_neck(self) -> None:
        # Two squares of 20 mm joined by a bar of 0.25 mm by 4 mm.
        neck = polygon(
            (10, 10), (30, 10), (30, 20), (34, 20), (34, 10), (54, 10),
            (54, 30), (34, 30), (34, 20.25), (30, 20.25), (30, 30), (10, 30),
        )  # fmt: skip
        card = facts(neck)
        assert card["smallest_feature_mm"] == 0.25
        assert card["smallest_feature_at"] == [
            pytest.approx(32, abs=2.01),
            pytest.approx(20.13, abs=0.01),
        ]
        assert card["smallest_gap_mm"] == 4
        assert card["thin_features"] == 1
        assert codes(neck) == ["thin_feature"]
        assert codes(neck, min_feature_mm=0.2) == []

    def test_a_neck_that_is_round_on_both_sides(self) -> None:
        # Two holes of radius 5 whose middles are 10.2 mm apart leave 0.2 mm between them.
        rings = box(10, 10, 60, 40), circle(30, 30, 5), circle(40.2, 30, 5)
        card = facts(*rings)
        assert card["smallest_feature_mm"] == pytest.approx(0.2, abs=0.005)
        assert card["smallest_feature_at"] == [
            pytest.approx(35.1, abs=0.1),
            pytest.approx(30, abs=0.1),
        ]
        assert card["smallest_gap_mm"] == pytest.approx(10, rel=0.01)

    def test_an_annulus(self) -> None:
        card = facts(circle(60, 60, 50), circle(60, 60, 48.5))
        assert card["smallest_feature_mm"] == pytest.approx(1.5, abs=0.02)
        assert card["smallest_gap_mm"] == pytest.approx(97, rel=0.01)

    @pytest.mark.parametrize("r", [0.05, 0.1, 0.14])
    def test_a_tiny_disc_is_a_thin_feature(self, r: float) -> None:
        rings = circle(20, 20, 10), circle(50, 50, r)
        card = facts(*rings)
        assert card["smallest_feature_mm"] == pytest.approx(2 * r, abs=0.011)
        assert card["smallest_feature_at"] == [pytest.approx(50, abs=0.1)] * 2
        places = warning("thin_feature", *rings)["places"]
        assert places[0]["width_mm"] == card["smallest_feature_mm"]

    def test_a_tiny_hole_is_a_narrow_gap(self) -> None:
        card = facts(circle(20, 20, 10), circle(20, 20, 0.1))
        assert card["smallest_gap_mm"] == pytest.approx(0.2, abs=0.01)

    @pytest.mark.parametrize("degrees", [0, 17, 45, 88])
    def test_a_long_bar_however_it_lies(self, degrees: float) -> None:
        c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        bar = [(0, 0), (40, 0), (40, 0.25), (0, 0.25)]
        card = facts(polygon(*((60 + x * c - y * s, 60 + x * s + y * c) for x, y in bar)))
        assert card["smallest_feature_mm"] == pytest.approx(0.25, abs=0.002)

    def test_corners_and_points_are_no_thin_features(self) -> None:
        star = polygon(
            *(
                (60 + r * math.sin(k * math.pi / 5), 60 - r * math.cos(k * math.pi / 5))
                for k in range(10)
                for r in [50 if k % 2 == 0 else 20]
            )
        )
        card = facts(star)
        assert card["smallest_feature_mm"] > 15
        assert codes(star) == []

    def test_a_needle_is_one(self) -> None:
        needle = polygon((10, 50), (90, 50), (90, 51))
        assert codes(needle) == ["thin_feature"]
        assert facts(needle)["smallest_feature_at"] == [10, 50]

    def test_a_slit_is_a_gap(self) -> None:
        slit = polygon((10, 10), (90, 10), (90, 49), (20, 50), (90, 51), (90, 90), (10, 90))
        assert codes(slit) == ["narrow_gap"]

    def test_a_bar_that_tapers_is_as_thin_as_its_thin_end(self) -> None:
        card = facts(polygon((10, 50), (90, 50), (90, 52), (10, 50.2)))
        assert card["smallest_feature_mm"] == pytest.approx(0.2, abs=0.001)

    def test_widths_below_a_larger_limit_are_all_counted(self) -> None:
        bars = [box(10, 10 + 8 * k, 80, 2) for k in range(10)]
        assert facts(*bars, min_feature_mm=2.5)["thin_features"] >= 10
        assert facts(*bars)["thin_features"] == 0
        assert facts(*bars)["smallest_gap_mm"] == 6


class TestTool:
    """A round tool leaves inside corners round."""

    def test_without_a_tool_nothing_is_said(self) -> None:
        card = facts(box(10, 10, 50, 50))
        assert card["tight_inside_corners"] is card["tight_pocket_corners"] is None

    def test_a_square_hole_has_four_inside_corners(self) -> None:
        rings = box(10, 10, 90, 90), box(30, 30, 40, 40)
        card = facts(*rings, tool_diameter_mm=3)
        assert (card["tight_inside_corners"], card["tight_pocket_corners"]) == (4, 4)
        places = warning("tight_inside_corner", *rings, tool_diameter_mm=3)["places"]
        assert {(p["x_mm"], p["y_mm"]) for p in places} == {(30, 30), (70, 30), (30, 70), (70, 70)}

    def test_a_cross_has_four_between_its_arms(self) -> None:
        cross = polygon(
            (40, 10), (60, 10), (60, 40), (90, 40), (90, 60), (60, 60),
            (60, 90), (40, 90), (40, 60), (10, 60), (10, 40), (40, 40),
        )  # fmt: skip
        card = facts(cross, tool_diameter_mm=6)
        assert (card["tight_inside_corners"], card["tight_pocket_corners"]) == (4, 8)

    @pytest.mark.parametrize(("tool", "tight"), [(3.9, 0), (4.2, 4)])
    def test_a_rounded_corner_takes_a_tool_of_its_radius(self, tool: float, tight: int) -> None:
        k, r = 2 * (1 - KAPPA), 2.0
        a, b = 30.0, 70.0
        rounded: Ring = [
            ((b - r, a),), ((b - k, a), (b, a + k), (b, a + r)),
            ((b, b - r),), ((b, b - k), (b - k, b), (b - r, b)),
            ((a + r, b),), ((a + k, b), (a, b - k), (a, b - r)),
            ((a, a + r),), ((a, a + k), (a + k, a), (a + r, a)),
        ]  # fmt: skip
        card = facts(box(10, 10, 90, 90), rounded, tool_diameter_mm=tool)
        assert card["tight_inside_corners"] == tight

    def test_a_round_hole_smaller_than_the_tool_is_one_place(self) -> None:
        card = facts(box(10, 10, 90, 90), circle(50, 50, 1), tool_diameter_mm=3)
        assert card["tight_inside_corners"] == 1

    def test_a_large_circle_has_none(self) -> None:
        card = facts(circle(60, 60, 50), tool_diameter_mm=6)
        assert (card["tight_inside_corners"], card["tight_pocket_corners"]) == (0, 0)

    def test_a_gap_that_the_tool_does_not_fit_in(self) -> None:
        rings = box(10, 10, 20, 30), box(32, 10, 15, 30)
        found = warning("gap_narrower_than_tool", *rings, tool_diameter_mm=3.175)
        assert found["message"].startswith("A gap of 2.00 mm at x 31.0, y ")
        assert "gap_narrower_than_tool" not in codes(*rings, tool_diameter_mm=1)


class TestTimeAndPicture:
    """What depends on more than the drawing."""

    def test_the_time_is_the_length_at_the_feed(self) -> None:
        assert facts(box(10, 10, 50, 50), feed_mm_min=1200)["cut_time_s"] == 30
        assert facts(box(10, 10, 50, 50))["cut_time_s"] is None

    def test_a_drawing_covers_its_bitmap(self) -> None:
        ink = np.zeros((120, 120), dtype=bool)
        ink[10:30, 20:60] = True
        assert agreement(drawn(box(20, 10, 40, 20)), ink, 1) == 1

    def test_half_a_bitmap_is_half(self) -> None:
        ink = np.zeros((240, 240), dtype=bool)
        ink[20:60, 40:120] = True
        assert agreement(drawn(box(20, 10, 20, 20)), ink, 0.5) == 0.5

    def test_a_bitmap_lies_in_the_middle_of_a_larger_sheet(self) -> None:
        ink = np.ones((60, 120), dtype=bool)
        assert agreement(drawn(box(0, 30, 120, 60)), ink, 1) == 1

    def test_a_disc_covers_the_pixels_whose_middle_it_covers(self) -> None:
        y, x = np.mgrid[:120, :120] + 0.5
        ink = (np.hypot(x - 60, y - 60) < 40) & (np.hypot(x - 60, y - 60) > 20)
        assert agreement(drawn(circle(60, 60, 40), circle(60, 60, 20)), ink, 1) > 0.995

    def test_nothing_agrees_with_nothing(self) -> None:
        assert agreement(drawn(), np.zeros((12, 12), dtype=bool), 10) == 1


class TestTooMuch:
    """A card never stands in the way of a drawing."""

    def test_many_nodes_give_a_card_that_says_it_is_not_complete(self) -> None:
        bars = [box(x, y, 0.5, 0.5) for x in range(130) for y in range(130)]
        card = card_of(drawn(*bars, width=200, height=200))
        assert card.as_dict()["card_complete"] is False
        assert card.as_dict()["pieces"] is None
        assert set(card.as_dict()) == set(facts())
        (only,) = cut_warnings(card)
        assert only["code"] == "card_incomplete"

    def test_rings_in_thousands_of_rings_have_a_card(self) -> None:
        rings = [box(k / 30, k / 30, 119 - k / 15, 119 - k / 15) for k in range(1700)]
        assert card_of(drawn(*rings)).as_dict()["pieces"] == 1701

    @pytest.mark.parametrize("points", [400, 4000])
    def test_a_ring_that_crosses_itself_everywhere_is_left_alone(self, points: int) -> None:
        angles = [(2.4 * k, 2.4 * k + 0.001 * k) for k in range(points)]
        ring = polygon(*((60 + 50 * math.cos(a), 60 + 50 * math.sin(b)) for a, b in angles))
        assert card_of(drawn(ring)).layers is None

    def test_rings_that_all_cross_each_other_are_left_alone(self) -> None:
        rings = [box(10 + k / 10, 10 + k / 10, 50, 50) for k in range(300)]
        assert card_of(drawn(*rings)).layers is None

    def test_a_tiny_limit_on_a_large_sheet_takes_no_longer(self) -> None:
        rings = [box(1 + 150 * k, 1 + 150 * j, 140, 140) for k in range(20) for j in range(20)]
        card = card_of(drawn(*rings, width=3000, height=3000), min_feature_mm=0.01, min_gap_mm=0.01)
        assert card.as_dict()["narrow_gaps"] == 0

    def test_a_limit_too_large_to_look_for_says_how_far_it_looked(self) -> None:
        rings = [box(1 + 1.5 * k, 1 + 1.5 * j, 1, 1) for k in range(78) for j in range(78)]
        card = facts(*rings, min_feature_mm=20, min_gap_mm=20)
        assert 0.5 < card["widths_searched_mm"] < 20
        assert card["smallest_gap_mm"] == 0.5

    def test_places_are_few_and_counts_are_whole(self) -> None:
        rings = [box(2 + 2 * (k % 50), 2 + 2 * (k // 50), 0.2, 0.2) for k in range(500)]
        found = warning("thin_feature", *rings)
        assert len(found["places"]) == 12
        assert "in 500 places" in found["message"]

    def test_the_card_is_json(self) -> None:
        card = card_of(drawn(box(10, 10, 0.1, 50), circle(50, 50, 5)), tool_diameter_mm=3)
        json.dumps([card.as_dict(), cut_warnings(card)], allow_nan=False)


def test_a_slanted_frame_has_no_narrow_gap_in_its_wide_hole() -> None:
    """Hundreds of points lie along each of its long sides."""
    outer = polygon((1, 60), (1, 9), (451, 2), (451, 67))
    inner = polygon((1.4, 59.6), (1.4, 9.4), (450.6, 2.4), (450.6, 66.6))
    card = card_of(drawn(outer, inner, width=460, height=70))
    assert [warning["code"] for warning in cut_warnings(card)] == []
    gap = card.as_dict()["smallest_gap_mm"]
    assert gap is None or gap > 50
