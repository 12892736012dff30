"""Safety flags are soft, match whole words, and name their rule."""

from __future__ import annotations

import pytest

from artstudio.services.requests.safety import safety_flags


@pytest.mark.parametrize(
    "prompt",
    [
        "a rosette with three rings",
        "a kill switch label for the router",
        "KILL SWITCH plate",
        "knife-edge binding around a soundhole",
        "knife edge purfling",
        "a skilled killer-whale inlay",
        "gunmetal border, begun yesterday",
        "a glue gun holder",
        "Sussex coat of arms",
        "",
    ],
)
def test_words_of_the_workshop_are_not_flagged(prompt: str) -> None:
    assert safety_flags(prompt) == []


@pytest.mark.parametrize(
    ("prompt", "rule", "word"),
    [
        ("a rifle on a medallion", "weapons", "rifle"),
        ("A Knife, crossed with a fork", "weapons", "knife"),
        ("ＲＩＦＬＥ in full-width letters", "weapons", "rifle"),  # noqa: RUF001  # the point of the case
        ("murder of crows", "violence", "murder"),
        ("swastika tiling", "hate", "swastika"),
        ("nude figure", "sexual", "nude"),
    ],
)
def test_a_flag_names_its_rule_and_the_word(prompt: str, rule: str, word: str) -> None:
    (flag,) = safety_flags(prompt)
    assert (flag["rule"], flag["word"]) == (rule, word)
    assert flag["message"]


def test_an_everyday_phrase_does_not_hide_a_word_elsewhere() -> None:
    assert [flag["rule"] for flag in safety_flags("a kill switch and a pistol")] == ["weapons"]


def test_each_rule_flags_once() -> None:
    flags = safety_flags("guns, rifles and murder")
    assert [flag["rule"] for flag in flags] == ["weapons", "violence"]
