from __future__ import annotations

import json

import pytest

from artstudio.ai import Repair, TextRequest
from artstudio.ai.drawing_instructions import (
    LONGEST_ANSWER_SENT_BACK,
    Form,
    answer_schema,
    dialogue,
    instructions,
    prompt_record,
    takes_exact_form,
)

SCHEMA = {"type": "object", "properties": {"family": {"enum": ["rosette", "knot"]}}}


def asked(**more: object) -> TextRequest:
    return TextRequest(**{"prompt": "a vine", **more})  # type: ignore[arg-type]


def test_the_sheet_is_told_in_millimetres() -> None:
    told = instructions(asked(width_mm=120.5, height_mm=80))

    assert 'width="120.5mm" height="80mm" viewBox="0 0 120.5 80"' in told
    assert 'rotate(angle 60.25 40)"' in told
    assert "about 2.4 mm" in told


@pytest.mark.parametrize(
    "rule",
    [
        "One unit is one millimetre",
        'fill="#000000"',
        'fill-rule="evenodd"',
        "Every subpath ends with Z",
        "No stroke",
        "Few nodes",
        "No style",
        "text, image, script, use",
        "gradient",
        "Nothing unfinished",
        "inside the viewBox",
    ],
)
def test_what_cuts_well_is_asked_for(rule: str) -> None:
    assert rule in instructions(asked())


def test_the_thinnest_parts_are_those_the_maker_can_cut() -> None:
    told = instructions(asked(constraints={"min_feature_mm": 1.5, "min_gap_mm": 0.8}))

    assert "at least 1.5 mm wide" in told
    assert "at least 0.8 mm." in told


def test_the_wish_comes_as_written_then_style_sheet_and_constraints_in_words() -> None:
    constraints = {"symmetry": 7, "rings": 3, "inner_diameter_mm": 84.5, "threshold": 128}
    (turn,) = dialogue(asked(style_hints=("celtic", " bold "), constraints=constraints))
    wish, style, rest = turn.text.split("\n\n")

    assert turn.role == "user"
    assert (wish, style) == ("a vine", "Style: celtic, bold.")
    assert rest == (
        "The sheet is 100 x 100 mm. It repeats 7 times in one turn around the centre. "
        "It is made of 3 concentric rings of ornament. "
        "A round opening of exactly 84.5 mm diameter in the centre stays empty."
    )


def test_parameters_are_offered_only_with_their_schema() -> None:
    with_schema, without = asked(pattern_schema=SCHEMA), asked()

    assert json.dumps(SCHEMA, separators=(",", ":")) in instructions(with_schema)
    assert "pattern_json" not in instructions(without)
    assert answer_schema(with_schema)["required"] == ["pattern_json", "svg", "title", "notes"]
    assert answer_schema(without)["required"] == ["svg", "title", "notes"]


def test_a_schema_that_the_answer_keeps_to_is_not_told_again() -> None:
    request = asked(pattern_schema=SCHEMA)
    schema = answer_schema(request, Form.EXACT)

    assert '"rosette"' not in instructions(request, Form.EXACT)
    assert "Otherwise pattern is null." in instructions(request, Form.EXACT)
    assert schema["required"] == ["pattern", "svg", "title", "notes"]
    assert isinstance(schema["properties"], dict)
    assert schema["properties"]["pattern"] == {"anyOf": [SCHEMA, {"type": "null"}]}


@pytest.mark.parametrize(
    ("schema", "exact"),
    [
        (None, False),
        (SCHEMA, True),
        ({"$ref": "#/$defs/rosette"}, False),
        ({"oneOf": [SCHEMA]}, False),
        ({"properties": {"a": {"description": "no $ref here"}}}, True),
    ],
)
def test_a_schema_with_references_or_one_of_is_told_in_words(schema: object, exact: bool) -> None:
    assert takes_exact_form(asked(pattern_schema=schema)) is exact


def test_a_schema_with_braces_of_its_own_is_told_as_it_is() -> None:
    braces = {"description": "{width} {0} {"}

    assert '{"description":"{width} {0} {"}' in instructions(asked(pattern_schema=braces))


def test_each_round_shows_the_answer_and_every_fault() -> None:
    repairs = (
        Repair(answer="<svg>1</svg>", faults=("It is open.", "It is {small}.")),
        Repair(answer="", faults=("Nothing came.",)),
    )
    turns = dialogue(asked(repairs=repairs))

    assert [turn.role for turn in turns] == ["user", "assistant", "user", "assistant", "user"]
    assert turns[1].text == "<svg>1</svg>"
    assert "- It is open.\n- It is {small}.\n" in turns[2].text
    # Some servers refuse an empty turn.
    assert turns[3].text == "(nothing)"
    assert "- Nothing came." in turns[4].text


def test_an_answer_too_long_to_be_sent_back_is_cut_and_says_so() -> None:
    long = "x" * (LONGEST_ANSWER_SENT_BACK + 5)
    sent = dialogue(asked(repairs=(Repair(answer=long, faults=("Too long.",)),)))[1].text

    assert len(sent) < len(long) + 40
    assert sent.endswith(f"[{len(long)} characters in all]")


def test_the_record_holds_all_words_but_the_answers_that_are_stored_elsewhere() -> None:
    repair = Repair(answer="<svg>secretly long</svg>", faults=("It is open.",))
    record = prompt_record(asked(repairs=(repair,)))

    assert record.startswith("You draw flat ornaments")
    assert "a vine" in record
    assert "[answer 1]" in record
    assert "- It is open." in record
    assert "secretly long" not in record


@pytest.mark.parametrize("side", [0, -1, float("nan"), float("inf")])
def test_a_sheet_that_nothing_fits_on_is_refused(side: float) -> None:
    with pytest.raises(ValueError, match="no sheet"):
        asked(width_mm=side)
