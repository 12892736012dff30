"""What is recorded of a stored source: who was told the seed, and who kept to it."""

from __future__ import annotations

import pytest

from artstudio.services.generation.generate import generate_svg_variants

pytestmark = pytest.mark.django_db


def test_a_pattern_is_told_its_seed_and_keeps_to_it() -> None:
    variant = generate_svg_variants("rosette", variant_seed="s").variants.get()
    assert (variant.seed_sent, variant.seed_honoured) == (True, True)


def test_a_pattern_is_drawn_from_the_prompt_as_it_was_given() -> None:
    variant = generate_svg_variants("Rosette of oak", variant_seed="s").variants.get()
    assert (variant.prompt_sent, variant.revised_prompt) == ("Rosette of oak", "")
