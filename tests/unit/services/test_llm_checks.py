"""What a language model is told of a drawing that it wrote."""

from __future__ import annotations

import pytest

from artstudio.services.providers.llm_checks import validate

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="100mm" viewBox="0 0 100 100">'
LEAF = '<path d="M10 50C10 20 90 20 90 50C90 80 10 80 10 50Z"{}/>'


def faults(body: str) -> tuple[str, ...]:
    return validate(f"{HEAD}{body}</svg>", width_mm=100, height_mm=100, prompt="leaf").faults


def test_a_drawing_that_is_kept_whole_has_no_faults() -> None:
    assert faults(LEAF.format("")) == ()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (LEAF.format(' filter="url(#f)"'), "without their filter"),
        (LEAF.format("") + '<image href="a.png"/>', "pictures (1)"),
        ("<style>@supports(x:y){}</style>" + LEAF.format(""), "@supports"),
        (LEAF.format("") + LEAF.format(' opacity="0.2"'), "more than half"),
        (LEAF.format("") + '<circle cx="120" cy="50" r="30"/>', "over the edge of the sheet"),
    ],
)
def test_what_is_lost_is_a_fault_to_mend(body: str, words: str) -> None:
    assert words in " ".join(faults(body))


@pytest.mark.parametrize(
    "body",
    [
        '<mask id="m"><rect width="100" height="100" fill="#fff"/><circle cx="50" cy="50" r="9"/>'
        "</mask>" + LEAF.format(' mask="url(#m)"'),
        '<pattern id="p" width="20" height="20" patternUnits="userSpaceOnUse">'
        '<circle cx="10" cy="10" r="6"/></pattern>' + LEAF.format(' fill="url(#p)"'),
        "<style>g > path { fill: #c00 }</style><g>" + LEAF.format("") + "</g>",
        LEAF.format(' style="transform:rotate(20deg);transform-origin:50% 50%"'),
    ],
)
def test_what_is_drawn_as_meant_is_no_fault(body: str) -> None:
    assert faults(body) == ()
