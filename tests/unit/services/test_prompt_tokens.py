"""The tokens of a prompt: what was understood, where it stands, and what was not."""

from __future__ import annotations

from artstudio.patterns.reading import read_prompt
from artstudio.services.requests.prompt_tokens import Token, tokens_of

PROMPT = "Rosette of 102/84, rope outside, shimmering, 12-fold"


def tokens() -> list[Token]:
    return tokens_of(PROMPT, read_prompt(PROMPT))


def test_what_is_not_understood_stands_first_and_where_it_is_in_the_words() -> None:
    first = tokens()[0]
    assert (first.text, first.is_unknown) == ("shimmering", True)
    assert PROMPT[first.start : first.end] == "shimmering"


def test_two_sizes_in_one_word_are_two_numbers() -> None:
    sizes = {token.label: token.number for token in tokens() if token.number}
    assert sizes == {"outer": "102", "hole": "84"}


def test_an_ornament_says_where_it_is() -> None:
    (rope,) = [token for token in tokens() if token.text == "rope"]
    assert rope.label == "outside"
    assert not [token for token in tokens() if token.text == "outside"]


def test_every_token_stands_in_the_words() -> None:
    assert all(PROMPT[token.start : token.end] == token.text for token in tokens())
