"""What a language model can answer, by the name that is written into a prompt."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.fake_openai.drawings import MISTAKES
from tests.fake_openai.scenarios import SCENARIOS, Answer, error_answer, json_answer
from tests.fake_openai.text_answers import (
    TextAsked,
    drawing_answer,
    fields_answer,
    refusal_answer,
    shaped,
    text_answer,
    unfinished_answer,
)

TextScenario = Callable[[TextAsked], Answer]

#: Of the picture scenarios, those that end without a picture.
_SHARED = (
    *("moderation", "401", "403", "404", "400", "429", "429-bare", "429-quota", "500", "503"),
    *("504", "hang-up", "redirect", "html", "echo-key", "machine-path"),
)


def _success(asked: TextAsked) -> Answer:
    return drawing_answer(asked, asked.drawing)


def _slow(asked: TextAsked) -> Answer:
    return drawing_answer(
        asked, asked.drawing, wait_s=1.0 if asked.number is None else asked.number
    )


def _mistake(name: str) -> TextScenario:
    def scenario(asked: TextAsked) -> Answer:
        return drawing_answer(asked, MISTAKES[name](asked.wish, asked.sheet))

    return scenario


def _until_mended(asked: TextAsked) -> Answer:
    """Open paths in the first N rounds, then the honest drawing."""
    if asked.round >= (1 if asked.number is None else asked.number):
        return _success(asked)
    return _mistake("openpath")(asked)


def _mended_once_told(name: str) -> TextScenario:
    """Make one mistake in the first round, and the honest drawing once it was told."""

    def scenario(asked: TextAsked) -> Answer:
        return _success(asked) if asked.round else TEXT_SCENARIOS[name](asked)

    return scenario


def _pattern(asked: TextAsked) -> Answer:
    """Answer with parameters, the rest left to the engine, where they were asked for."""
    if not asked.takes_patterns:
        return _success(asked)
    empty = {"svg": "", "title": "Medallion", "notes": "Drawn from parameters."}
    chosen = {"family": "medallion", "fold": 8}
    if asked.pattern_families:
        return text_answer(asked, json.dumps({"pattern": _filled(asked, chosen), **empty}))
    return fields_answer(asked, {"pattern_json": json.dumps({"pattern": chosen}), **empty})


def _filled(asked: TextAsked, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Return `chosen` with null for every other property, as strict mode makes a model write."""
    for family in asked.pattern_families:
        if chosen["family"] in family["properties"]["family"]["enum"]:
            return {**dict.fromkeys(family["required"]), **chosen}
    raise LookupError(chosen)


def _failed_inside(asked: TextAsked) -> Answer:
    """Return HTTP 200 around a failure, as the Responses API does; chat has no such thing."""
    error = {"code": "server_error", "message": "The model had an error."}
    return shaped(
        asked,
        responses_part={"type": "output_text", "text": "", "annotations": []},
        chat_message={"content": ""},
        responses={"status": "failed", "error": error, "output": []},
    )


def _failed_then_success(asked: TextAsked) -> Answer:
    return _success(asked) if asked.call > 1 else SCENARIOS["500-then-success"](asked)


def _no_form(asked: TextAsked) -> Answer:
    """Refuse a JSON schema, as servers of local models do, and answer in prose without one."""
    if not asked.wants_form:
        return _success(asked)
    param = "response_format" if asked.api == "chat" else "text.format"
    message = f"'{param}.type' must be 'text'."
    return error_answer(400, "unsupported_value", message, extra={"param": param})


def _only(api: str) -> TextScenario:
    def scenario(asked: TextAsked) -> Answer:
        if asked.api == api:
            return _success(asked)
        return json_answer({"detail": "Not Found"}, status=404)

    return scenario


def _in_parts(asked: TextAsked) -> Answer:
    halves = asked.drawing[:100], asked.drawing[100:]
    content = [{"type": "text", "text": half} for half in halves]
    return shaped(
        asked,
        responses_part={"type": "output_text", "text": asked.drawing, "annotations": []},
        chat_message={"content": content},
    )


def _thinking(asked: TextAsked) -> Answer:
    return text_answer(
        asked, f"<think>Perhaps <svg><circle/></svg>? No.</think>\n{asked.drawing}\nDone."
    )


def _fenced_json(asked: TextAsked) -> Answer:
    inside = json.dumps({"svg": asked.drawing, "title": "Rosette", "notes": ""})
    return text_answer(asked, f"Sure!\n\n```json\n{inside}\n```\nAnything else?")


def _echo_key_in_success(asked: TextAsked) -> Answer:
    svg = asked.drawing.replace("<path", f"<!-- {asked.key} --><path", 1)
    fields = {"svg": svg, "title": f"for {asked.key}", "notes": asked.key}
    answer = fields_answer(asked, fields)
    body = json.loads(answer.body) | {"usage": {"by": asked.key}}
    return dataclasses.replace(answer, body=json.dumps(body).encode())


TEXT_SCENARIOS: dict[str, TextScenario] = {
    **{name: SCENARIOS[name] for name in _SHARED},
    **{name: _mistake(name) for name in MISTAKES},
    "success": _success,
    "slow": _slow,
    "drip": lambda asked: drawing_answer(asked, asked.drawing, drip_s=asked.number or 0.05),
    "timeout": lambda asked: drawing_answer(asked, asked.drawing, wait_s=asked.number or 3600.0),
    "cut": lambda asked: drawing_answer(asked, asked.drawing, cut_after=100),
    "500-then-success": _failed_then_success,
    "repair": _until_mended,
    "pattern": _pattern,
    "bad-pattern": lambda asked: fields_answer(
        asked, {"pattern_json": "{family: rosette", "svg": ""}
    ),
    "fence": lambda asked: text_answer(asked, f"Here:\n```svg\n{asked.drawing}\n```\nEnjoy!"),
    "fenced-json": _fenced_json,
    "bare": lambda asked: text_answer(asked, asked.drawing),
    "think": _thinking,
    "parts": _in_parts,
    "nosvg": lambda asked: text_answer(asked, "I am sorry, but here is a poem about roses."),
    "silent": lambda asked: text_answer(asked, ""),
    "refuse": lambda asked: refusal_answer(asked, "I can't help with drawing that."),
    "incomplete": lambda asked: unfinished_answer(asked, "max_output_tokens"),
    "filtered": lambda asked: unfinished_answer(asked, "content_filter"),
    "failed": _failed_inside,
    "no-form": _no_form,
    "only-chat": _only("chat"),
    "only-responses": _only("responses"),
    "echo-key-in-success": _echo_key_in_success,
}
TEXT_SCENARIOS |= {
    f"{name}-then-repaired": _mended_once_told(name) for name in (*MISTAKES, "nosvg")
}
