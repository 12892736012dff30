"""From the body of an Images API answer to the picture's bytes."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from artstudio.ai.errors import InvalidAnswer

_DATA_URL_HEAD = re.compile(r"data:[\w/+.-]*;base64,", re.ASCII)
_RECORDED = ("created", "background", "output_format", "quality")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an answer holds, before anybody looks at the picture."""

    image_bytes: bytes = field(repr=False)
    size: str | None
    revised_prompt: str | None
    usage: dict[str, Any] | None
    #: Tokens of the model that wrote an SVG, billed beside `usage`.
    svg_usage: dict[str, Any] | None
    #: Of _RECORDED, those that were answered.
    facts: Mapping[str, Any]


def read_answer(body: bytes, *, download: Callable[[str], bytes]) -> Answer:
    """Return the first picture of `body` (JSON), fetching it by `download` if it is a URL.

    Raises InvalidAnswer, without `received` (the caller has the bytes), when the
    body is not JSON, holds no picture, or holds one whose base64 does not decode.
    """
    answer = _object(body)
    first = _first_image(answer)
    return Answer(
        image_bytes=_image_bytes(first, download),
        size=_text(answer.get("size")),
        revised_prompt=_text(first.get("revised_prompt")),
        usage=_dict(answer.get("usage")),
        svg_usage=_dict(answer.get("svg_usage")),
        facts={k: answer[k] for k in _RECORDED if isinstance(answer.get(k), str | int)},
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise InvalidAnswer(
            "The answer is not JSON. Check that OPENAI_BASE_URL is the address of an "
            "OpenAI API, usually ending in /v1."
        ) from None
    if not isinstance(answer, dict):
        raise InvalidAnswer
    return answer


def _first_image(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    data = answer.get("data")
    if not isinstance(data, list) or not data or not isinstance(data[0], dict):
        raise InvalidAnswer("The provider sent fewer pictures than it was asked for. Try again.")
    return data[0]


def _image_bytes(image: Mapping[str, Any], download: Callable[[str], bytes]) -> bytes:
    if text := _text(image.get("b64_json")):
        return _decoded(text)
    if url := _text(image.get("url")):
        return download(url)
    raise InvalidAnswer


def _decoded(text: str) -> bytes:
    """Decode base64 as gateways write it: with a data URL's head, line breaks or no padding."""
    if head := _DATA_URL_HEAD.match(text):
        text = text[head.end() :]
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return _decoded_leniently(text)


def _decoded_leniently(text: str) -> bytes:
    try:
        packed = text.encode("ascii").translate(None, b" \t\r\n").rstrip(b"=")
        return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except ValueError:
        raise InvalidAnswer(
            "The picture in the answer is not valid base64. Try again; what came back is kept."
        ) from None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _dict(value: object) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None
