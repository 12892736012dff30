"""Text becomes outlines: accents, ligatures, right-to-left, and what a font lacks is named."""

from __future__ import annotations

import string

import pytest
import shapely

from artstudio.fonts import FONTS, font_for_css, shape_text, text_rings
from artstudio.fonts.outlines import cap_height, missing_letters
from artstudio.geometry.boolean import Ring, intersect, subtract, unite

SQUARE: Ring = [((0.0, 0.0),), ((10.0, 0.0),), ((10.0, 10.0),), ((0.0, 10.0),)]


def corners(ring: Ring) -> list[tuple[float, float]]:
    return [segment[-1] for segment in ring]


def holes_of(rings: list[Ring]) -> int:
    polygons = [shapely.Polygon(corners(ring)) for ring in rings if len(ring) > 2]
    return sum(a is not b and b.contains(a) for a in polygons for b in polygons)


class TestFonts:
    def test_there_are_eight_of_which_two_are_stencils(self) -> None:
        assert len(FONTS) == 8
        assert sum(font.is_stencil for font in FONTS.values()) == 2

    @pytest.mark.parametrize("name", FONTS)
    def test_each_has_its_files_and_an_open_licence_beside_them(self, name: str) -> None:
        font = FONTS[name]
        assert all(file.read_bytes()[:4] == b"wOFF" for file in font.files)
        assert "SIL OPEN FONT LICENSE Version 1.1" in font.licence.read_text()

    @pytest.mark.parametrize("name", FONTS)
    def test_each_has_the_letters_of_five_languages(self, name: str) -> None:
        text = string.ascii_letters + string.digits + "&.,-!?" + "ÄÖÜäöüßÑñÁÉÍÓÚáéíóúÇçÀÈàèêôŒœ"
        assert missing_letters(text, FONTS[name]) == ()

    @pytest.mark.parametrize("name", [n for n, font in FONTS.items() if font.is_stencil])
    def test_no_counter_of_a_stencil_font_falls_out(self, name: str) -> None:
        for char in string.ascii_letters + string.digits + "&@ÄÖÜßÑÇÉ":
            assert holes_of(text_rings(char, font=name)[0]) == 0, char

    def test_other_fonts_have_counters(self) -> None:
        assert holes_of(text_rings("B", font="sans")[0]) == 2

    def test_a_css_family_finds_its_font_or_one_that_is_like_it(self) -> None:
        assert font_for_css("'EB Garamond', serif") == (FONTS["serif"], True)
        assert font_for_css("Helvetica, sans-serif") == (FONTS["sans"], False)
        assert font_for_css("Times New Roman") == (FONTS["serif"], False)
        assert font_for_css("cursive") == (FONTS["script"], False)
        assert font_for_css("Nothing Known") == (FONTS["sans"], False)


class TestShaping:
    def test_a_capital_is_as_high_as_it_says_and_stands_on_the_baseline(self) -> None:
        rings, advance = text_rings("H", font="sans", size=100)
        ys = [y for ring in rings for _, y in corners(ring)]
        assert min(ys) == pytest.approx(-70)
        assert max(ys) == pytest.approx(0)
        assert cap_height(FONTS["sans"]) == pytest.approx(0.7)
        assert 60 < advance < 90

    def test_ligatures_are_one_glyph_and_keep_their_letters(self) -> None:
        glyphs = shape_text("office", font=FONTS["serif"], size=1).glyphs
        assert [glyph.text for glyph in glyphs] == ["o", "ffi", "c", "e"]

    def test_pairs_are_kerned(self) -> None:
        apart = sum(text_rings(c, font="serif", size=100)[1] for c in "AV")
        assert text_rings("AV", font="serif", size=100)[1] < apart - 5

    def test_accents_are_drawn_whether_composed_or_not(self) -> None:
        assert text_rings("é", font="serif") == text_rings("é", font="serif")
        assert len(text_rings("ö", font="serif")[0]) == len(text_rings("o", font="serif")[0]) + 2

    def test_hebrew_and_arabic_run_from_right_to_left(self) -> None:
        glyphs = shape_text("שלום", font=FONTS["sans"], size=1).glyphs
        assert [glyph.text for glyph in glyphs] == [*"םולש"]
        joined = shape_text("سلام", font=FONTS["sans"], size=1).glyphs
        assert [glyph.text for glyph in joined] == ["م", "لا", "س"]

    def test_numbers_inside_right_to_left_text_run_to_the_right(self) -> None:
        glyphs = shape_text("גיטרה 12", font=FONTS["sans"], size=1).glyphs
        assert [glyph.text for glyph in glyphs][:3] == ["1", "2", " "]
        mixed = shape_text("سلام abc 123", font=FONTS["sans"], size=1).glyphs
        assert "".join(glyph.text for glyph in mixed).startswith("abc 123")

    def test_letters_of_several_files_stand_in_one_line(self) -> None:
        glyphs = shape_text("Dvořák Ω Ж", font=FONTS["serif"], size=1).glyphs
        assert "".join(glyph.text for glyph in glyphs) == "Dvořák Ω Ж"
        assert [glyph.x for glyph in glyphs] == sorted(glyph.x for glyph in glyphs)

    def test_a_letter_that_the_font_lacks_is_named_once(self) -> None:
        shaped = shape_text("A漢B漢Ж", font=FONTS["capitals"], size=1)
        assert shaped.missing == ("漢", "Ж")
        assert [glyph.text for glyph in shaped.glyphs] == ["A", "B"]

    def test_letters_that_overlap_become_one_outline(self) -> None:
        rings, _ = text_rings("lill", font="script", size=50)
        assert len(rings) < 6


class TestBooleans:
    def test_two_squares_that_overlap_become_one(self) -> None:
        other: Ring = [tuple((x + 5, y) for x, y in segment) for segment in SQUARE]
        (ring,) = unite([SQUARE, other])
        assert shapely.Polygon(corners(ring)).area == pytest.approx(150)

    def test_what_is_taken_is_cut_away_and_what_is_kept_stays(self) -> None:
        other: Ring = [tuple((x + 5, y) for x, y in segment) for segment in SQUARE]
        (left,) = subtract([SQUARE], [other])
        (both,) = intersect([SQUARE], [other])
        assert shapely.Polygon(corners(left)).area == pytest.approx(50)
        assert shapely.Polygon(corners(both)).area == pytest.approx(50)

    def test_curves_stay_curves(self) -> None:
        rings, _ = text_rings("O", font="sans", size=100)
        assert len(rings) == 2
        assert all(len(segment) == 3 for segment in rings[0])
