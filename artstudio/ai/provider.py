"""What one provider is to the studio: the object that an entry point names.

The two that come with the product are such objects too; `artstudio.ai.plugins` finds them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from artstudio.ai.base import (
    ImageClient,
    ImageRequest,
    ImageResponse,
    LlmClient,
    ProviderConfig,
    ProviderInfo,
    Send,
    TextRequest,
    TextResponse,
)
from artstudio.ai.retry import RetryPolicy

PrepareImage = Callable[[ProviderConfig, ImageRequest], AbstractContextManager[Send[ImageResponse]]]
PrepareText = Callable[[ProviderConfig, TextRequest], AbstractContextManager[Send[TextResponse]]]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """An environment variable that a provider reads, with `config.setting(name)`."""

    name: str
    default: str = ""
    #: One sentence for the operator.
    about: str = ""
    #: Never shown: a key, a password.
    secret: bool = False


@dataclass(frozen=True, kw_only=True)
class Provider:
    """Who draws: what it is, and how its clients are made.

    `describe` is called for each page and each request. It must be quick, ask nobody, and
    tell in `reason` which setting is missing. Clients are made once for each configuration
    and used by several threads at the same time.
    """

    name: str
    describe: Callable[[ProviderConfig], ProviderInfo]
    #: For the routes `raster` and `native`.
    image_client: Callable[[ProviderConfig, RetryPolicy], ImageClient] | None = None
    #: For the route `direct`.
    llm_client: Callable[[ProviderConfig], LlmClient] | None = None
    #: Ready a call before it is recorded, where that takes time; else the client is called.
    prepare_image: PrepareImage | None = None
    prepare_text: PrepareText | None = None
    #: Loads what the first call would wait for; called once by each worker.
    load: Callable[[ProviderConfig], None] | None = None
    settings: tuple[Setting, ...] = ()
    #: By model, as in artstudio/prices.json: dollars per million tokens, or per `picture`.
    prices: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
