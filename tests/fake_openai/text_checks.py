"""What the live text APIs refuse, refused here too; names from the openai package's own types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from openai.types.chat.completion_create_params import CompletionCreateParamsBase
from openai.types.responses.response_create_params import ResponseCreateParamsBase

from tests.fake_openai.scenarios import Answer, error_answer

_KNOWN = {
    "responses": {*ResponseCreateParamsBase.__annotations__, "stream"},
    "chat": {*CompletionCreateParamsBase.__annotations__, "stream"},
}
_INPUT = {"responses": "input", "chat": "messages"}
_ROLES = {"user", "assistant", "system", "developer"}
#: Keywords that strict mode knows, of those anybody here would send.
_STRICT = {"type", "properties", "required", "additionalProperties", "items", "enum", "anyOf"} | {
    "description",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "pattern",
}


def complaint_about_text(api: str, headers: Mapping[str, str], raw_body: bytes) -> Answer | None:
    """Return the refusal that the live API would send, or None. api: `responses` or `chat`."""
    if not headers.get("authorization", "").startswith("Bearer "):
        return error_answer(401, None, "You didn't provide an API key.")
    try:
        body = json.loads(raw_body)
    except ValueError:
        return error_answer(400, None, "We could not parse the JSON body of your request.")
    for check in (_names, _turns, _bound, _form):
        if complaint := check(api, body):
            param = "text.format.schema" if "schema" in complaint else None
            return error_answer(400, "invalid_value", complaint, extra={"param": param})
    return None


def _names(api: str, body: Mapping[str, Any]) -> str | None:
    absent = [name for name in ("model", _INPUT[api]) if not body.get(name)]
    if absent:
        return f"Missing required parameter: '{absent[0]}'."
    unknown = sorted(set(body) - _KNOWN[api])
    return f"Unknown parameter: '{unknown[0]}'." if unknown else None


def _turns(api: str, body: Mapping[str, Any]) -> str | None:
    turns = body[_INPUT[api]]
    if isinstance(turns, str):
        return None
    for turn in turns:
        if turn.get("role") not in _ROLES or not turn.get("content"):
            return f"Invalid value: '{_INPUT[api]}'."
    return None if turns[-1]["role"] == "user" else "The last message must be the user's."


def _bound(api: str, body: Mapping[str, Any]) -> str | None:
    name = "max_output_tokens" if api == "responses" else "max_completion_tokens"
    return f"Invalid value: '{name}'." if body.get(name, 16) < 16 else None


def _form(api: str, body: Mapping[str, Any]) -> str | None:
    if api == "responses":
        form = body.get("text", {}).get("format", {"type": "text"})
        inside = form
    else:
        form = body.get("response_format", {"type": "text"})
        inside = form.get("json_schema", {})
    if form["type"] == "text":
        return None
    if form["type"] != "json_schema" or not inside.get("name"):
        return "Missing required parameter: 'name' of the response format."
    return _strict(inside["schema"]) if inside.get("strict") else None


def _strict(schema: Mapping[str, Any]) -> str | None:
    """Name what strict mode does not take: optional properties, open objects, other keywords."""
    if unknown := set(schema) - _STRICT:
        return f"Invalid schema: '{min(unknown)}' is not permitted."
    properties = schema.get("properties", {})
    if schema.get("type") == "object" and (
        schema.get("additionalProperties") is not False
        or set(schema.get("required", ())) != set(properties)
    ):
        return "Invalid schema: every property is required and no others are allowed."
    inner = [*properties.values(), *schema.get("anyOf", ())]
    inner += [schema["items"]] if "items" in schema else []
    return next(filter(None, map(_strict, inner)), None)
