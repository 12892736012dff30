"""What a request for text asks for, and answers in the shapes of both APIs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tests.fake_openai.drawings import Sheet, rosette
from tests.fake_openai.scenarios import Answer, Asked, json_answer

_SHEET = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_FOLDS = re.compile(r"It repeats (\d+) times")


@dataclass(frozen=True, kw_only=True)
class TextAsked(Asked):
    """One accepted request for text, as a scenario sees it."""

    api: Literal["responses", "chat"]

    @property
    def turns(self) -> list[Mapping[str, Any]]:
        """The dialogue without the instructions."""
        return turns_of(self.body)

    @property
    def wish(self) -> str:
        """What the user asked for first."""
        return str(self.turns[0]["content"])

    @property
    def round(self) -> int:
        """How many answers of this dialogue were sent back already."""
        return sum(turn["role"] == "assistant" for turn in self.turns)

    @property
    def instructions(self) -> str:
        """What holds for the whole dialogue."""
        if self.api == "responses":
            return str(self.body.get("instructions", ""))
        return "\n".join(t["content"] for t in self.body["messages"] if t["role"] == "system")

    @property
    def sheet(self) -> Sheet:
        """The size in the instructions' viewBox."""
        match = _SHEET.search(self.instructions)
        return Sheet(float(match[1]), float(match[2])) if match else Sheet(100.0, 100.0)

    @property
    def wants_form(self) -> bool:
        """Whether a JSON schema was sent."""
        return "response_format" in self.body or "text" in self.body

    @property
    def takes_patterns(self) -> bool:
        """Whether parameters may be answered instead of a drawing."""
        return "pattern_json" in self.instructions or bool(self.pattern_families)

    @property
    def pattern_families(self) -> list[Mapping[str, Any]]:
        """The families in the schema that the answer must keep to, if it has any."""
        form = self.body.get("text", {}).get("format") or self.body.get("response_format", {})
        schema = form.get("json_schema", form).get("schema", {})
        options = schema.get("properties", {}).get("pattern", {}).get("anyOf", [])
        return [option for option in options if option["type"] == "object"]

    @property
    def drawing(self) -> str:
        """The honest rosette for this wish."""
        folds = _FOLDS.search(self.wish)
        return rosette(self.wish, self.sheet, folds=int(folds[1]) if folds else None)


def turns_of(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the user's and the assistant's messages of either API's body."""
    turns = body.get("input", body.get("messages"))
    if isinstance(turns, str):
        return [{"role": "user", "content": turns}]
    return [turn for turn in turns or [] if turn["role"] in ("user", "assistant")]


def drawing_answer(asked: TextAsked, svg: str, **more: Any) -> Answer:
    """Return `svg` in the JSON object that is asked for, or bare where no form is."""
    if not asked.wants_form:
        return text_answer(asked, f"Here is your drawing.\n\n```svg\n{svg}\n```\n", **more)
    fields = {"svg": svg, "title": "Rosette", "notes": "Cut the ring last."}
    return fields_answer(asked, fields, **more)


def fields_answer(asked: TextAsked, fields: Mapping[str, str], **more: Any) -> Answer:
    """Return a JSON object with these texts, and empty ones where the form has more."""
    empty: dict[str, str | None] = {}
    if asked.takes_patterns:
        empty = {"pattern": None} if asked.pattern_families else {"pattern_json": ""}
    return text_answer(asked, json.dumps({**empty, **fields}), **more)


def text_answer(asked: TextAsked, text: str, **more: Any) -> Answer:
    """Return an Answer in which the model says `text`."""
    part = {"type": "output_text", "text": text, "annotations": []}
    return shaped(asked, responses_part=part, chat_message={"content": text}, **more)


def refusal_answer(asked: TextAsked, words: str) -> Answer:
    """Return an Answer in which the model refuses."""
    part = {"type": "refusal", "refusal": words}
    return shaped(asked, responses_part=part, chat_message={"content": None, "refusal": words})


def unfinished_answer(asked: TextAsked, reason: str) -> Answer:
    """Return a broken-off drawing; reason: `max_output_tokens` or `content_filter`."""
    text = json.dumps({"svg": asked.drawing})[:200]
    return shaped(
        asked,
        responses_part={"type": "output_text", "text": text, "annotations": []},
        chat_message={"content": text},
        responses={"status": "incomplete", "incomplete_details": {"reason": reason}},
        finish_reason="length" if reason == "max_output_tokens" else reason,
    )


def shaped(
    asked: TextAsked,
    *,
    responses_part: Mapping[str, Any],
    chat_message: Mapping[str, Any],
    responses: Mapping[str, Any] | None = None,
    finish_reason: str = "stop",
    **more: Any,
) -> Answer:
    """Return an Answer in the shape of the API that was asked."""
    if asked.api == "responses":
        return json_answer(_response(asked, responses_part) | dict(responses or {}), **more)
    message = {"role": "assistant", "refusal": None, **chat_message}
    return json_answer(_completion(asked, message, finish_reason), **more)


def _response(asked: TextAsked, part: Mapping[str, Any]) -> dict[str, Any]:
    message = {"id": "msg_fake_1", "type": "message", "role": "assistant", "status": "completed"}
    return {
        "id": "resp_fake_1",
        "object": "response",
        "created_at": 1_790_000_000,
        "status": "completed",
        "model": asked.body["model"],
        "output": [
            {"id": "rs_fake_1", "type": "reasoning", "summary": []},
            {**message, "content": [part]},
        ],
        "error": None,
        "incomplete_details": None,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": {
            "input_tokens": 900,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": 2100,
            "output_tokens_details": {"reasoning_tokens": 640},
            "total_tokens": 3000,
        },
    }


def _completion(asked: TextAsked, message: Mapping[str, Any], finish_reason: str) -> dict[str, Any]:
    choice = {"index": 0, "finish_reason": finish_reason, "logprobs": None, "message": message}
    return {
        "id": "chatcmpl-fake-1",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": asked.body["model"],
        "choices": [choice],
        "usage": {"prompt_tokens": 900, "completion_tokens": 2100, "total_tokens": 3000},
    }
