"""Which colour, kind and layer everything gets, by preset and role."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from artstudio.svg.export.presets import (
    HAIRLINE_MM,
    LayerStyle,
    Preset,
    Role,
    painted,
)
from tests.unit.svg.export.drawings import circle, mixed, open_line, rosette, tones, two_colours

LASERS = (Preset.LIGHTBURN, Preset.GLOWFORGE, Preset.INKSCAPE)


def paints(
    drawing: Drawing, *, preset: Preset = Preset.PLAIN, role: Role | None = None
) -> list[LayerStyle]:
    return [paint for _, paint in painted(drawing, preset=preset, role=role)]


def names(drawing: Drawing) -> list[str]:
    return [paint.layer for paint in paints(drawing)]


def of(*layers: Layer | StrokeLayer) -> Drawing:
    return Drawing(100, 80, layers)


def score(name: str = "", colour: str = "#000000") -> StrokeLayer:
    return StrokeLayer(open_line((1, 1), (9, 9)), colour, name=name)


def cut(name: str = "", colour: str = "#000000") -> Layer:
    return Layer(circle(20, 20, 5), colour, name)


class TestPlain:
    """A drawing keeps its own colours, widths and names."""

    def test_areas_and_strokes_as_they_are(self) -> None:
        assert paints(mixed()) == [
            LayerStyle("#ff0000", filled=True, layer="COLOUR_FF0000"),
            LayerStyle("#0000ff", filled=False, layer="LINE_0000FF", width_mm=0.5),
            LayerStyle("#ff0000", filled=True, layer="COLOUR_FF0000"),
            LayerStyle("#0000ff", filled=False, layer="LINE_0000FF", width_mm=2),
            LayerStyle("#00a050", False, "LINE_00A050", width_mm=3, cap="round", join="round"),
        ]

    def test_a_colour_with_one_path_is_called_by_its_name(self) -> None:
        assert names(tones()) == ["tone-0", "tone-1", "tone-2"]
        assert names(of(cut("leaf"), score("vein"))) == ["leaf", "vein"]

    def test_a_colour_with_several_paths_is_one_layer_whatever_they_are_called(self) -> None:
        assert names(of(cut("leaf"), cut("stem"), cut())) == ["COLOUR_000000"] * 3

    @pytest.mark.parametrize("name", ["defpoints", "cut", "engrave", "score", "a" * 32])
    def test_names_that_mean_something_else_or_are_too_long_are_not_used(self, name: str) -> None:
        assert names(of(cut(name))) == ["COLOUR_000000"]


@pytest.mark.parametrize("preset", LASERS)
class TestPresetWithoutRole:
    """Areas are cut, strokes are scored, and each colour is a step of its own."""

    def test_one_colour_is_cut_in_red(self, preset: Preset) -> None:
        assert paints(rosette(), preset=preset) == [
            LayerStyle("#ff0000", filled=False, layer="cut")
        ]

    def test_strokes_are_scored_in_blue(self, preset: Preset) -> None:
        found = paints(of(score("vein"), cut("leaf"), score()), preset=preset)
        assert [(p.colour, p.filled, p.layer, p.width_mm) for p in found] == [
            ("#0000ff", False, "score", HAIRLINE_MM),
            ("#ff0000", False, "cut", HAIRLINE_MM),
            ("#0000ff", False, "score", HAIRLINE_MM),
        ]

    def test_tones_are_told_apart_and_called_by_their_names(self, preset: Preset) -> None:
        found = paints(tones(), preset=preset)
        assert [(p.colour, p.layer) for p in found] == [
            ("#ff0000", "tone-0"),
            ("#00e000", "tone-1"),
            ("#d0d000", "tone-2"),
        ]
        assert not any(p.filled for p in found)

    def test_paths_of_one_colour_are_one_step(self, preset: Preset) -> None:
        first, wave, right, triangle, arc = paints(mixed(), preset=preset)
        assert first == right == LayerStyle("#ff0000", filled=False, layer="cut")
        assert wave == triangle == LayerStyle("#0000ff", filled=False, layer="LINE_0000FF")
        assert arc == LayerStyle("#0000a0", filled=False, layer="LINE_00A050")

    def test_a_drawing_that_speaks_the_language_of_machines_is_taken_at_its_word(
        self, preset: Preset
    ) -> None:
        drawing = of(cut("leaf"), score("edge", "#ff0000"), score("vein", "#0000ff"))
        engraved, edge, vein = paints(drawing, preset=preset)
        assert engraved == LayerStyle("#000000", filled=True, layer="engrave")
        assert edge == LayerStyle("#ff0000", filled=False, layer="cut")
        assert vein == LayerStyle("#0000ff", filled=False, layer="score")

    def test_other_areas_are_told_from_what_is_red_already(self, preset: Preset) -> None:
        drawing = of(cut("leaf", "#00a050"), score(colour="#ff0000"))
        assert [(p.colour, p.layer) for p in paints(drawing, preset=preset)] == [
            ("#00e000", "leaf"),
            ("#ff0000", "cut"),
        ]

    def test_no_two_of_many_colours_look_alike(self, preset: Preset) -> None:
        cuts = [cut(colour=f"#0000{n:02x}") for n in range(24)]
        scores = [score(colour=f"#0000{n:02x}") for n in range(5)]
        found = paints(of(*cuts, *scores), preset=preset)
        assert len({p.colour for p in found}) == len({p.layer for p in found}) == 29
        assert "#000000" not in {p.colour for p in found}

    def test_colours_beyond_a_palette_share_its_own_but_no_layer(self, preset: Preset) -> None:
        found = paints(of(*(cut(colour=f"#00{n:04x}") for n in range(300))), preset=preset)
        assert len({p.colour for p in found}) == 24
        assert len({p.layer for p in found}) == 300


@pytest.mark.parametrize("preset", LASERS)
class TestRole:
    """A role is of the whole drawing."""

    @pytest.mark.parametrize(("role", "colour"), [(Role.CUT, "#ff0000"), (Role.SCORE, "#0000ff")])
    def test_all_lines_are_alike(self, preset: Preset, role: Role, colour: str) -> None:
        for drawing in (mixed(), tones(), two_colours()):
            only = {*paints(drawing, preset=preset, role=role)}
            assert only == {LayerStyle(colour, filled=False, layer=role.value)}

    def test_areas_are_engraved_in_black_and_strokes_as_wide_as_they_are(
        self, preset: Preset
    ) -> None:
        found = paints(mixed(), preset=preset, role=Role.ENGRAVE)
        assert {(p.colour, p.layer) for p in found} == {("#000000", "engrave")}
        assert widths(found) == [None, 0.5, None, 2, 3]
        assert (found[4].cap, found[4].join) == ("round", "round")


def widths(found: Sequence[LayerStyle]) -> list[float | None]:
    return [None if paint.filled else paint.width_mm for paint in found]
