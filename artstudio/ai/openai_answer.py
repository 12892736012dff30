"""From the body of an answer to the picture's bytes, by what the body holds.

The Images API, chat completions with pictures, OpenRouter, the Responses API's picture tool
and Gemini's own form differ in where the picture lies. Whichever address was asked, the first
picture that the body holds is taken.
"""

from __future__ import annotations

import base64
import json
import re
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from artstudio.ai.error_facts import ErrorFacts, facts_of
from artstudio.ai.errors import InvalidAnswer, PromptBlocked
from artstudio.ai.svg_answer import svg_from_text

_DATA_URL = re.compile(r"data:([\w/+.-]*)((?:;[\w=.+-]+)*),", re.ASCII)
_DATA_URL_IN_TEXT = re.compile(r"data:image/[\w+.-]+;base64,[A-Za-z0-9+/=_-]+", re.ASCII)
_RECORDED = ("created", "background", "output_format", "quality", "model")
#: Where pictures lie in an answer, from the outside in.
_CONTAINERS = (
    *("data", "images", "choices", "message", "candidates", "output", "content", "parts"),
    *("image_url", "inlineData", "inline_data"),
)
_REFUSED_REASONS = {
    *("content_filter", "safety", "prohibited_content", "image_safety", "recitation"),
    *("blocklist", "spii", "image_prohibited_content"),
}
_DEEPEST = 8


class ErrorInside(Exception):
    """A successful answer whose body tells of an error."""

    def __init__(self, facts: ErrorFacts) -> None:
        """Keep what the body says."""
        super().__init__(facts.message)
        self.facts = facts


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
    #: The body's own name for this answer.
    answer_id: str | None = None


def read_answer(body: bytes, *, download: Callable[[str], bytes]) -> Answer:
    """Return the first picture of `body` (JSON), fetching it by `download` if it is a URL.

    Raises, without `received` (the caller has the bytes), InvalidAnswer when the body is not
    JSON, holds no picture, or holds one whose base64 does not decode; PromptBlocked when it
    says that the picture was withheld; ErrorInside when it tells of an error instead.
    """
    answer = _object(body)
    picture = next(_pictures(answer), None)
    if picture is None:
        raise _why_there_is_none(answer)
    first, source = picture
    return Answer(
        image_bytes=_bytes_of(source, download),
        size=_text(answer.get("size")),
        revised_prompt=_text(first.get("revised_prompt")),
        usage=_dict(answer.get("usage")),
        svg_usage=_dict(answer.get("svg_usage")),
        facts={k: answer[k] for k in _RECORDED if isinstance(answer.get(k), str | int)},
        answer_id=_text(answer.get("id")),
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


@dataclass(frozen=True)
class _Source:
    """Where the bytes of a picture are: as base64, at an address, or as SVG text."""

    base64: str = ""
    url: str = ""
    svg: str = ""


def _pictures(value: object, depth: int = 0) -> Iterator[tuple[Mapping[str, Any], _Source]]:
    """Yield each picture with the object that holds it, in the order of the body."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for entry in value:
            yield from _pictures(entry, depth + 1)
    if not isinstance(value, dict):
        return
    if source := _source_in(value):
        yield value, source
    if source := _source_in_text(_text(value.get("content")) or ""):
        yield value, source
    for name in _CONTAINERS:
        yield from _pictures(value.get(name), depth + 1)


def _source_in(value: Mapping[str, Any]) -> _Source | None:
    """Return the picture that an object itself names, if it names one."""
    if text := _text(value.get("b64_json")):
        return _Source(base64=text)
    is_call = value.get("type") == "image_generation_call"
    if is_call and (text := _text(value.get("result"))):
        return _Source(base64=text)
    is_picture = str(value.get("mimeType") or value.get("mime_type")).startswith("image/")
    if is_picture and (text := _text(value.get("data"))):
        return _Source(base64=text)
    url = _text(value.get("url")) or _text(value.get("image_url"))
    if url:
        return _Source(url=url)
    return _source_in_text(_text(value.get("text")) or "")


def _source_in_text(text: str) -> _Source | None:
    """Return the picture in what a model wrote: a data URL, or an SVG."""
    if found := _DATA_URL_IN_TEXT.search(text):
        return _Source(url=found[0])
    svg = svg_from_text(text) if "<svg" in text else None
    return _Source(svg=svg) if svg else None


def _why_there_is_none(answer: Mapping[str, Any]) -> Exception:
    if facts := facts_of(answer):
        return ErrorInside(facts)
    if _was_withheld(answer):
        return PromptBlocked("The provider's moderation withheld the picture. Change the prompt.")
    if "data" in answer and not answer["data"]:
        return InvalidAnswer("The provider sent fewer pictures than it was asked for. Try again.")
    return InvalidAnswer()


def _was_withheld(value: object, depth: int = 0) -> bool:
    """Whether a body without a picture names moderation as the reason."""
    if depth > _DEEPEST:
        return False
    if isinstance(value, list):
        return any(_was_withheld(entry, depth + 1) for entry in value)
    if not isinstance(value, dict):
        return False
    reasons = ("finish_reason", "finishReason", "native_finish_reason", "blockReason")
    if any(str(value.get(name)).lower() in _REFUSED_REASONS for name in reasons):
        return True
    return value.get("respect_moderation") is False or any(
        _was_withheld(inside, depth + 1) for inside in value.values()
    )


def _bytes_of(source: _Source, download: Callable[[str], bytes]) -> bytes:
    if source.svg:
        return source.svg.encode()
    if source.base64:
        return _decoded(source.base64)
    if head := _DATA_URL.match(source.url):
        rest = source.url[head.end() :]
        return _decoded(rest) if ";base64" in head[2] else urllib.parse.unquote_to_bytes(rest)
    return download(source.url)


def _decoded(text: str) -> bytes:
    """Decode base64 as gateways write it.

    It may have a data URL's head, line breaks, no padding, or the letters of URLs.
    """
    if head := _DATA_URL.match(text):
        text = text[head.end() :]
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return _decoded_leniently(text)


def _decoded_leniently(text: str) -> bytes:
    try:
        packed = text.encode("ascii").translate(bytes.maketrans(b"-_", b"+/"), b" \t\r\n")
        packed = packed.rstrip(b"=")
        return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except ValueError:
        raise InvalidAnswer(
            "The picture in the answer is not valid base64. Try again; what came back is kept."
        ) from None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _dict(value: object) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None
