"""Plain figures: each can be cut, has its size, keeps its record and is read from words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from artstudio.cutting.card import cut_card
from artstudio.patterns import FAMILIES, draw_spec, edited_spec
from artstudio.patterns.figure.parameters import FIGURES
from rmos_runs.errors import InvalidRequest
from tests.unit.patterns.figure_prompts import PROMPTS, nodes_of, polygons
from tests.unit.patterns.geometry import crossing_pairs, rings_of
from tests.unit.patterns.prompts import composed, contours_of


class TestEveryFigure:
    def test_has_a_prompt(self) -> None:
        assert set(PROMPTS) == set(FIGURES)

    @pytest.mark.parametrize("figure", FIGURES)
    def test_is_drawn_exactly_without_a_warning(self, figure: str) -> None:
        for seed in range(3):
            pattern = composed(PROMPTS[figure], seed)
            assert (pattern.family, pattern.parameters.figure) == ("figure", figure)
            assert pattern.warnings == ()
            assert pattern.is_exact

    @pytest.mark.parametrize("figure", FIGURES)
    def test_has_rings_that_do_not_cross_inside_its_sheet(self, figure: str) -> None:
        for seed in range(2):
            pattern = composed(PROMPTS[figure], seed)
            rings = rings_of(contours_of(pattern))
            assert crossing_pairs(rings) == []
            assert all(ring.is_simple for ring in rings)
            low, high = shapely.total_bounds(rings)[:2], shapely.total_bounds(rings)[2:]
            assert low.min() >= -0.001
            sheet = (pattern.drawing.width_mm, pattern.drawing.height_mm)
            assert np.all(high <= np.add(sheet, 0.001))

    @pytest.mark.parametrize("figure", FIGURES)
    @pytest.mark.parametrize("words", ["", "dense ", "bold "])
    @pytest.mark.parametrize("width", [None, 40.0, 300.0])
    def test_keeps_ink_and_gaps_of_0_3_mm(
        self, figure: str, words: str, width: float | None
    ) -> None:
        pattern = composed(words + PROMPTS[figure], 1, width_mm=width)
        card = cut_card(pattern.drawing, cut_length_mm=1, svg_bytes=1).as_dict()
        assert (card["smallest_feature_mm"] or 1) >= 0.3
        assert (card["smallest_gap_mm"] or 1) >= 0.3
        assert not card["self_crossings"]
        assert not card["overlapping_contours"]

    @pytest.mark.parametrize("figure", FIGURES)
    def test_is_as_wide_as_its_sheet(self, figure: str) -> None:
        pattern = composed(PROMPTS[figure], 2, width_mm=64.0)
        low_x, _, high_x, _ = shapely.total_bounds(polygons(pattern, 64))
        assert pattern.drawing.width_mm == 64
        slack = 0.001
        if figure == "gear":
            slack = 0.1
        elif figure == "halftone":
            # Its outer dots are the smallest; the sheet holds the largest.
            slack = 3.0
        elif figure in {"fish_scale", "honeycomb", "cairo"}:
            slack = 0.5
        assert low_x == pytest.approx(0, abs=slack)
        assert high_x == pytest.approx(64, abs=slack)

    @pytest.mark.parametrize("figure", FIGURES)
    def test_estimates_its_nodes_from_above_and_not_far_off(self, figure: str) -> None:
        pattern = composed(PROMPTS[figure], 1)
        estimate, nodes = FAMILIES["figure"].nodes(pattern.parameters), contours_of(pattern).nodes
        assert nodes <= estimate <= 6 * nodes + 60


class TestSizes:
    @pytest.mark.parametrize(
        ("prompt", "size"),
        [
            ("gear with 12 teeth 60 mm", (60, 60)),
            ("circle 40 mm", (40, 40)),
            ("square 50 mm", (50, 50)),
            ("rectangle 80 x 40 mm", (80, 40)),
            ("oval 60 mm wide 30 mm high", (60, 30)),
            ("hexagon 30 mm", (30, 25.981)),
            ("pentagon 40 mm diameter", (40, 40)),
            ("maze 20 x 15, 100 mm wide", (100, 75)),
        ],
    )
    def test_are_as_they_were_said(self, prompt: str, size: tuple[float, float]) -> None:
        pattern = composed(prompt)
        assert (pattern.drawing.width_mm, pattern.drawing.height_mm) == size
        assert pattern.is_exact

    @pytest.mark.parametrize("prompt", ["five-pointed star", "snowflake", "heptagon", "heart"])
    def test_a_diameter_is_that_of_the_circle_around(self, prompt: str) -> None:
        prompt = "seven-sided polygon" if prompt == "heptagon" else prompt
        pattern = composed(prompt, outer_diameter_mm=50)
        circle = shapely.minimum_bounding_radius(shapely.MultiPoint(nodes_of(pattern)))
        assert 2 * circle == pytest.approx(50, abs=0.01 if prompt != "heart" else 6)
        assert pattern.drawing.width_mm == 50

    def test_a_gear_has_the_hole_that_was_asked_for_or_none(self) -> None:
        assert composed("gear with a 20 mm hole").parameters.hole_mm == 20
        assert composed("gear without hole").parameters.hole_mm == 0
        with pytest.raises(InvalidRequest) as caught:
            composed("gear", width_mm=40, inner_diameter_mm=39)
        assert set(caught.value.fields or {}) == {"constraints.inner_diameter_mm"}

    @pytest.mark.parametrize(
        ("prompt", "width"),
        [("gear with 90 teeth", 15), ("30 x 30 maze", 20), ("spiral with 40 turns", 30)],
    )
    def test_what_cannot_be_cut_at_a_size_is_refused(self, prompt: str, width: float) -> None:
        with pytest.raises(InvalidRequest) as caught:
            composed(prompt, width_mm=width)
        assert set(caught.value.fields or {}) == {"constraints.width_mm"}

    def test_a_size_that_cannot_be_cut_is_told_where_it_was_only_said(self) -> None:
        pattern = composed("gear with 90 teeth 15 mm")
        assert [warned.code for warned in pattern.warnings] == ["words_not_drawn", "pattern"]
        assert "15 mm" in pattern.warnings[0].message
        assert "at least" in pattern.warnings[1].message


class TestRecords:
    @pytest.mark.parametrize(
        ("changes", "part"),
        [
            ({"figure": "gear", "count": 4}, "a gear has a count from 5 to 360"),
            ({"figure": "polygon", "count": 2}, "a polygon has a count from 3 to 72"),
            ({"figure": "circle", "hole_mm": 99.9}, "the hole is larger than the figure"),
            ({"figure": "circle", "outer_mm": 120.0}, "larger than its sheet"),
            ({"figure": "maze", "line_mm": 25.0}, "walls leave no way"),
            ({"figure": "round_maze", "line_mm": 25.0}, "walls leave no way"),
            ({"figure": "spiral", "line_mm": 25.0}, "band is too wide"),
            ({"figure": "flower_of_life", "line_mm": 8.0}, "bands are too wide"),
            ({"figure": "penrose_kites", "count": 4, "gap_mm": 15.0}, "tiles are too small"),
            ({"figure": "honeycomb", "line_mm": 30.0}, "walls are too thick"),
        ],
    )
    def test_what_cannot_be_drawn_is_told(self, changes: dict[str, Any], part: str) -> None:
        spec = composed("circle").spec()
        with pytest.raises(InvalidRequest) as caught:
            draw_spec(edited_spec(spec, changes))
        told = [text for texts in (caught.value.fields or {}).values() for text in texts]
        assert any(part in text for text in told)

    @pytest.mark.parametrize("figure", sorted(set(FIGURES) - {"polygon", "star", "gear"}))
    def test_a_hole_is_left_out_where_it_has_no_meaning(self, figure: str) -> None:
        spec = edited_spec(composed(PROMPTS[figure]).spec(), {"hole_mm": 5.0})
        assert draw_spec(spec).drawing.width_mm > 0

    def test_round_mazes_of_any_wall_have_clean_outlines(self) -> None:
        spec = composed("round maze", 1).spec()
        for line in (0.1, 0.18, 0.3, 0.4, 1.0, 3.0):
            pattern = draw_spec(edited_spec(spec, {"line_mm": line}))
            assert all(shape.is_valid for shape in polygons(pattern, 32))

    @pytest.mark.parametrize("figure", FIGURES)
    def test_any_figure_becomes_any_other(self, figure: str) -> None:
        spec = composed("gear with 12 teeth 60 mm").spec()
        count = 5 if figure.startswith("penrose") else 6
        drawing = draw_spec(edited_spec(spec, {"figure": figure, "count": count, "hole_mm": 0}))
        assert drawing.parameters.figure == figure


class TestReading:
    @pytest.mark.parametrize(
        ("prompt", "figure", "count"),
        [
            ("fünfzackiger Stern", "star", 5),
            ("estrella de seis puntas", "star", 6),
            ("étoile à sept branches", "star", 7),
            ("stella a cinque punte", "star", 5),
            ("Zahnrad mit 24 Zähnen", "gear", 24),
            ("engranaje de 12 dientes", "gear", 12),
            ("engrenage à 16 dents", "gear", 16),
            ("ingranaggio con 20 denti", "gear", 20),
            ("Sechseck", "polygon", 6),
            ("octógono", "polygon", 8),
            ("Strahlenkranz mit 16 Strahlen", "sunburst", 16),
            ("Spirale mit 4 Windungen", "spiral", 4),
            ("Schneeflocke", "snowflake", 6),
            ("star of David", "star", 6),
            ("nine-pointed star", "star", 9),
            ("Zwölfeck", "polygon", 12),
            ("ettagono", "polygon", 7),
            ("Schneeflocke mit 8 Armen", "snowflake", 8),
        ],
    )
    def test_figures_are_read_in_five_languages(self, prompt: str, figure: str, count: int) -> None:
        pattern = composed(prompt)
        assert (pattern.parameters.figure, pattern.parameters.count) == (figure, count)
        assert pattern.is_exact

    @pytest.mark.parametrize(
        ("prompt", "family"),
        [
            ("chequer purfling", "purfling"),
            ("chequered ring", "rosette"),
            ("rope outside, chequer inside", "rosette"),
            ("star medallion", "medallion"),
            ("star rosette", "rosette"),
            ("circle of stars", "rosette"),
            ("islamic star pattern", "tessellation"),
            ("square celtic knot", "celtic_knot"),
            ("pattern of stars", "tessellation"),
        ],
    )
    def test_an_ornament_is_not_taken_for_a_figure(self, prompt: str, family: str) -> None:
        assert composed(prompt).family == family

    @pytest.mark.parametrize(
        ("prompt", "figure"),
        [
            ("chequered panel", "chequerboard"),
            ("honeycomb panel 6 by 4", "honeycomb"),
            ("polka dot panel", "dots"),
            ("square maze", "maze"),
            ("Sechseckgitter", "honeycomb"),
        ],
    )
    def test_a_panel_is_filled_by_what_is_named(self, prompt: str, figure: str) -> None:
        pattern = composed(prompt)
        assert pattern.parameters.figure == figure
        assert pattern.is_exact

    def test_more_than_a_figure_is_not_called_exact(self) -> None:
        for prompt in ("heart with a star inside", "gear with 3 teeth", "intricate star"):
            assert not composed(prompt).is_exact
