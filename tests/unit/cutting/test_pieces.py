"""The cut card: contours that meet, and what is loose when all of them are cut."""

from __future__ import annotations

import math

import numpy as np

from artstudio.geometry.contours import contours_from_rings
from artstudio.geometry.drawing import Drawing, Layer
from tests.unit.cutting.cut_shapes import (
    box,
    card_of,
    circle,
    codes,
    facts,
    polygon,
    warning,
)


class TestMeetings:
    """Contours that meet are said, and how."""

    def test_separate_and_nested_rings_meet_nowhere(self) -> None:
        rings = circle(60, 60, 50), circle(60, 60, 40), box(50, 50, 20, 20), box(10, 10, 5, 5)
        card = facts(*rings)
        for name in ("self_crossings", "ring_crossings", "overlapping_contours"):
            assert card[name] == 0
        for name in ("duplicate_contours", "touching_contours", "zero_area_parts"):
            assert card[name] == 0
        assert (card["open_subpaths"], card["largest_opening_mm"]) == (0, 0)

    def test_a_figure_of_eight_crosses_itself_once(self) -> None:
        eight = polygon((10, 10), (50, 50), (50, 10), (10, 50))
        card = facts(eight)
        assert card["self_crossings"] == 1
        assert warning("self_crossing", eight)["places"] == [{"x_mm": 30, "y_mm": 30}]
        assert (card["pieces"], card["ink_parts"], card["islands"]) == (3, 2, 0)
        assert card["zero_area_parts"] == 0

    def test_a_pentagram_crosses_itself_five_times_and_is_white_in_the_middle(self) -> None:
        points = [
            (60 + 50 * math.sin(a), 60 - 50 * math.cos(a)) for a in np.arange(5) * 4 * math.pi / 5
        ]
        card = facts(polygon(*points))
        assert card["self_crossings"] == 5
        assert (card["pieces"], card["ink_parts"], card["islands"]) == (7, 5, 1)

    def test_two_rings_that_cross(self) -> None:
        rings = box(10, 10, 40, 40), box(30, 30, 40, 40)
        card = facts(*rings)
        assert (card["ring_crossings"], card["overlapping_contours"]) == (1, 0)
        # Where both are, even-odd leaves white: two dark parts and an island.
        assert (card["pieces"], card["ink_parts"], card["islands"]) == (4, 2, 1)
        assert "crossing_contours" in codes(*rings)

    def test_a_contour_drawn_twice(self) -> None:
        rings = circle(60, 60, 30), circle(60, 60, 30)
        card = facts(*rings)
        assert card["duplicate_contours"] == 1
        assert card["overlapping_contours"] == card["ring_crossings"] == 0
        assert card["pieces"] == 2
        assert codes(*rings) == ["duplicate_contours"]

    def test_a_contour_drawn_twice_from_another_start_and_the_other_way(self) -> None:
        card = facts(box(10, 10, 40, 40), polygon((50, 50), (50, 10), (10, 10), (10, 50)))
        assert card["duplicate_contours"] == 1

    def test_a_shared_edge_is_cut_twice(self) -> None:
        rings = box(10, 10, 20, 20), box(30, 10, 20, 20)
        card = facts(*rings)
        assert (card["overlapping_contours"], card["ring_crossings"]) == (1, 0)
        assert (card["pieces"], card["ink_parts"]) == (3, 2)
        assert codes(*rings) == ["overlapping_contours"]

    def test_rings_that_touch_in_a_point(self) -> None:
        rings = polygon((10, 10), (30, 30), (10, 50)), polygon((30, 30), (50, 10), (50, 50))
        card = facts(*rings)
        assert (card["touching_contours"], card["ring_crossings"]) == (1, 0)
        assert warning("touching_contours", *rings)["places"] == [{"x_mm": 30, "y_mm": 30}]
        assert (card["pieces"], card["ink_parts"], card["islands"]) == (3, 2, 0)

    def test_what_encloses_next_to_nothing_is_counted(self) -> None:
        rings = (
            box(10, 10, 20, 20),
            polygon((50, 50), (60, 50), (60, 50)),
            polygon((70, 70), (80, 70.0), (80, 70.00001)),
        )
        card = facts(*rings, box(90, 90, 0.005, 0.005))
        assert card["zero_area_parts"] == 3
        assert "zero_area_parts" in codes(*rings)


class TestPieces:
    """What is loose when every contour has been cut."""

    def test_an_empty_sheet_is_one_piece(self) -> None:
        card = facts()
        assert (card["pieces"], card["ink_parts"], card["islands"]) == (1, 0, 0)
        assert card["smallest_feature_mm"] is None
        assert codes() == []

    def test_rings_in_rings(self) -> None:
        card = facts(*(circle(60, 60, r) for r in (50, 40, 30, 20, 10)))
        # Sheet, dark, light, dark, light, dark.
        assert (card["pieces"], card["ink_parts"], card["islands"]) == (6, 3, 2)

    def test_the_direction_of_rings_says_nothing(self) -> None:
        hole = polygon((20, 20), (20, 40), (40, 40), (40, 20))
        assert facts(box(10, 10, 50, 50), hole)["islands"] == 1
        assert facts(box(10, 10, 50, 50), hole[::-1])["islands"] == 1

    def test_a_ring_of_touching_tiles_frees_its_middle(self) -> None:
        tiles = [box(x, y, 10, 10) for x, y in ((30, 20), (20, 30), (40, 30), (30, 40))]
        card = facts(*tiles)
        assert (card["pieces"], card["ink_parts"], card["islands"]) == (6, 4, 1)

    def test_the_stock_is_larger_than_the_sheet(self) -> None:
        rings = circle(60, 60, 60), box(0, 130, 120, 20)
        assert facts(*rings)["pieces"] == 3
        card = facts(box(0, 0, 120, 120), box(10, 10, 100, 100))
        assert (card["pieces"], card["ink_parts"], card["islands"]) == (3, 1, 1)

    def test_loose_rings_within_crossing_ones(self) -> None:
        card = facts(box(10, 10, 60, 60), box(50, 50, 60, 60), circle(25, 25, 5), circle(25, 25, 2))
        assert (card["pieces"], card["ink_parts"], card["islands"]) == (6, 3, 2)

    def test_colours_are_cut_from_stocks_of_their_own(self) -> None:
        one = contours_from_rings([box(10, 10, 20, 20)])
        both = Drawing(120, 120, (Layer(one), Layer(one, "#ff0000")))
        card = card_of(both).as_dict()
        assert (card["pieces"], card["ink_parts"], card["duplicate_contours"]) == (4, 2, 0)
