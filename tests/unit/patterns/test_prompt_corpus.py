"""Every prompt of the corpus is understood as it says there, and nothing is claimed falsely."""

from __future__ import annotations

from collections import Counter

import pytest

from artstudio.patterns import PatternConstraints, compose
from tests.unit.patterns.corpus import expected, read_corpus, understood

CORPUS = [pytest.param(prompt, clauses, id=prompt) for _, prompt, clauses in read_corpus()]
UNDRAWABLE = "What cannot be drawn"


def test_the_corpus_is_large_and_each_prompt_stands_in_it_once() -> None:
    entries = list(read_corpus())
    sections = Counter(section.partition(":")[0] for section, _, _ in entries)
    assert len({prompt for _, prompt, _ in entries}) == len(entries) >= 300
    assert sections["English"] >= 150
    assert min(sections[name] for name in ("German", "Spanish", "French", "Italian")) >= 30
    assert sections[UNDRAWABLE] >= 30


@pytest.mark.parametrize(("prompt", "clauses"), CORPUS)
def test_prompt_is_understood_as_the_corpus_says(prompt: str, clauses: list[str]) -> None:
    pattern = compose(prompt, constraints=PatternConstraints(), seed=1)
    assert understood(pattern, clauses) == expected(clauses)
    assert pattern.is_exact != bool(pattern.undrawn and pattern.undrawn.words())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_cannot_be_drawn_is_said_with_every_seed(seed: int) -> None:
    for section, prompt, clauses in read_corpus():
        if section != UNDRAWABLE:
            continue
        pattern = compose(prompt, constraints=PatternConstraints(), seed=seed)
        words = [clause for clause in clauses if clause.startswith("lacks ")]
        (message,) = [w.message for w in pattern.warnings if w.code == "words_not_drawn"]
        assert not pattern.is_exact, prompt
        assert words, prompt
        for word in words[0].removeprefix("lacks ").split(", "):
            assert word.lower() in message.lower() or "lettering" in message, (prompt, message)
