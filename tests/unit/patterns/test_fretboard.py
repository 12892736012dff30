"""Frets lie where the formula puts them, and inlays in the middle between two of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from artstudio.cutting.card import cut_card
from artstudio.cutting.warnings import cut_warnings
from artstudio.geometry.drawing import Layer
from artstudio.patterns import Pattern, draw_spec, edited_spec
from artstudio.patterns.fretboard.parameters import INLAYS
from rmos_runs.errors import InvalidRequest
from tests.unit.patterns.prompts import composed

PROMPTS = {
    "none": "fretboard without dots", "dots": "fretboard with dots",
    "diamonds": "fretboard with diamonds", "blocks": "fretboard with block inlays",
    "trapezoids": "trapezoid fretboard inlays", "clouds": "fretboard with clouds",
    "stars": "fretboard with stars, 650 mm scale", "torch": "fretboard with torches, 20 frets",
    "vine": "fretboard with a vine, 650 mm scale",
}  # fmt: skip
#: L, and fret n's distance from the nut in mm.
TABLE = [(650, 12, 325.0), (650, 5, 163.05), (645.16, 7, 214.57), (432, 12, 216.0), (349, 3, 55.53)]


def layer_of(pattern: Pattern, name: str) -> Any:
    return next(layer for layer in pattern.drawing.layers if layer.name == name)


def rings_of(pattern: Pattern, name: str) -> list[np.ndarray]:
    layer = layer_of(pattern, name)
    assert isinstance(layer, Layer)
    ends = layer.contours.points[:, 2]
    return np.split(ends, layer.contours.offsets[1:-1])


def warnings_of(pattern: Pattern) -> list[str]:
    card = cut_card(pattern.drawing, cut_length_mm=1, svg_bytes=1)
    return [warning["message"] for warning in cut_warnings(card)]


class TestFrets:
    @pytest.mark.parametrize(("scale", "fret", "distance"), TABLE)
    def test_lie_where_the_formula_puts_them(
        self, scale: float, fret: int, distance: float
    ) -> None:
        pattern = composed(f"fretboard, {scale} mm scale, 19 frets")
        nut = rings_of(pattern, "board")[1][:, 0].min()
        slot = rings_of(pattern, "slots")[fret - 1]
        assert slot[:, 0].mean() - nut == pytest.approx(distance, abs=0.006)
        assert pattern.is_exact

    def test_slots_are_as_many_and_as_wide_as_was_asked_for(self) -> None:
        pattern = composed("fretboard with 22 frets")
        slots = rings_of(pattern, "slots")
        assert len(slots) == 22
        assert np.ptp(slots[0][:, 0]) == pytest.approx(0.6, abs=0.001)

    def test_the_board_is_as_wide_at_the_nut_and_at_fret_12_as_was_said(self) -> None:
        pattern = composed("fretboard, 44 mm at the nut, 56 mm at the 12th fret")
        corners = rings_of(pattern, "board")[1]
        left = corners[corners[:, 0] < 50]
        assert np.ptp(left[:, 1]) == pytest.approx(44, abs=0.01)
        assert np.ptp(rings_of(pattern, "slots")[11][:, 1]) + 0.7 == pytest.approx(56, abs=0.03)

    def test_two_scales_fan_the_frets_but_one(self) -> None:
        pattern = composed("multi-scale fretboard 686 to 648 mm, 24 frets")
        lean = [abs(s[0, 0] - s[3, 0]) for s in rings_of(pattern, "slots")]
        assert int(np.argmin(lean)) + 1 == 7
        assert min(lean) < 0.002
        assert max(lean) > 5


class TestInlays:
    @pytest.mark.parametrize("inlay", INLAYS)
    def test_every_inlay_is_drawn_exactly_and_can_be_cut(self, inlay: str) -> None:
        for seed in range(3):
            pattern = composed(PROMPTS[inlay], seed)
            assert pattern.parameters.inlay == inlay
            assert pattern.is_exact
            assert warnings_of(pattern) == []

    @pytest.mark.parametrize("inlay", [i for i in INLAYS if i != "none"])
    def test_no_inlay_comes_nearer_to_a_slot_than_was_asked_for(self, inlay: str) -> None:
        pattern = composed(PROMPTS[inlay], 2)
        slots = np.array([s[:, 0].mean() for s in rings_of(pattern, "slots")])
        for ring in rings_of(pattern, "inlays"):
            apart = np.abs(ring[:, 0][:, None] - slots).min()
            assert apart >= 0.3 + 0.95, (inlay, apart)

    def test_dots_are_halfway_between_the_frets_two_at_the_octave(self) -> None:
        pattern = composed("fretboard with dots, 650 mm scale")
        slots = [s[:, 0].mean() for s in rings_of(pattern, "slots")]
        dots = [r.mean(axis=0)[0] for r in rings_of(pattern, "inlays")]
        assert dots[0] == pytest.approx((slots[1] + slots[2]) / 2, abs=0.01)
        octave = (slots[10] + slots[11]) / 2
        assert sum(abs(dot - octave) < 0.02 for dot in dots) == 2

    def test_one_inlay_alone_fills_its_sheet(self) -> None:
        pattern = composed("dots for the 12th fret of a 650 mm scale")
        assert pattern.drawing.width_mm == 6
        assert [layer.name for layer in pattern.drawing.layers] == ["inlays"]

    def test_side_dots_have_a_strip_of_their_own(self) -> None:
        assert len(rings_of(composed("fretboard with side dots and diamonds"), "side-dots")) > 8


def test_a_sheet_too_small_for_its_board_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="needs a sheet of"):
        composed("fretboard, 650 mm scale", width_mm=300)
    spec = composed("fretboard").spec()
    with pytest.raises(InvalidRequest, match="mm long"):
        draw_spec(edited_spec(spec, {"scale_mm": 900.0}))
