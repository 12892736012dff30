"""Lettering is as high, as wide and as round as it was asked for, and can be cut."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from artstudio.cutting.card import cut_card
from artstudio.cutting.warnings import cut_warnings
from artstudio.patterns import Pattern, PatternConstraints, compose, draw_spec, edited_spec
from rmos_runs.errors import InvalidRequest
from tests.unit.patterns.geometry import rings_of
from tests.unit.patterns.prompts import composed, contours_of


def bounds(pattern: Pattern) -> np.ndarray:
    return np.asarray(shapely.total_bounds(rings_of(contours_of(pattern))))


def warnings_of(pattern: Pattern) -> list[str]:
    card = cut_card(pattern.drawing, cut_length_mm=1, svg_bytes=1)
    return [warning["message"] for warning in cut_warnings(card)]


def holes_of(pattern: Pattern) -> int:
    polygons = [shapely.Polygon(ring) for ring in rings_of(contours_of(pattern))]
    return sum(a is not b and b.contains(a) for a in polygons for b in polygons)


class TestSizes:
    def test_letters_are_as_high_as_they_were_asked_for(self) -> None:
        pattern = composed("the word HILT sans serif, letters 12 mm high")
        low, high = bounds(pattern)[[1, 3]]
        assert high - low == pytest.approx(12, abs=0.01)
        assert pattern.is_exact

    def test_a_width_is_filled(self) -> None:
        pattern = composed('"Maria" in script 60 mm wide')
        left, _, right, _ = bounds(pattern)
        assert right - left == pytest.approx(60, abs=0.01)
        assert pattern.drawing.width_mm == 60

    def test_a_ring_touches_its_outer_circle_and_leaves_the_inner_one_free(self) -> None:
        pattern = composed('"LUTHIER" round a ring, 100 mm outside')
        points = np.concatenate([np.asarray(r.coords) for r in rings_of(contours_of(pattern))])
        assert np.hypot(*(points - 50).T).max() == pytest.approx(50, abs=0.02)

    def test_a_text_too_long_for_its_ring_gets_lower_letters_unless_they_were_asked_for(
        self,
    ) -> None:
        text = '"A very long inscription all around this ring of wood" round a ring'
        assert (
            composed(text).parameters.letter_mm
            < composed('"Short" round a ring').parameters.letter_mm
        )
        with pytest.raises(InvalidRequest, match="too long for its ring"):
            draw_spec(edited_spec(composed(text).spec(), {"letter_mm": 15.0}))

    def test_of_three_letters_in_a_monogram_the_middle_one_is_larger(self) -> None:
        pattern = composed("monogram AHB without border")
        heights = [r.bounds[3] - r.bounds[1] for r in rings_of(contours_of(pattern))]
        assert max(heights) > 1.3 * sorted(heights)[-2]


class TestCutting:
    @pytest.mark.parametrize(
        "prompt",
        [
            "the word RAVEN", '"Anna & Paul" cursive', '"Raven" blackletter', "monogram JB",
            '"Guitars by Hand" on an arc, celtic letters', '"سلام"',
            'the text "LUTHIER OF CREMONA" round a ring',
            '"Raven & Wolf 1948" serif, letters 10 mm high',
            '"ABCDEFGHIJ" roman capitals, letters 8 mm high',
        ],
    )  # fmt: skip
    def test_nothing_is_too_thin_or_too_near(self, prompt: str) -> None:
        pattern = composed(prompt)
        assert warnings_of(pattern) == []
        assert pattern.is_exact

    @pytest.mark.parametrize("font", ["stencil", "stencil_serif"])
    def test_no_counter_of_a_stencil_falls_out(self, font: str) -> None:
        spec = composed('the word "ABDOPQR4690 Å#" in stencil letters').spec()
        sheet = {"width_mm": 300.0, "height_mm": 60.0}
        assert holes_of(draw_spec(edited_spec(spec, sheet | {"font": font}))) == 0

    def test_bridges_hold_the_counters_of_any_font(self) -> None:
        spec = composed("the word BOARD sans serif").spec()
        assert holes_of(draw_spec(spec)) == 6
        assert holes_of(draw_spec(edited_spec(spec, {"bridge_mm": 1.0}))) == 0


class TestWhatIsLacking:
    def test_a_letter_that_the_font_lacks_is_named_and_left_out(self) -> None:
        pattern = composed('the word "AЖB" in blackletter')
        assert any("“Ж”" in warning.message for warning in pattern.warnings)
        assert not pattern.is_exact

    def test_a_font_that_has_all_letters_is_chosen_where_none_is_named(self) -> None:
        for seed in range(8):
            assert composed('"שלום"', seed).parameters.font == "sans"
            assert composed('"Ž"', seed).is_exact

    def test_a_text_without_any_letter_that_a_font_has_is_refused(self) -> None:
        with pytest.raises(InvalidRequest, match="“漢”"):
            composed('the word "漢字"')

    def test_lettering_that_is_ticked_writes_the_whole_prompt(self) -> None:
        pattern = compose(
            "RAVEN", style_hints=["lettering"], constraints=PatternConstraints(), seed=1
        )
        assert pattern.parameters.text == "RAVEN"
        assert pattern.is_exact
