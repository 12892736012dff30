"""What the live API refuses, refused here too: a fake that takes anything proves nothing.

Names and values from the openai package's `types/image_generate_params.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.fake_openai.scenarios import Answer, error_answer

_COMMON = {"model", "prompt", "n", "size", "quality", "user"}
_GPT = {"background", "moderation", "output_format", "output_compression", "stream"} | {
    "complexity",
    "safety_identifier",
    "svg",
}
_DALL_E = {"response_format", "style"}
_QUALITIES = {
    "gpt": {"low", "medium", "high", "auto"},
    "dall-e-3": {"standard", "hd"},
    "dall-e-2": {"standard"},
}
_SIZES = {
    "gpt": {"auto", "1024x1024", "1536x1024", "1024x1536"},
    "dall-e-3": {"1024x1024", "1792x1024", "1024x1792"},
    "dall-e-2": {"256x256", "512x512", "1024x1024"},
}
_LONGEST = {"gpt": 32_000, "dall-e-3": 4_000, "dall-e-2": 1_000}


def complaint_about(
    headers: Mapping[str, str], raw_body: bytes, *, chooses_svg_model: bool = False
) -> Answer | None:
    """Return the refusal that the live API would send, or None.

    chooses_svg_model: whether the account may, and so must, name `svg.model`.
    """
    if not headers.get("authorization", "").startswith("Bearer "):
        return error_answer(401, None, "You didn't provide an API key.")
    try:
        body = json.loads(raw_body)
    except ValueError:
        return error_answer(400, None, "We could not parse the JSON body of your request.")
    for check in (_missing, _unknown, _value, _size):
        if complaint := check(body, _family(body)):
            return error_answer(400, "invalid_value", complaint)
    return _about_svg(body, chooses_svg_model=chooses_svg_model)


def _about_svg(body: Mapping[str, Any], *, chooses_svg_model: bool) -> Answer | None:
    """Return the refusals of `output_format="svg"`, as the type of `svg` tells them."""
    if body.get("output_format") != "svg":
        return _svg_refusal("svg", "'svg' requires output_format=svg.") if "svg" in body else None
    if not str(body["model"]).startswith("gpt-image-2.6"):
        return _svg_refusal("output_format", "SVG output is not supported for this model.")
    if body.get("n", 1) != 1 or body.keys() & {"stream", "partial_images", "output_compression"}:
        return _svg_refusal("n", "SVG generation requires n=1 and no streaming or compression.")
    if "svg" in body and not chooses_svg_model:
        return _svg_refusal("svg.model", "SVG model selection is not enabled for this account.")
    if chooses_svg_model and not body.get("svg", {}).get("model"):
        return _svg_refusal("svg.model", "Missing required parameter: 'svg.model'.")
    return None


def _svg_refusal(param: str, message: str) -> Answer:
    return error_answer(400, "invalid_value", message, extra={"param": param})


def _family(body: Mapping[str, Any]) -> str:
    model = str(body.get("model"))
    if model.startswith(("gpt-image-", "chatgpt-image-")):
        return "gpt"
    return model if model in _SIZES else "gateway"


def _missing(body: Mapping[str, Any], _family: str) -> str | None:
    absent = [name for name in ("model", "prompt") if not body.get(name)]
    return f"Missing required parameter: '{absent[0]}'." if absent else None


def _unknown(body: Mapping[str, Any], family: str) -> str | None:
    known = _COMMON | (_GPT if family == "gpt" else _DALL_E)
    unknown = sorted(set(body) - known)
    return f"Unknown parameter: '{unknown[0]}'." if unknown else None


def _value(body: Mapping[str, Any], family: str) -> str | None:
    if len(body["prompt"]) > _LONGEST.get(family, 32_000):
        return "'prompt' is too long."
    if "quality" in body and body["quality"] not in _QUALITIES.get(family, {body["quality"]}):
        return "Invalid value: 'quality'."
    if family == "dall-e-3" and body.get("n", 1) != 1:
        return "You must provide n=1 for this model."
    return None


def _size(body: Mapping[str, Any], family: str) -> str | None:
    size = body.get("size", "1024x1024")
    if family not in _SIZES or size in _SIZES[family]:
        return None
    if family == "gpt" and str(body["model"]).startswith(("gpt-image-2.5", "gpt-image-2-")):
        return None if _free_size_is_right(size) else "Invalid size."
    if body["model"] == "gpt-image-2" and _free_size_is_right(size):
        return None
    return "Invalid value: 'size'."


def _free_size_is_right(size: str) -> bool:
    width, height = map(int, size.split("x"))
    in_steps = width % 16 == 0 and height % 16 == 0
    return in_steps and 1 / 3 <= width / height <= 3 and 655_360 <= width * height <= 8_294_400
