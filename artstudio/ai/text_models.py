"""Language models that draw, and which image models give SVG themselves."""

from __future__ import annotations

import re

#: From the openai package 3.54 (`types/shared/chat_model.py`): what is current there,
#: without names that only continue a chat, search, or have a date of shutdown.
TEXT_MODELS = (
    "gpt-6.1-terra",
    "gpt-6.2-sol",
    "gpt-6.1-sol",
    "gpt-6-sol",
    "gpt-6.2-astra",
    "gpt-6-astra",
    "gpt-6-luna",
    "gpt-5.6-sol",
    "gpt-5.6-terra",
    "gpt-5.6-luna",
    "gpt-5.5",
    "gpt-5.4",
    "gpt-5.4-mini",
)

_GPT_IMAGE = re.compile(r"gpt-image-(\d+)(?:\.(\d+))?(?![\d.])", re.ASCII)
_FIRST_WITH_SVG = (2, 6)


def draws_svg(image_model: str) -> bool:
    """Tell whether an image model answers `output_format="svg"`: gpt-image-2.6 and newer.

    Earlier ones refuse it; a name that tells no generation (`chatgpt-image-latest`, a
    gateway's own) is not relied upon.
    """
    # Routers put the vendor in front: "openai/gpt-image-2.6-flare".
    match = _GPT_IMAGE.match(image_model.rsplit("/", 1)[-1])
    return match is not None and (int(match[1]), int(match[2] or 0)) >= _FIRST_WITH_SVG
