"""What the fake server can be asked to do, by name.

A scenario is a function from what was asked to an Answer. Its name stands in
`set_scenario(...)`, in brackets in a prompt (`[429]`, `[slow:2]`) or at the end
of a model's name (`fake-429`), so that the whole product can be tried by hand.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fake_openai import pictures

_SVG_TOKENS = {
    "input_tokens": 1400,
    "output_tokens": 5200,
    "reasoning_tokens": 900,
    "total_tokens": 6600,
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One accepted request, as a scenario sees it."""

    body: Mapping[str, Any]
    #: 1 for the first request with this prompt.
    call: int
    #: The number after the colon, where a scenario takes one.
    number: float | None
    #: The key that was sent, for the scenarios that echo it.
    key: str
    #: "http://127.0.0.1:port"
    origin: str

    @property
    def picture(self) -> bytes:
        """The rosette for this prompt and call, as pixels or as SVG."""
        size = self.body.get("size", "1024x1024")
        if self.body.get("output_format") == "svg":
            return pictures.rosette_svg(str(self.body["prompt"]), self.call, size)
        return pictures.rosette_png(str(self.body["prompt"]), self.call, size)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is sent back, and how."""

    status: int = 200
    body: bytes = b""
    #: Beside Content-Length and x-request-id; an empty value leaves one of them out.
    headers: Mapping[str, str] = field(default_factory=dict)
    #: Seconds before the first byte; ends early when the server stops.
    wait_s: float = 0.0
    #: Seconds between pieces of the body; 0 sends it at once.
    drip_s: float = 0.0
    #: Bytes of the body after which the connection is cut; None sends all.
    cut_after: int | None = None
    #: Close the connection without a single byte.
    hang_up: bool = False


Scenario = Callable[[Asked], Answer]


def json_answer(value: Any, *, status: int = 200, **more: Any) -> Answer:
    """Return an Answer with `value` as its JSON body."""
    headers = {"Content-Type": "application/json", **more.pop("headers", {})}
    return Answer(status=status, body=json.dumps(value).encode(), headers=headers, **more)


def image_answer(asked: Asked, image: bytes, **more: Any) -> Answer:
    """Return an Answer with one picture, shaped like the live API's."""
    return _with_data(asked, [{"b64_json": base64.b64encode(image).decode()}], **more)


def _with_data(asked: Asked, data: list[dict[str, Any]] | None, **more: Any) -> Answer:
    tokens = {
        "input_tokens": 50,
        "input_tokens_details": {"image_tokens": 0, "text_tokens": 50},
        "output_tokens": 4160,
        "total_tokens": 4210,
    }
    body: dict[str, Any] = {"created": 1_790_000_000, "data": data}
    if "output_format" in asked.body:
        echoed = ("background", "output_format", "quality")
        body |= {name: asked.body[name] for name in echoed if name in asked.body}
        body |= {"size": asked.body["size"], "usage": tokens}
    if asked.body.get("output_format") == "svg":
        body["svg_usage"] = _SVG_TOKENS | {"model": _svg_author(asked.body)}
    return json_answer(body, **more)


def _svg_author(body: Mapping[str, Any]) -> str:
    return str(body.get("svg", {}).get("model", "gpt-5.6-terra"))


def error_answer(
    status: int, code: str | None, message: str, *, type: str = "invalid_request_error", **more: Any
) -> Answer:
    """Return an Answer with an error, shaped like the live API's."""
    extra = more.pop("extra", {})
    error = {"message": message, "type": type, "param": None, "code": code, **extra}
    return json_answer({"error": error}, status=status, **more)


def _success(asked: Asked) -> Answer:
    return image_answer(asked, asked.picture)


def _slow(asked: Asked) -> Answer:
    return image_answer(asked, asked.picture, wait_s=1.0 if asked.number is None else asked.number)


def _drip(asked: Asked) -> Answer:
    return image_answer(asked, asked.picture, drip_s=asked.number or 0.05)


def _revised(asked: Asked) -> Answer:
    data = [
        {
            "b64_json": base64.b64encode(asked.picture).decode(),
            "revised_prompt": "A symmetrical rosette, redrawn in the provider's own words.",
        }
    ]
    return _with_data(asked, data)


def _by_url(asked: Asked) -> Answer:
    return _with_data(asked, [{"url": f"{asked.origin}/files/rosette-{asked.call}.png"}])


def _url_gone(asked: Asked) -> Answer:
    return _with_data(asked, [{"url": f"{asked.origin}/files/gone.png"}])


def _url_file(asked: Asked) -> Answer:
    return _with_data(asked, [{"url": "file:///etc/hostname"}])


def _moderation(_asked: Asked) -> Answer:
    return error_answer(
        400,
        "moderation_blocked",
        "Your request was rejected by the safety system.",
        type="image_generation_user_error",
        extra={"moderation_details": {"moderation_stage": "input", "categories": ["violence"]}},
    )


def _rate_limited(asked: Asked) -> Answer:
    seconds = 1.0 if asked.number is None else asked.number
    return error_answer(
        429,
        "rate_limit_exceeded",
        "Rate limit reached for images per minute.",
        type="rate_limit_error",
        headers={"Retry-After": f"{seconds:g}"},
    )


def _quota(_asked: Asked) -> Answer:
    return error_answer(
        429,
        "insufficient_quota",
        "You exceeded your current quota, please check your plan and billing details.",
        type="insufficient_quota",
        headers={"Retry-After": "1"},
    )


def _failed(_asked: Asked) -> Answer:
    return error_answer(500, None, "The server had an error.", type="server_error")


def _failed_then_success(asked: Asked) -> Answer:
    if asked.call > 1:
        return _success(asked)
    advice = {"x-should-retry": "true"}
    return error_answer(500, None, "The server had an error.", type="server_error", headers=advice)


def _unavailable(asked: Asked) -> Answer:
    seconds = 1.0 if asked.number is None else asked.number
    advice = {"Retry-After": f"{seconds:g}"}
    return error_answer(503, None, "Overloaded.", type="server_error", headers=advice)


def _echo_key(asked: Asked) -> Answer:
    status = int(asked.number or 401)
    message = f"Incorrect API key provided: {asked.key} (Authorization: Bearer {asked.key})."
    return error_answer(status, "invalid_api_key", message, extra={"param": asked.key})


def _echo_key_in_success(asked: Asked) -> Answer:
    image = base64.b64encode(asked.picture).decode()
    answer = {"data": [{"b64_json": image, "revised_prompt": f"a rosette for {asked.key}"}]}
    return json_answer({**answer, "usage": {"by": asked.key}})


def _machine_path(_asked: Asked) -> Answer:
    message = (
        "model file missing: /home/luthier/models/flux/model.safetensors, see http://x.test/a/b"
    )
    return error_answer(400, "bad_model", message)


def _html(_asked: Asked) -> Answer:
    return Answer(body=b"<html>Welcome to nginx!</html>", headers={"Content-Type": "text/html"})


SCENARIOS: dict[str, Scenario] = {
    "success": _success,
    "slow": _slow,
    "drip": _drip,
    "timeout": lambda asked: image_answer(asked, asked.picture, wait_s=asked.number or 3600.0),
    "fewer": lambda asked: _with_data(asked, []),
    "null-data": lambda asked: _with_data(asked, None),
    "no-bytes": lambda asked: _with_data(asked, [{}]),
    "revised": _revised,
    "url": _by_url,
    "url-gone": _url_gone,
    "url-file": _url_file,
    "moderation": _moderation,
    "401": lambda _: error_answer(401, "invalid_api_key", "Incorrect API key provided: sk-a***z."),
    "403": lambda _: error_answer(403, None, "Your organization must be verified."),
    "404": lambda _: error_answer(404, "model_not_found", "The model does not exist."),
    "400": lambda _: error_answer(400, "invalid_value", "Invalid value: 'user'."),
    "429": _rate_limited,
    "429-bare": lambda _: error_answer(429, "rate_limit_exceeded", "Too many requests."),
    "429-quota": _quota,
    "500": _failed,
    "500-then-success": _failed_then_success,
    "503": _unavailable,
    "504": lambda _: error_answer(504, None, "Timed out.", headers={"Retry-After": "0"}),
    "hang-up": lambda _: Answer(hang_up=True),
    "cut": lambda asked: image_answer(asked, asked.picture, cut_after=100),
    "redirect": lambda asked: Answer(status=302, headers={"Location": asked.origin}),
    "html": _html,
    "echo-key": _echo_key,
    "echo-key-in-success": _echo_key_in_success,
    "machine-path": _machine_path,
    "not-base64": lambda asked: _with_data(asked, [{"b64_json": "!!! not base64 !!!"}]),
    "not-an-image": lambda asked: image_answer(asked, b"Sorry, I cannot draw that."),
    "truncated-png": lambda asked: image_answer(asked, pictures.truncated_png()),
    "png-bomb": lambda asked: image_answer(asked, pictures.bomb_png()),
    "animated-gif": lambda asked: image_answer(asked, pictures.animated_gif()),
    "svg": lambda asked: image_answer(asked, pictures.svg_document()),
    "script": lambda asked: image_answer(asked, pictures.hostile_svg(asked.picture)),
    "latin1": lambda asked: image_answer(asked, pictures.recoded_svg(asked.picture, "iso-8859-1")),
    "utf16": lambda asked: image_answer(asked, pictures.recoded_svg(asked.picture, "utf-16")),
    "60mb": lambda asked: image_answer(asked, pictures.heavy_png(60_000_000)),
}
