from __future__ import annotations

import pytest

from artstudio.ai.prompting import SUFFIX, prompt_for_tracing
from rmos_runs.errors import InvalidRequest


def test_the_prompt_is_sent_as_written_before_what_we_add() -> None:
    assert prompt_for_tracing("a  vine\n", (), longest=4000) == f"a  vine\n\n\n{SUFFIX}"


def test_hints_make_one_line() -> None:
    sent = prompt_for_tracing("a vine", ("bold", "", "  art deco "), longest=4000)

    assert sent.split("\n\n") == ["a vine", "Style: bold, art deco.", SUFFIX]


@pytest.mark.parametrize("wish", ["two-tone", "black", "white", "no shading", "no text", "cut"])
def test_the_suffix_asks_for_what_traces_well(wish: str) -> None:
    assert wish in SUFFIX


def test_the_longest_prompt_of_the_studio_fits_every_model_that_is_live() -> None:
    assert len(prompt_for_tracing("x" * 2000, ("y" * 200,) * 5, longest=4000)) <= 4000


@pytest.mark.parametrize(
    ("prompt", "hints", "field"),
    [
        ("x" * 900, (), "prompt"),
        ("x", ("y" * 900,), "style_hints"),
        (" \n", (), "prompt"),
        ("half a smile \ud83d", (), "prompt"),
        ("a smile", ("half \ud83d",), "style_hints"),
    ],
)
def test_what_cannot_be_sent_is_refused_by_name_and_never_cut(
    prompt: str, hints: tuple[str, ...], field: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        prompt_for_tracing(prompt, hints, longest=1000)

    assert caught.value.fields is not None
    assert list(caught.value.fields) == [field]
