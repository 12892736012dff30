"""What the words of a prompt mean, where they stand, and what of them is drawn."""

from __future__ import annotations

import pytest

from artstudio.patterns import PatternConstraints, compose
from artstudio.patterns.reading import MEANINGS, Reading, read_prompt
from tests.unit.patterns.prompts import composed


def meanings(prompt: str) -> list[tuple[str, str, object]]:
    return [(item.meaning, item.text, item.value) for item in read_prompt(prompt).items]


def sizes(prompt: str) -> dict[str, float]:
    return dict(read_prompt(prompt).features.sizes)


class TestItems:
    def test_each_part_has_its_place_in_the_prompt(self) -> None:
        prompt = "  Rosette, 102 mm outside, with a rope border"
        for item in read_prompt(prompt).items:
            assert prompt[item.start : item.end] == item.text
            assert item.meaning in MEANINGS

    def test_parts_are_told_in_order_with_their_values(self) -> None:
        assert meanings("12-fold rosette 102/84 without rope, fine") == [
            ("symmetry", "12-fold", {"of": "fold", "number": 12}),
            ("family", "rosette", "rosette"),
            ("size", "102/84", {"outer_diameter_mm": 102.0, "inner_diameter_mm": 84.0}),
            ("negation", "without", "without"),
            ("negation", "rope", "rope"),
            ("density", "fine", "dense"),
        ]

    def test_words_without_a_meaning_are_told(self) -> None:
        assert read_prompt("a flurbled rosette, 17 zorps").not_understood == (
            "flurbled",
            "17",
            "zorps",
        )

    def test_quoted_and_named_letters_are_lettering(self) -> None:
        assert ("lettering", "“Anna”", "Anna") in meanings("a ring with “Anna” on it")
        assert ("lettering", "RAVEN", "RAVEN") in meanings("the word RAVEN")
        assert ("subject", "RAVEN", "raven") in meanings("RAVEN")


class TestHead:
    @pytest.mark.parametrize(
        ("prompt", "family"),
        [
            ("Rosette with a rope border and a herringbone ring", "rosette"),
            ("celtic knot border", "celtic_knot"),
            ("border of celtic knots", "celtic_knot"),
            ("rope border", "purfling"),
            ("rope outside, herringbone inside", "rosette"),
            ("Fischgrätrosette", "rosette"),
            ("Keltischer Knoten", "celtic_knot"),
            ("roseta con espiga", "rosette"),
            ("rosace en arête de poisson", "rosette"),
            ("rosetta con spina di pesce", "rosette"),
            ("a vine for a fretboard", "vine"),
            ("herringbone", "purfling"),
        ],
    )
    def test_the_noun_that_the_rest_describes_decides(self, prompt: str, family: str) -> None:
        assert read_prompt(prompt).features.family == family

    def test_a_ticked_style_decides_and_says_so(self) -> None:
        reading = read_prompt("purfling strip", hints=("rosette",))
        assert reading.features.family == "rosette"
        (conflict,) = reading.conflicts
        assert "a rosette" in conflict
        assert "“purfling strip”" in conflict

    def test_a_diameter_makes_a_strip_round(self) -> None:
        reading = read_prompt("herringbone border", given={"outer_diameter_mm"})
        assert reading.features.family == "rosette"
        assert reading.conflicts


class TestSizes:
    @pytest.mark.parametrize(
        ("prompt", "expected"),
        [
            ("rosette 102 mm outside, 84 mm hole", (102, 84)),
            ("rosette, outer diameter 10.2 cm, inner 8.4 cm", (102, 84)),
            ("rosette 102/84", (102, 84)),
            ("rosette from 84 to 102 mm", (102, 84)),
            ("rosette outside 102 mm inside 84 mm", (102, 84)),
            ("Rosette außen 102 mm, innen 84 mm", (102, 84)),
            ("roseta de 102 mm exterior y 84 mm interior", (102, 84)),
            ("rosette, 51 mm radius", (102, None)),
            ("rosette 4 in", (101.6, None)),
            ('rosette 3 1/2"', (88.9, None)),
            ("rosette Ø 40", (40, None)),
            ("rosette for a 100 mm soundhole", (None, 100)),
            ("rosette 102 mm, 9 mm wide", (102, 84)),
        ],
    )
    def test_diameters_however_they_are_written(
        self, prompt: str, expected: tuple[float | None, float | None]
    ) -> None:
        found = sizes(prompt)
        assert (found.get("outer_diameter_mm"), found.get("inner_diameter_mm")) == expected

    @pytest.mark.parametrize(
        ("prompt", "width", "height"),
        [
            ("vine panel 60x40 mm", 60, 40),
            ("purfling 6 mm wide and 400 long", 400, 6),
            ("celtic knot panel 6 x 4 in", 152.4, 101.6),
        ],
    )
    def test_sheets_and_strips(self, prompt: str, width: float, height: float) -> None:
        assert sizes(prompt) == {"width_mm": width, "height_mm": height}

    def test_counts_are_no_sizes(self) -> None:
        reading = read_prompt("rosette with three rings and 12 petals")
        assert reading.features.sizes == {}
        assert reading.features.rings == 3
        assert reading.features.counts["petals"] == 12


class TestMotifs:
    def test_each_has_its_place(self) -> None:
        features = read_prompt(
            "rosette, rope outside, mosaic in the middle, chequer inside"
        ).features
        assert [(m.name, m.place) for m in features.motifs] == [
            ("rope", "outside"),
            ("mosaic", "middle"),
            ("chequer", "inside"),
        ]

    def test_they_are_drawn_where_they_were_asked_for(self) -> None:
        for seed in range(8):
            pattern = composed("rosette 102/70, rope outside, mosaic middle, chequer inside", seed)
            motifs = [band.motif for band in pattern.parameters.bands if band.cells]
            assert motifs == ["rope", "mosaic_lozenge", "chequer"]
            assert pattern.is_exact

    def test_what_is_refused_is_not_drawn(self) -> None:
        for seed in range(30):
            pattern = composed("rosette without rope", seed)
            assert "rope" not in {band.motif for band in pattern.parameters.bands}
            assert pattern.is_exact

    def test_a_narrow_ring_makes_room_for_the_motif_that_is_named(self) -> None:
        for seed in range(8):
            pattern = composed("rosette 102/84, three rings: rope, mosaic, rope", seed)
            motifs = [band.motif for band in pattern.parameters.bands if band.cells]
            assert motifs == ["rope", "mosaic_lozenge", "rope"]

    def test_a_motif_without_room_is_said_to_need_some(self) -> None:
        pattern = composed("rosette 40/36 with mosaic")
        (warned,) = pattern.warnings
        assert warned.code == "words_not_drawn"
        assert "needs 3.6 mm" in warned.message


class TestTruth:
    @pytest.mark.parametrize(
        ("prompt", "words"),
        [
            ("a dog", ["dog"]),
            ("tartan", ["tartan"]),
            ("gear with 3 teeth", ["3 teeth"]),
            ("six-pointed heart", ["six-pointed"]),
            ("rosette with an owl", ["owl"]),
            ("gothic rosette", ["gothic"]),
            ("rosette of rope with a braid", ["braid"]),
            ("the word LOVE on a rosette", ["word", "LOVE"]),
        ],
    )
    def test_what_is_not_drawn_is_named(self, prompt: str, words: list[str]) -> None:
        pattern = composed(prompt)
        assert pattern.undrawn is not None
        assert pattern.undrawn.words() == words
        assert not pattern.is_exact

    def test_the_nearest_ornament_is_named(self) -> None:
        (warned,) = composed("a dog").warnings
        assert warned.message == (
            "The pattern engine has no dog. It draws the nearest ornament, a medallion. "
            "A picture model could draw that, or your own picture can be traced."
        )

    def test_a_size_that_contradicts_a_constraint_is_said(self) -> None:
        limits = PatternConstraints(outer_diameter_mm=100, inner_diameter_mm=80)
        pattern = compose("rosette 102 mm", constraints=limits, seed=1)
        assert pattern.parameters.outer_mm == 100
        assert pattern.warnings[0].code == "conflicting_request"
        assert pattern.warnings[0].message == (
            "The constraint outer_diameter_mm is 100, the prompt says 102; the constraint decides."
        )

    def test_what_is_left_open_is_told(self) -> None:
        assert composed("rosette 102/84 with rope").chosen_by_seed == ("symmetry", "rings")


@pytest.mark.parametrize(
    "prompt", ["", "\ud83d\x00", "9" * 2000, "mm" * 900, "/" * 2000, "((((", "ß" * 400]
)
def test_any_text_is_read(prompt: str) -> None:
    assert isinstance(read_prompt(prompt), Reading)
