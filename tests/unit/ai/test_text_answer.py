from __future__ import annotations

import json

import pytest

from artstudio.ai.text_answer import read_sketch

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 1H8V8Z"/></svg>'
FIELDS = {"svg": SVG, "title": " A star ", "notes": "Cut it."}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(FIELDS),
        f"Sure!\n```json\n{json.dumps(FIELDS, indent=1)}\n```\nMore?",
        f"Here it is: {json.dumps(FIELDS)} - have fun {{}}",
        json.dumps({**FIELDS, "pattern_json": "", "mood": 5}),
        json.dumps({**FIELDS, "svg": f"```svg\n{SVG}\n```"}),
    ],
)
def test_the_object_is_found_in_whatever_is_around_it(text: str) -> None:
    sketch = read_sketch(text)

    assert (sketch.svg, sketch.pattern, sketch.fault) == (SVG, None, "")
    assert (sketch.title, sketch.notes) == ("A star", "Cut it.")


def test_line_breaks_inside_of_a_text_are_forgiven() -> None:
    sketch = read_sketch('{"svg": "<svg>\n<path/></svg>", "title": "one\ntwo", "notes": 7}')

    assert sketch.svg is not None
    assert (sketch.title, sketch.notes) == ("one\ntwo", "")


@pytest.mark.parametrize(
    "given",
    [
        '{"family": "knot"}',
        {"family": "knot"},
        ' {"family":\n"knot"} ',
        '{"pattern": {"family": "knot"}}',
    ],
)
def test_parameters_count_before_a_drawing(given: object) -> None:
    sketch = read_sketch(json.dumps({**FIELDS, "pattern_json": given}))

    assert sketch.pattern == {"family": "knot"}
    assert (sketch.svg, sketch.fault, sketch.title) == (None, "", "A star")


@pytest.mark.parametrize(
    "given", ["{family: knot}", "[]", "7", [1], 7, "[" * 100_000, '{"pattern": 1}']
)
def test_parameters_that_are_no_object_are_a_fault(given: object) -> None:
    sketch = read_sketch(json.dumps({"pattern_json": given}))

    assert (sketch.svg, sketch.pattern) == (None, None)
    assert "pattern_json" in sketch.fault


@pytest.mark.parametrize("text", ["", "{}", '{"svg": ""}', '{"svg": null}', "[" * 100_000, "no"])
def test_an_answer_with_neither_is_a_fault(text: str) -> None:
    sketch = read_sketch(text)

    assert (sketch.svg, sketch.pattern) == (None, None)
    assert "no <svg>" in sketch.fault
