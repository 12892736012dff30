"""What every provider of pictures takes and gives back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable
from urllib.parse import urlsplit

OPENAI_BASE_URL = "https://api.openai.com/v1"


@dataclass(frozen=True, kw_only=True)
class ImageRequest:
    """One picture, please."""

    prompt: str
    #: Sent where the provider takes one; decides the whole picture at the stub.
    seed: int | None = None
    style_hints: tuple[str, ...] = ()
    #: The generation's constraints; a provider reads those it understands.
    constraints: Mapping[str, object] = field(default_factory=dict)
    #: None asks for the provider's default model.
    model: str | None = None
    #: Width through height; the nearest size that the model offers is asked for.
    aspect: float = 1.0
    #: Our own id, sent along so that the provider's support can find the call.
    request_id: str = ""

    def __post_init__(self) -> None:
        """Refuse an aspect that no picture has."""
        if not 0 < self.aspect < math.inf:
            raise ValueError(f"aspect must be a positive number, not {self.aspect}")


@dataclass(frozen=True, kw_only=True)
class ImageResponse:
    """One picture as the provider sent it, not yet decoded or judged."""

    image_bytes: bytes = field(repr=False)
    #: From the first bytes, never from what the provider claims.
    mime: str
    model: str
    #: "WIDTHxHEIGHT" in pixels, as answered or else as asked.
    size: str
    prompt_sent: str
    revised_prompt: str | None
    seed_sent: bool
    seed_honoured: bool
    seed: int | None
    provider_request_id: str | None
    usage: Mapping[str, Any] | None
    #: JSON values only: it goes into the provenance record as it is.
    metadata: Mapping[str, Any]


@runtime_checkable
class ImageClient(Protocol):
    """Draws one picture for each call; may be shared by threads."""

    @property
    def name(self) -> str:
        """The provider's name in requests and records."""

    def generate(self, request: ImageRequest) -> ImageResponse:
        """Return a picture, or raise a ProviderError (or InvalidRequest for a bad request)."""


@dataclass(frozen=True, kw_only=True)
class ProviderConfig:
    """What the operator set; the key is never shown."""

    openai_api_key: str = field(default="", repr=False)
    openai_base_url: str = field(default="", repr=False)
    openai_image_model: str = "gpt-image-2.6-flare"
    openai_timeout_s: float = 600.0

    @property
    def is_gateway(self) -> bool:
        """Tell whether pictures come from somewhere else than OpenAI itself."""
        address = self.openai_base_url.strip()
        return bool(address) and urlsplit(address).hostname != urlsplit(OPENAI_BASE_URL).hostname


@dataclass(frozen=True, kw_only=True)
class ProviderInfo:
    """A provider as the studio shows it."""

    name: str
    title: str
    description: str
    routes: tuple[str, ...]
    models: tuple[str, ...]
    default_model: str
    configured: bool
    #: Why it is not configured, naming the variable to set; empty when it is.
    reason: str
    #: Costs nothing and needs no account.
    free: bool
