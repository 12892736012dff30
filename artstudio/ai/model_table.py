"""What each image model takes, so that a request is right before it is paid for.

From the openai package 3.54 (`types/image_generate_params.py`). Free sizes are
stated there for the 2 and 2.5 families only; 2.6 gets the sizes that all GPT
image models support.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rmos_runs.errors import InvalidRequest

_GPT_SIZES = ("1024x1024", "1536x1024", "1024x1536")
_DALL_E_3_SIZES = ("1024x1024", "1792x1024", "1024x1792")

#: Pixels of a freely chosen size: as many as the square standard size has.
_FREE_PIXELS = 1024 * 1024
_FREE_STEP = 16
_FREE_ASPECT = 3.0

_QUALITIES = ("standard", "hd", "low", "medium", "high", "auto")
#: The words of one family in those of the other.
_GPT_QUALITY = {"standard": "medium", "hd": "high"}
_DALL_E_QUALITY = {"low": "standard", "medium": "standard", "auto": "standard", "high": "hd"}
_SIZE = re.compile(r"([1-9][0-9]{0,4})x([1-9][0-9]{0,4})", re.ASCII)
_LONGEST_SIDE_PX = 4096

_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class ModelFamily:
    """Models that take the same options."""

    name: str
    sizes: tuple[str, ...]
    #: Options sent with every request, beside model, prompt, n and size.
    options: Mapping[str, str] = field(default_factory=dict)
    longest_prompt: int = 32_000
    free_sizes: bool = False

    def nearest_size(self, size: str) -> str:
        """Return `size` where it is offered, or else the offered one nearest in shape.

        A name that is not in the table is a gateway's, which knows its own sizes. Raises
        InvalidRequest for what is no size.
        """
        width, height = parse_size(size)
        if size in self.sizes or self.name == "unknown":
            return size
        return self.size_for(width / height)

    def quality_for(self, quality: str) -> dict[str, str]:
        """Return the option that asks for `quality` in this family's own word, if it has one.

        Raises InvalidRequest for a word that no family has.
        """
        if quality not in _QUALITIES:
            wanted = f"Choose one of: {', '.join(_QUALITIES)}."
            raise InvalidRequest("There is no such quality.", fields={"quality": [wanted]})
        if "quality" not in self.options:
            return {}
        words = _DALL_E_QUALITY if self.options["quality"] == "standard" else _GPT_QUALITY
        return {"quality": words.get(quality, quality)}

    def size_for(self, aspect: float) -> str:
        """Return the offered size nearest to `aspect` (width through height)."""
        if self.free_sizes:
            return _free_size(aspect)
        return min(self.sizes, key=_distance_from(aspect))

    def svg_options(self) -> dict[str, str]:
        """Return the options beside model, prompt, n and size that ask for SVG.

        Quality is that of the picture the drawing is made after. An opaque background
        would come as a white sheet to be cut out, so none is asked for.
        """
        kept = {name: self.options[name] for name in ("quality",) if name in self.options}
        return {**kept, "output_format": "svg"}


# High quality because edges decide how a trace cuts; opaque because ink on paper
# needs no alpha. PNG is the only format here without losses that every model offers.
_GPT_OPTIONS = MappingProxyType({"quality": "high", "background": "opaque", "output_format": "png"})
GPT_FIXED = ModelFamily(name="gpt-image", sizes=_GPT_SIZES, options=_GPT_OPTIONS)
GPT_FREE = ModelFamily(name="gpt-image-2", sizes=_GPT_SIZES, options=_GPT_OPTIONS, free_sizes=True)
DALL_E_3 = ModelFamily(
    name="dall-e-3",
    sizes=_DALL_E_3_SIZES,
    # "vivid" is the default there and adds the shading that the suffix asks to leave out.
    options={"quality": "standard", "style": "natural", "response_format": "b64_json"},
    longest_prompt=4_000,
)
DALL_E_2 = ModelFamily(
    name="dall-e-2",
    sizes=("1024x1024",),
    options={"response_format": "b64_json"},
    longest_prompt=1_000,
)
#: Models that a gateway serves under a name of its own: only what most of them take.
UNKNOWN = ModelFamily(name="unknown", sizes=("1024x1024",), options={"response_format": "b64_json"})

_LIVE: dict[str, ModelFamily] = {
    "gpt-image-2.6-flare": GPT_FIXED,
    "gpt-image-2.6-sunburst": GPT_FIXED,
    "gpt-image-2.5-flare": GPT_FREE,
    "gpt-image-2.5-flare-2026-09-08": GPT_FREE,
    "gpt-image-2.5-sunburst": GPT_FREE,
    "gpt-image-2.5-sunburst-2026-09-08": GPT_FREE,
    "gpt-image-2": GPT_FREE,
    "gpt-image-2-2026-04-21": GPT_FREE,
    "gpt-image-1.5": GPT_FIXED,
    "gpt-image-1-mini": GPT_FIXED,
    "chatgpt-image-latest": GPT_FIXED,
}
_RETIRED: dict[str, ModelFamily] = {
    "dall-e-3": DALL_E_3,
    "dall-e-2": DALL_E_2,
    "gpt-image-1": GPT_FIXED,
}

STUB_MODEL = "patterns"
LIVE_MODELS = tuple(_LIVE)
#: Retired at OpenAI; gateways may still serve them.
RETIRED_MODELS = tuple(_RETIRED)


def parse_size(size: str) -> tuple[int, int]:
    """Return width and height in pixels of "1024x1024". Raises InvalidRequest."""
    match = _SIZE.fullmatch(size)
    if match is None or max(sides := (int(match[1]), int(match[2]))) > _LONGEST_SIDE_PX:
        wanted = f"Give WIDTHxHEIGHT in pixels, up to {_LONGEST_SIDE_PX}, such as 1024x1024."
        raise InvalidRequest("This is no size of a picture.", fields={"size": [wanted]})
    return sides


def is_safe_name(model: str) -> bool:
    """Tell whether `model` could be a model's name and is safe to log and send."""
    return _SAFE_NAME.fullmatch(model) is not None


def family_of(model: str) -> ModelFamily:
    """Return what `model` takes, judging names that are not in the table by their beginning."""
    # Routers put the vendor in front: "openai/gpt-image-2.5-flare".
    name = model.rsplit("/", 1)[-1]
    if family := _LIVE.get(name) or _RETIRED.get(name):
        return family
    if name.startswith(("gpt-image-", "chatgpt-image-")):
        return GPT_FIXED
    return UNKNOWN


def _distance_from(aspect: float) -> Callable[[str], float]:
    def distance(size: str) -> float:
        width, height = map(int, size.split("x"))
        return abs(math.log(width / height / aspect))

    return distance


def _free_size(aspect: float) -> str:
    """Return multiples of 16 with about a million pixels and an aspect from 1:3 to 3:1."""
    aspect = min(max(aspect, 1 / _FREE_ASPECT), _FREE_ASPECT)
    width = _stepped(math.sqrt(_FREE_PIXELS * aspect))
    height = _stepped(math.sqrt(_FREE_PIXELS / aspect))
    # Rounding may step over the widest aspect that is taken.
    width = min(width, int(height * _FREE_ASPECT))
    height = min(height, int(width * _FREE_ASPECT))
    return f"{width}x{height}"


def _stepped(pixels: float) -> int:
    return round(pixels / _FREE_STEP) * _FREE_STEP
