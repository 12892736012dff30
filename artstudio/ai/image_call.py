"""How a picture is asked for: by which address of the gateway, and with which options.

Gateways differ in both. A 400 that names an option, and a 404, were not billed, so the
picture is asked for again in the next way; what a gateway refused for a model is remembered
while the program runs.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from cachetools import LRUCache

from artstudio.ai.base import ProviderConfig
from artstudio.ai.errors import ModelNotFound, ProviderError

#: `/images/generations` of OpenAI, `/images` of OpenRouter, and chat completions.
ImageApi = Literal["images", "router_images", "chat"]

#: Options without which a picture can still be asked for. `output_format` is left alone where
#: it asks for SVG: without it a picture would be paid for that nobody asked for.
OPTIONAL = (
    "response_format",
    "size",
    "quality",
    "background",
    "style",
    "moderation",
    "output_format",
    "n",
    "modalities",
    "image_config",
)
_REFUSED = {400, 422}
NO_SUCH_ADDRESS = {404, 405}
_ASKS_FOR_CHAT = re.compile(r"chat[ /_]completions?", re.IGNORECASE)
_RATIOS = ("1:1", "3:2", "2:3", "4:3", "3:4", "5:4", "4:5", "16:9", "9:16", "21:9")


@dataclass
class _Known:
    """What one gateway has refused for one model, and the address that it answers at."""

    refused: set[str] = field(default_factory=set)
    api: ImageApi | None = None


_known: LRUCache[tuple[str, str], _Known] = LRUCache(maxsize=256)
_lock = threading.Lock()


def forget_refusals() -> None:
    """Forget what gateways have refused, as after a start."""
    with _lock:
        _known.clear()


class ImageCall:
    """One request for a picture and the ways to ask that are left."""

    def __init__(
        self, config: ProviderConfig, params: Mapping[str, Any], *, aspect: float = 1.0
    ) -> None:
        """Begin with what is known of the gateway.

        params: of the Images API; aspect: width through height, for the chat form.
        """
        self._key = (config.openai_base_url.strip(), str(params["model"]))
        self._is_gateway = config.is_gateway
        self._params = dict(params)
        self._aspect = aspect
        with _lock:
            known = _known.get(self._key, _Known())
            self._refused, first = set(known.refused), known.api
        ways = _ways(config)
        self._apis = [first, *(api for api in ways if api != first)] if first in ways else ways

    @property
    def api(self) -> ImageApi:
        """The address that is asked at present."""
        return self._apis[0]

    @property
    def model(self) -> str:
        """The model that is asked."""
        return str(self._params["model"])

    @property
    def prompt(self) -> str:
        """The words that are sent."""
        return str(self._params["prompt"])

    @property
    def is_unusual(self) -> bool:
        """Whether it is not asked as OpenAI is."""
        return self.api != "images" or bool(self.dropped)

    @property
    def dropped(self) -> list[str]:
        """The options that are left out because the gateway refuses them."""
        return sorted(self._refused & set(self._all()))

    def params(self) -> dict[str, Any]:
        """Return what to send to the present address."""
        return {name: value for name, value in self._all().items() if name not in self._refused}

    def change_for(self, error: ProviderError) -> bool:
        """Take the next way to ask, where this error says that the present one is refused."""
        if not self._is_gateway:
            return False
        if option := self._named_option(error):
            self._refused.add(option)
            return True
        if len(self._apis) > 1 and self._is_wrong_address(error):
            del self._apis[0]
            return True
        return False

    def note_success(self) -> None:
        """Remember the way that was answered."""
        with _lock:
            _known[self._key] = _Known(refused=set(self._refused), api=self.api)

    def _all(self) -> dict[str, Any]:
        if self.api == "images":
            return self._params
        if self.api == "router_images":
            unknown = ("response_format", "style", "moderation", "svg")
            return {k: v for k, v in self._params.items() if k not in unknown}
        return {
            "model": self._params["model"],
            "messages": [{"role": "user", "content": self._params["prompt"]}],
            "modalities": ["image", "text"],
            "image_config": {"aspect_ratio": nearest_ratio(self._aspect)},
        }

    def _named_option(self, error: ProviderError) -> str | None:
        if error.status not in _REFUSED:
            return None
        # Ours names options too.
        theirs = error.message.removeprefix(error.default_message())
        said = f"{error.details.get('param')} {theirs}"
        for name in OPTIONAL:
            wants_svg = name == "output_format" and self.params().get(name) == "svg"
            if name in self.params() and not wants_svg and re.search(rf"\b{name}\b", said):
                return name
        return None

    def _is_wrong_address(self, error: ProviderError) -> bool:
        if error.status in NO_SUCH_ADDRESS:
            return not (isinstance(error, ModelNotFound) and error.details.get("code"))
        return error.status in _REFUSED and _ASKS_FOR_CHAT.search(error.message) is not None


def nearest_ratio(aspect: float) -> str:
    """Return the ratio "W:H" that gateways know and that is nearest to width through height."""

    def distance(ratio: str) -> float:
        width, height = map(int, ratio.split(":"))
        wanted = width / height
        return max(wanted / aspect, aspect / wanted)

    return min(_RATIOS, key=distance)


def _ways(config: ProviderConfig) -> list[ImageApi]:
    if config.openai_image_api == "chat":
        return ["chat"]
    if not config.is_gateway:
        return ["images"]
    if config.openai_image_api == "images":
        return ["images", "router_images"]
    return ["images", "router_images", "chat"]
