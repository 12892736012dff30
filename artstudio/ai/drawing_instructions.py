"""The words sent to a language model that draws: how, what, and what was wrong last time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from artstudio.ai.base import Repair, TextRequest
from artstudio.ai.prompting import check_wish

#: An earlier answer is sent back whole up to this length; local models hold little.
LONGEST_ANSWER_SENT_BACK = 60_000

_DRAWING = """\
You draw flat ornaments and motifs as SVG that a laser, a knife or a router follows exactly as \
written. Nobody edits your drawing before it is cut.

The document
- Begin with <svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" \
viewBox="0 0 {width} {height}">. One unit is one millimetre.
- Everything lies inside the viewBox, centred, and uses most of it, with a margin of about \
{margin} mm.

The shapes
- Only filled, closed shapes: <path>, and where they are exact <circle>, <ellipse>, <polygon> \
and <rect>. Every one has fill="#000000", every path also fill-rule="evenodd". No stroke: what \
looks like a line is a closed band at least {thinnest} mm wide.
- Every subpath ends with Z. A hole is a further subpath of the same path; nothing is white.
- Copies by symmetry may be groups with transform="rotate(angle {centre_x} {centre_y})". \
Shapes do not overlap, because every outline is cut: they are one outline, or leave a gap of \
at least {gap} mm.
- Few nodes: curves (C, Q, A) instead of many short lines, no point that changes nothing.
- No style, class, text, image, script, use, defs, symbol, gradient, pattern, filter, mask, \
clip-path or animation, no background, and no frame that was not wished for. Boxes alone are \
a drawing only where boxes are wished for.
- Nothing unfinished: no placeholder, no comment about what would follow, every shape complete.
"""

_ANSWER = """
The answer
- One JSON object with {names}.
- svg: the whole document. title: what is shown, in at most eight words. notes: one sentence \
for the maker, or an empty text.
"""

_PATTERN = """
Parameters instead of a drawing
- A pattern engine draws certain families of ornament exactly. Where the wish is one of them, \
answer with its parameters and leave svg an empty text; null leaves a parameter to the engine.
"""
_PATTERN_EXACT = "- Otherwise pattern is null.\n"
_PATTERN_AS_TEXT = """\
- pattern_json is then a JSON text that fits this schema, and otherwise an empty text.
{schema}
"""

_REPAIR = """\
Your drawing was checked and cannot be cut as it is:
{faults}
Answer in the same form with the whole drawing, these faults put right, and the rest as it was."""

#: What a constraint means to somebody who draws; others concern tracing and cutting only.
_IN_WORDS: Mapping[str, str] = {
    "symmetry": "It repeats {} times in one turn around the centre.",
    "rings": "It is made of {} concentric rings of ornament.",
    "inner_diameter_mm": "A round opening of exactly {} mm diameter in the centre stays empty.",
    "outer_diameter_mm": "Its outline is a circle of exactly {} mm diameter.",
    "min_feature_mm": "No part is thinner than {} mm.",
    "min_gap_mm": "No gap is narrower than {} mm.",
    "tool_diameter_mm": "Inside corners are rounded for a tool of {} mm diameter.",
}
_THINNEST_MM = 0.6
_TEXTS = ("svg", "title", "notes")
#: References would lead elsewhere inside of another schema; strict mode knows no oneOf.
_NOT_STRICT = ('"$ref"', '"oneOf"', '"allOf"')


class Form(StrEnum):
    """In which form an answer is asked for; each is taken by more servers than the one before."""

    #: A JSON schema that holds the pattern engine's own.
    EXACT = "exact"
    #: A JSON schema of texts only; the engine's schema is told in words.
    TEXTS = "texts"
    #: Words only.
    FREE = "free"


@dataclass(frozen=True, kw_only=True)
class Message:
    """One turn of the dialogue after the instructions."""

    role: str
    text: str


def instructions(request: TextRequest, form: Form = Form.TEXTS) -> str:
    """Return what every drawing keeps to on this sheet, and the form of the answer."""
    drawing = _DRAWING.format(
        width=_number(request.width_mm),
        height=_number(request.height_mm),
        margin=_number(0.03 * min(request.width_mm, request.height_mm)),
        centre_x=_number(request.width_mm / 2),
        centre_y=_number(request.height_mm / 2),
        thinnest=_number(request.constraints.get("min_feature_mm") or _THINNEST_MM),
        gap=_number(request.constraints.get("min_gap_mm") or _THINNEST_MM),
    )
    answer = _ANSWER.format(names=", ".join(_names(request, form)))
    return (drawing + answer + _about_patterns(request, form)).strip()


def _about_patterns(request: TextRequest, form: Form) -> str:
    if request.pattern_schema is None:
        return ""
    if form is Form.EXACT:
        return _PATTERN + _PATTERN_EXACT
    schema = json.dumps(request.pattern_schema, separators=(",", ":"))
    return _PATTERN + _PATTERN_AS_TEXT.format(schema=schema)


def dialogue(request: TextRequest) -> list[Message]:
    """Return the wish, then each earlier answer with what was wrong with it.

    Raises InvalidRequest naming `prompt` or `style_hints` for what cannot be sent.
    """
    turns = [Message(role="user", text=_wish(request))]
    for repair in request.repairs:
        turns.append(Message(role="assistant", text=_sent_back(repair.answer)))
        turns.append(Message(role="user", text=_complaint(repair)))
    return turns


def prompt_record(request: TextRequest, form: Form = Form.TEXTS) -> str:
    """Return what was sent as one text; earlier answers, kept elsewhere, are only named."""
    turns = [instructions(request, form)]
    rounds = 0
    for message in dialogue(request):
        rounds += message.role == "assistant"
        turns.append(message.text if message.role == "user" else f"[answer {rounds}]")
    return "\n\n".join(turns)


def takes_exact_form(request: TextRequest) -> bool:
    """Tell whether the engine's schema can be part of one that is kept to strictly."""
    text = json.dumps(request.pattern_schema)
    return request.pattern_schema is not None and not any(word in text for word in _NOT_STRICT)


def answer_schema(request: TextRequest, form: Form = Form.TEXTS) -> dict[str, object]:
    """Return the JSON schema of an answer, within what OpenAI's strict mode takes.

    Strict mode wants every property required, and knows only some keywords. In the
    form TEXTS parameters travel as a JSON text, which every server can keep to, and
    are held against their schema on our side only.
    """
    names = _names(request, form)
    properties: dict[str, object] = {name: {"type": "string"} for name in names}
    if "pattern" in properties:
        properties["pattern"] = _pattern_or_null(request.pattern_schema or {})
    return {
        "type": "object",
        "properties": properties,
        "required": list(names),
        "additionalProperties": False,
    }


def _names(request: TextRequest, form: Form) -> tuple[str, ...]:
    if request.pattern_schema is None:
        return _TEXTS
    return ("pattern" if form is Form.EXACT else "pattern_json", *_TEXTS)


def _pattern_or_null(schema: Mapping[str, Any]) -> dict[str, object]:
    inside = schema.get("properties", {}).get("pattern", schema)
    return {"anyOf": [*inside.get("anyOf", [inside]), {"type": "null"}]}


def _wish(request: TextRequest) -> str:
    hints = check_wish(request.prompt, request.style_hints)
    told = [
        words.format(_number(value))
        for name, words in _IN_WORDS.items()
        if isinstance(value := request.constraints.get(name), int | float)
    ]
    sheet = f"The sheet is {_number(request.width_mm)} x {_number(request.height_mm)} mm."
    parts = [request.prompt, f"Style: {hints}." if hints else "", " ".join([sheet, *told])]
    return "\n\n".join(part for part in parts if part)


def _complaint(repair: Repair) -> str:
    return _REPAIR.format(faults="\n".join(f"- {fault}" for fault in repair.faults))


def _sent_back(answer: str) -> str:
    if len(answer) <= LONGEST_ANSWER_SENT_BACK:
        # Some servers refuse an empty turn.
        return answer.strip() or "(nothing)"
    return f"{answer[:LONGEST_ANSWER_SENT_BACK]}\n[{len(answer)} characters in all]"


def _number(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, int | float) else str(value)
