"""The cut card of drawings with strokes and with more than one path or colour."""

from __future__ import annotations

from typing import Any

import pytest

from artstudio.cutting import card as module
from artstudio.cutting.warnings import cut_warnings
from artstudio.geometry.contours import contours_from_rings, strokes_from_lines
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from tests.unit.cutting.cut_shapes import (
    Ring,
    box,
    card_of,
    circle,
    facts,
    polygon,
)

Line = tuple[tuple[float, float], Ring, bool]


def open_line(*corners: tuple[float, float]) -> Line:
    return corners[0], polygon(*corners[1:]), True


def closed_line(*corners: tuple[float, float]) -> Line:
    return corners[0], polygon(*corners[1:]), False


def strokes(*lines: Line, colour: str = "#000000") -> StrokeLayer:
    return StrokeLayer(strokes_from_lines(lines), colour)


def area(*rings: Ring, colour: str = "#000000") -> Layer:
    return Layer(contours_from_rings(rings), colour)


def of(*layers: Layer | StrokeLayer, **limits: float) -> dict[str, Any]:
    return card_of(Drawing(120, 120, layers), **limits).as_dict()


def warned(*layers: Layer | StrokeLayer) -> dict[str, dict[str, Any]]:
    return {w["code"]: w for w in cut_warnings(card_of(Drawing(120, 120, layers)))}


class TestStrokes:
    """Strokes are followed; that they are open or cross each other is no fault."""

    def test_open_strokes_are_counted_with_their_largest_opening(self) -> None:
        layer = strokes(
            open_line((10, 10), (10, 50), (40, 50)), open_line((60, 10), (60, 90), (61, 10))
        )
        card = of(layer)
        assert (card["open_subpaths"], card["largest_opening_mm"]) == (2, 50)
        assert card["nearly_closed_subpaths"] == 0
        assert warned(layer) == {}

    def test_closed_strokes_are_not_open(self) -> None:
        card = of(strokes(closed_line((10, 10), (10, 50), (40, 50))))
        assert (card["open_subpaths"], card["largest_opening_mm"]) == (0, 0)

    def test_ends_that_all_but_meet_are_said_with_their_place(self) -> None:
        layer = strokes(
            open_line((10, 10), (50, 10), (50, 50), (10, 50), (10, 10.2)),
            open_line((70, 10), (90, 10), (90, 30), (70, 10.1)),
            open_line((100, 10), (100, 90)),
        )
        card = of(layer)
        assert (card["open_subpaths"], card["nearly_closed_subpaths"]) == (3, 2)
        found = warned(layer)["nearly_closed"]
        assert found["places"] == [
            {"x_mm": 70, "y_mm": 10.05, "width_mm": 0.1},
            {"x_mm": 10, "y_mm": 10.1, "width_mm": 0.2},
        ]
        assert found["message"].startswith("2 strokes end less than 0.5 mm from the start, by 0.10")

    def test_a_stroke_that_is_hardly_longer_than_its_opening_is_only_short(self) -> None:
        assert warned(strokes(open_line((10, 10), (10.3, 10)))) == {}

    def test_crossings_of_strokes_are_no_fault(self) -> None:
        layer = strokes(open_line((10, 10), (90, 90)), open_line((10, 90), (90, 10)))
        card = of(layer)
        assert card["self_crossings"] == card["ring_crossings"] == 0
        assert warned(layer) == {}

    @pytest.mark.parametrize("backwards", [False, True])
    def test_a_stroke_drawn_twice_is_said(self, backwards: bool) -> None:
        corners = [(10.0, 10.0), (10.0, 50.0), (40.0, 50.0)]
        again = open_line(*(reversed(corners) if backwards else corners))
        layer = strokes(open_line(*corners), again)
        assert of(layer)["repeated_strokes"] == 1
        (place,) = warned(layer)["repeated_strokes"]["places"]
        assert (place["x_mm"], place["y_mm"]) == ((40, 50) if backwards else (10, 10))

    def test_a_line_in_two_colours_is_two_steps_of_the_machine(self) -> None:
        line = open_line((10, 10), (10, 50))
        assert of(strokes(line), strokes(line, colour="#ff0000"))["repeated_strokes"] == 0

    def test_widths_and_pieces_are_those_of_areas(self) -> None:
        alone = facts(circle(60, 60, 50))
        lines = strokes(open_line((0, 60.1), (120, 60.1)), open_line((0, 60), (120, 60)))
        with_lines = of(area(circle(60, 60, 50)), lines)
        for name in ("pieces", "smallest_feature_mm", "smallest_gap_mm", "ink_parts"):
            assert with_lines[name] == alone[name]

    def test_a_sheet_of_strokes_stays_in_one_piece(self) -> None:
        card = of(strokes(closed_line((10, 10), (10, 50), (40, 50))))
        assert (card["pieces"], card["ink_parts"], card["islands"]) == (1, 0, 0)
        assert (card["card_complete"], card["smallest_feature_mm"]) == (True, None)

    def test_openings_are_known_where_the_rest_is_too_much(self) -> None:
        dots = [box(x, y, 0.5, 0.5) for x in range(110) for y in range(110)]
        lines = [open_line((x / 10, 0), (x / 10, 9), (x / 10, 3)) for x in range(6000)]
        card = of(area(*dots), strokes(*lines))
        assert card["card_complete"] is False
        assert (card["open_subpaths"], card["largest_opening_mm"]) == (6000, 3)


class TestPathsOfOneColour:
    """They are cut from the same sheet, and ink is what any of them fills."""

    def test_paths_side_by_side_are_parts_of_one_sheet(self) -> None:
        rings = [box(10 + 20 * k, 10, 10, 10) for k in range(5)]
        together, apart = of(area(*rings)), of(*map(area, rings))
        assert together == apart
        assert apart["pieces"] == 6

    def test_what_lies_within_another_path_is_no_hole(self) -> None:
        plate, dot = box(10, 10, 80, 80), box(40, 40, 10, 10)
        assert of(area(plate, dot))["islands"] == 1
        card = of(area(plate), area(dot))
        assert (card["pieces"], card["ink_parts"], card["islands"]) == (3, 2, 0)
        assert card["smallest_gap_mm"] is None
        assert card["smallest_feature_mm"] == 80

    def test_a_hole_that_another_path_fills_is_no_hole(self) -> None:
        plate = area(box(10, 10, 80, 80), box(40, 40, 20, 20))
        card = of(plate, area(box(30, 30, 40, 40)))
        assert (card["ink_parts"], card["islands"]) == (3, 0)

    def test_contours_that_meet_are_found_across_paths(self) -> None:
        one, other = area(box(10, 10, 40, 40)), area(box(30, 30, 40, 40))
        card = of(one, other)
        assert card["ring_crossings"] == 1
        assert (card["pieces"], card["ink_parts"], card["islands"]) == (4, 3, 0)
        # Their common part is ink, so what is left of it is as wide as the whole.
        assert card["smallest_feature_mm"] > 20
        assert of(one, one)["duplicate_contours"] == 1
        assert of(one, one)["ink_parts"] == 1

    def test_paths_of_other_colours_are_looked_at_by_themselves(self) -> None:
        one = area(box(10, 10, 40, 40))
        other = area(box(30, 30, 40, 40), colour="#ff0000")
        card = of(one, other)
        assert card["ring_crossings"] == 0
        # Each sheet falls into two.
        assert (card["pieces"], card["ink_parts"]) == (4, 2)

    def test_a_colour_of_which_nothing_is_left_changes_nothing_but_its_count(self) -> None:
        one, nothing = area(box(10, 10, 40, 40)), area(polygon((5, 5), (9, 9)), colour="#ff0000")
        assert of(one, nothing) == of(one) | {"zero_area_parts": 1}

    def test_more_colours_than_anyone_cuts_get_no_findings(self) -> None:
        square = box(10, 10, 5, 5)
        layers = [area(square, colour=f"#0000{k:02x}") for k in range(module.MAX_COLOURS)]
        assert card_of(Drawing(120, 120, tuple(layers))).layers is not None
        more = Drawing(120, 120, (*layers, area(square, colour="#ff0000")))
        assert card_of(more).layers is None
