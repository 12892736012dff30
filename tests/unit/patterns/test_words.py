from __future__ import annotations

import pytest

from artstudio.patterns import FAMILIES, PatternConstraints, compose
from tests.unit.patterns.prompts import PROMPTS, composed, contours_of


def test_there_is_a_prompt_for_every_family() -> None:
    # A fretboard has the size of its scale; its prompts have tests of their own.
    assert set(PROMPTS) == set(FAMILIES) - {"fretboard"}


@pytest.mark.parametrize(("family", "prompt"), PROMPTS.items())
def test_words_choose_the_family(family: str, prompt: str) -> None:
    assert composed(prompt).family == family


@pytest.mark.parametrize(
    ("prompt", "family"),
    [
        ("three rings of rope and mosaic around a soundhole", "rosette"),
        ("Irish interlaced braid", "celtic_knot"),
        ("ivy leaves with tendrils", "vine"),
        ("a lotus mandala, 12-fold", "mandala"),
        ("a butterfly", "medallion"),
        ("an eagle", "medallion"),
        ("tiling of hexagons", "tessellation"),
        ("honeycomb", "figure"),
        ("chequered border strip", "purfling"),
    ],
)
def test_other_words_for_the_same_families(prompt: str, family: str) -> None:
    assert composed(prompt).family == family


def test_style_hints_count_as_words() -> None:
    hinted = compose("something", style_hints=["celtic"], constraints=PatternConstraints(), seed=1)
    assert hinted.family == "celtic_knot"


def test_a_prompt_without_a_known_word_leaves_the_family_to_the_seed() -> None:
    picked = {composed("qwxz bla", seed=seed).family for seed in range(12)}
    assert len(picked) > 3
    assert composed("qwxz bla", seed=9).family == composed("qwxz blub", seed=9).family
    assert "family" in composed("qwxz bla").chosen_by_seed


def test_counts_in_words_are_heard() -> None:
    assert composed("a 12-fold mandala").parameters.layers[0].cells % 12 == 0
    assert composed("eight-fold mandala").parameters.layers[0].cells % 8 == 0
    rings = [b for b in composed("rosette with three rings").parameters.bands if b.cells]
    assert len(rings) == 3


def test_density_words_change_the_number_of_pieces() -> None:
    bold, dense = (len(contours_of(composed(f"{word} mandala", 3))) for word in ("bold", "dense"))
    assert dense > 1.5 * bold


def test_motifs_are_chosen_by_name() -> None:
    assert composed("rope purfling").parameters.motif == "rope"
    assert "herringbone" in {b.motif for b in composed("herringbone rosette").parameters.bands}
    assert composed("rhombille tessellation").parameters.tiling == "rhombs"
    assert composed("sun medallion").parameters.figure == "sun"
