"""What the engine draws without being told a size can be cut: the real cut card has no warning."""

from __future__ import annotations

from typing import Any

import pytest

from artstudio.cutting.card import cut_card
from artstudio.cutting.warnings import cut_warnings
from artstudio.geometry.measure import measure
from artstudio.patterns import FAMILIES as ALL_FAMILIES
from artstudio.patterns import Pattern
from artstudio.patterns.bands import MOTIFS
from tests.rounds import rounds
from tests.unit.patterns.prompts import composed

FAMILIES = {
    "rosette": "rosette",
    "celtic_knot": "celtic knot",
    "vine": "vine",
    "mandala": "mandala",
    "medallion": "medallion",
    "tessellation": "tessellation",
    "purfling": "border strip",
    "figure": "maze",
    "mosaic_wheel": "mosaic wheel",
    "lettering": "the word RAVEN",
    "fretboard": "fretboard with dots",
    "grille": "grille",
    "girih": "girih",
    "body_part": "f-holes",
    "wood_purfling": "purfling of two woods",
}
# Large drawings: one of them is looked at for each change, all of them at night.
SLOW = {"mosaic_wheel", "fretboard", "grille", "girih"}


def warnings_of(pattern: Pattern) -> list[dict[str, Any]]:
    """Return what the cut card warns of at its default limits, 0.3 mm."""
    length = measure(pattern.drawing).cut_length_mm
    return cut_warnings(cut_card(pattern.drawing, cut_length_mm=length, svg_bytes=1))


def test_every_family_is_looked_at() -> None:
    assert set(FAMILIES) == set(ALL_FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_drawing_at_default_settings_has_no_warning(family: str) -> None:
    for seed in range(rounds(1 if family in SLOW else 3, nightly=40)):
        pattern = composed(FAMILIES[family], seed)
        assert pattern.family == family
        assert warnings_of(pattern) == [], seed


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_motif_that_is_asked_for_can_be_cut_in_a_ring_and_in_a_strip(motif: str) -> None:
    words = motif.replace("_", " ")
    for seed in range(rounds(1, nightly=10)):
        assert warnings_of(composed(f"{words} rosette", seed)) == [], seed
        assert warnings_of(composed(f"{words} purfling", seed)) == [], seed
