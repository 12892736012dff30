"""Each limit of the cut card decides what it is named after, and each constant at its value."""

from __future__ import annotations

import pytest

from artstudio.cutting import card as cut_card
from artstudio.cutting.card import CutLimits
from artstudio.geometry.contours import contours_from_rings
from artstudio.geometry.drawing import Drawing, Layer
from tests.unit.cutting.cut_shapes import box, card_of, facts

#: Three bars of 0.5 mm, 0.5 mm apart.
COMB = tuple(box(10 + i, 10, 0.5, 20) for i in range(3))


class TestTwoLimits:
    """The larger limit and half of it again is searched; each counts its own places."""

    def test_gaps_below_a_gap_limit_that_is_above_the_feature_limit(self) -> None:
        card = facts(*COMB, min_feature_mm=0.1, min_gap_mm=1.0)
        assert card["narrow_gaps"] >= 2
        assert card["thin_features"] == 0
        assert card["widths_searched_mm"] == 1.5

    def test_features_below_a_feature_limit_that_is_above_the_gap_limit(self) -> None:
        card = facts(*COMB, min_feature_mm=1.0, min_gap_mm=0.1)
        assert card["narrow_gaps"] == 0
        assert card["thin_features"] >= 3
        assert card["widths_searched_mm"] == 1.5

    @pytest.mark.parametrize("limits", [(0.1, 1.0), (1.0, 0.1)])
    def test_where_there_is_no_ink_all_is_searched(self, limits: tuple[float, float]) -> None:
        feature, gap = limits
        card = card_of(Drawing(120, 120, ()), min_feature_mm=feature, min_gap_mm=gap)
        assert card.as_dict()["widths_searched_mm"] == 1.0

    @pytest.mark.parametrize("limit", [0.49, 0.51])
    def test_a_width_counts_where_it_is_below_its_limit(self, limit: float) -> None:
        card = facts(*COMB, min_feature_mm=limit, min_gap_mm=limit)
        assert (card["thin_features"] > 0) == (card["narrow_gaps"] > 0) == (limit > 0.5)

    def test_where_none_are_given_they_are_three_tenths_of_a_millimetre(self) -> None:
        assert CutLimits() == CutLimits(min_feature_mm=0.3, min_gap_mm=0.3)
        card = facts(*COMB)
        assert (card["min_feature_mm"], card["min_gap_mm"]) == (0.3, 0.3)


class TestNothing:
    """What encloses less than 1e-4 mm² is counted as a part without area."""

    @pytest.mark.parametrize(
        ("width", "height", "count"),
        [(0.009, 0.011, 1), (0.01, 0.011, 0), (0.02, 0.05, 0), (0.005, 0.005, 1)],
    )
    def test_a_speck_encloses_nothing_below_a_ten_thousandth(
        self, width: float, height: float, count: int
    ) -> None:
        assert facts(box(10, 10, 30, 30), box(60, 60, width, height))["zero_area_parts"] == count


class TestTooMuch:
    """A drawing above a limit gets a card without findings; one at the limit is looked at."""

    @pytest.mark.parametrize(("limit", "complete"), [(12, True), (11, False)])
    def test_nodes(self, limit: int, complete: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cut_card, "MAX_NODES", limit)
        assert facts(*COMB)["card_complete"] is complete

    @pytest.mark.parametrize(("limit", "complete"), [(2, True), (1, False)])
    def test_colours(self, limit: int, complete: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cut_card, "MAX_COLOURS", limit)
        red, black = (
            Layer(contours_from_rings([ring]), fill=fill)
            for ring, fill in ((COMB[0], "#ff0000"), (COMB[1], "#000000"))
        )
        assert card_of(Drawing(120, 120, (red, black))).as_dict()["card_complete"] is complete

    def test_the_limits_are_those_that_were_measured(self) -> None:
        assert (cut_card.MAX_NODES, cut_card.MAX_COLOURS) == (60_000, 64)
