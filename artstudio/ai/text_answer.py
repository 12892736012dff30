"""From the body of a Responses or chat completions answer to what the model wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from artstudio.ai import errors
from artstudio.ai.svg_answer import svg_from_text

_FENCED = re.compile(r"```[A-Za-z]*\s*(\{.*\})\s*```", re.DOTALL)
_OF_POLICY = {
    "invalid_prompt",
    "bio_policy",
    "misalignment_policy_violation",
    "image_content_policy_violation",
}
_NO_JSON = (
    "The answer is not JSON. Check that OPENAI_BASE_URL is the address of an "
    "OpenAI API, usually ending in /v1."
)
_NO_SVG = "The answer holds no <svg> element. Write the whole drawing."
_BAD_PATTERN = "pattern_json is not the JSON text of one object."


@dataclass(frozen=True, kw_only=True)
class Completion:
    """What the model wrote, with the facts the provider gives about it."""

    text: str = field(repr=False)
    usage: dict[str, Any] | None
    facts: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class DrawingReply:
    """A text taken apart: `svg` or `pattern`, or the `fault` that there is neither."""

    svg: str | None = None
    pattern: Mapping[str, Any] | None = None
    fault: str = ""
    title: str = ""
    notes: str = ""


def read_responses(body: bytes) -> Completion:
    """Return the text of a Responses API answer.

    Raises the ProviderError that tells of a refusal, an answer that breaks off, or a
    failure; none of them has `received` yet.
    """
    answer = _object(body)
    parts = list(_parts(answer.get("output")))
    _check_status(answer)
    if refusal := _joined(parts, "refusal"):
        raise errors.AnswerRefused(details={"refusal": refusal})
    facts = {k: answer[k] for k in ("id", "model", "status") if isinstance(answer.get(k), str)}
    return Completion(text=_joined(parts, "text"), usage=_dict(answer.get("usage")), facts=facts)


def read_chat(body: bytes) -> Completion:
    """Return the text of a chat completion; raises as `read_responses` does."""
    answer = _object(body)
    choice = _first(answer.get("choices"))
    message = _dict(choice.get("message")) or {}
    if isinstance(message.get("refusal"), str) and message["refusal"]:
        raise errors.AnswerRefused(details={"refusal": message["refusal"]})
    reason = choice.get("finish_reason")
    if reason == "content_filter":
        raise errors.AnswerRefused("The provider's filter stopped the drawing. Change the prompt.")
    if reason == "length":
        raise errors.AnswerIncomplete
    facts = {k: answer[k] for k in ("id", "model") if isinstance(answer.get(k), str)}
    if isinstance(reason, str):
        facts["finish_reason"] = reason
    text = _chat_text(message.get("content"))
    return Completion(text=text, usage=_dict(answer.get("usage")), facts=facts)


def read_sketch(text: str) -> DrawingReply:
    """Return the drawing or the parameters in a model's text, in whatever wrapping."""
    fields = _json_in(text)
    title, notes = _line(fields.get("title")), _line(fields.get("notes"))
    if given := fields.get("pattern_json") or fields.get("pattern"):
        pattern = _pattern(given)
        fault = "" if pattern else _BAD_PATTERN
        return DrawingReply(pattern=pattern, fault=fault, title=title, notes=notes)
    inside = fields.get("svg")
    svg = svg_from_text(inside if isinstance(inside, str) and inside.strip() else text)
    return DrawingReply(svg=svg, fault="" if svg else _NO_SVG, title=title, notes=notes)


def _object(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise errors.InvalidAnswer(_NO_JSON) from None
    if not isinstance(answer, dict):
        raise errors.InvalidAnswer(_NO_JSON)
    return answer


def _check_status(answer: Mapping[str, Any]) -> None:
    status = answer.get("status", "completed")
    if status == "incomplete":
        reason = (_dict(answer.get("incomplete_details")) or {}).get("reason")
        if reason == "content_filter":
            raise errors.AnswerRefused(
                "The provider's filter stopped the drawing. Change the prompt."
            )
        raise errors.AnswerIncomplete
    if status == "failed":
        error = _dict(answer.get("error")) or {}
        kind = errors.PromptBlocked if error.get("code") in _OF_POLICY else errors.ProviderFailed
        raise kind(details={"code": str(error.get("code")), "message": str(error.get("message"))})
    if status != "completed":
        raise errors.InvalidAnswer("The provider's answer is not finished. Try again.")


def _parts(output: object) -> Iterator[Mapping[str, Any]]:
    """Yield the pieces of every message; reasoning and tool calls are none of ours."""
    for item in output if isinstance(output, list) else []:
        if isinstance(item, dict) and item.get("type", "message") == "message":
            content = item.get("content")
            yield from (p for p in (content if isinstance(content, list) else []) if _dict(p))


def _joined(parts: list[Mapping[str, Any]], name: str) -> str:
    return "".join(part[name] for part in parts if isinstance(part.get(name), str))


def _first(choices: object) -> dict[str, Any]:
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        return choices[0]
    raise errors.InvalidAnswer("The provider's answer holds no text. Try again.")


def _chat_text(content: object) -> str:
    """Return a message's content, which some gateways send in parts."""
    if isinstance(content, str):
        return content
    return (
        _joined([p for p in content if isinstance(p, dict)], "text")
        if isinstance(content, list)
        else ""
    )


def _json_in(text: str) -> dict[str, Any]:
    """Return the object that `text` is, holds in a fence, or begins with after some talk."""
    fenced = _FENCED.search(text)
    for candidate in (text, fenced[1] if fenced else "", text[text.find("{") :]):
        try:
            value, _ = json.JSONDecoder(strict=False).raw_decode(candidate.strip())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and value.keys() & {"svg", "pattern_json", "pattern"}:
            return value
    return {}


def _pattern(value: object) -> dict[str, Any] | None:
    if isinstance(value, str):
        try:
            value = json.loads(value, strict=False)
        except (ValueError, RecursionError):
            return None
    inside = _dict(value)
    return _dict(inside["pattern"]) if inside and inside.keys() == {"pattern"} else inside


def _line(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _dict(value: object) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None
