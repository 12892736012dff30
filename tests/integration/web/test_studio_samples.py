"""What the first page offers is drawn as its words say."""

from __future__ import annotations

import pytest

from artstudio.patterns import PatternConstraints, compose
from artstudio.services.requests.style_pictures import STYLES
from artstudio.web.studio.layout import EXAMPLES, SAMPLES  # noqa: TID251  # what pages offer


def test_every_style_has_a_sample() -> None:
    assert [style for style, _ in SAMPLES if style not in STYLES] == []
    assert len({prompt for _, prompt in SAMPLES}) == len(STYLES)


@pytest.mark.parametrize("prompt", dict.fromkeys([*EXAMPLES, *(words for _, words in SAMPLES)]))
def test_a_sample_leaves_no_word_undrawn(prompt: str) -> None:
    drawn = compose(prompt, constraints=PatternConstraints(), seed=7)
    assert drawn.is_exact
    assert drawn.warnings == ()
