"""The providers by name: who there is, what they can do, and whether they are set up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import get_args
from urllib.parse import urlsplit

from artstudio.ai.base import (
    BeforeSend,
    ImageApiChoice,
    ImageClient,
    ImageProvider,
    ImageRequest,
    ImageResponse,
    LlmClient,
    ProviderConfig,
    ProviderInfo,
    Send,
    TextApiChoice,
    TextRequest,
    TextResponse,
    ignore_sending,
)
from artstudio.ai.config import ImageConfig, config_from_environment
from artstudio.ai.errors import ProviderNotConfigured
from artstudio.ai.model_table import LIVE_MODELS, RETIRED_MODELS, STUB_MODEL, is_safe_name
from artstudio.ai.retry import RetryPolicy
from artstudio.ai.text_models import TEXT_MODELS, draws_svg
from rmos_runs.errors import InvalidRequest


def get_image_client(
    provider: str | None = None, config: ProviderConfig | ImageConfig | None = None
) -> ImageClient:
    """Return the client of `provider`, ready to draw: one for each provider and configuration.

    Without a provider it is the one of an ImageConfig, or the offline one; without a
    configuration the environment's. Raises InvalidRequest naming `provider` for one that
    does not exist, and ProviderNotConfigured naming the variable to set.
    """
    policy = RetryPolicy()
    if isinstance(config, ImageConfig):
        provider, policy = provider or config.provider, config.policy
        config = config.applied_to(config_from_environment())
    with _making:
        return _image_client(
            str(provider or ImageProvider.STUB), config or config_from_environment(), policy
        )


def get_llm_client(provider: str | None = None, config: ProviderConfig | None = None) -> LlmClient:
    """Return the client of `provider` that writes drawings; chooses as `get_image_client` does."""
    with _making:
        return _llm_client(str(provider or ImageProvider.STUB), config or config_from_environment())


# Clients hold no connection and no state, so that one may serve every thread. The lock
# keeps two threads from making two.
_making = threading.Lock()


@lru_cache(maxsize=16)
def _image_client(provider: str, config: ProviderConfig, policy: RetryPolicy) -> ImageClient:
    return _ready(provider, config).make(config, policy)


@lru_cache(maxsize=16)
def _llm_client(provider: str, config: ProviderConfig) -> LlmClient:
    return _ready(provider, config).make_llm(config)


def prepare_image(
    provider: str, request: ImageRequest, config: ProviderConfig
) -> AbstractContextManager[Send[ImageResponse]]:
    """Do all of a call for a picture that takes time or can be refused before it is sent.

    Raises as `get_image_client` does, and InvalidRequest for a prompt that cannot be sent.
    """
    entry = _ready(provider, config)
    if entry.prepare_image:
        return entry.prepare_image(config, request)
    # Drawn here: there is nothing to prepare, and nothing is sent.
    client = entry.make(config, RetryPolicy())

    def send(request_id: str, before_send: BeforeSend = ignore_sending) -> ImageResponse:
        before_send()
        return client.generate(replace(request, request_id=request_id))

    return nullcontext(send)


def prepare_text(
    provider: str, request: TextRequest, config: ProviderConfig
) -> AbstractContextManager[Send[TextResponse]]:
    """Do all of a call for a written drawing that takes time before it is sent.

    Raises as `get_llm_client` does, and InvalidRequest for a prompt that cannot be sent.
    """
    entry = _ready(provider, config)
    if entry.prepare_text:
        return entry.prepare_text(config, request)
    writer = entry.make_llm(config)

    def send(request_id: str, before_send: BeforeSend = ignore_sending) -> TextResponse:
        before_send()
        return writer.write(replace(request, request_id=request_id))

    return nullcontext(send)


def load_clients(config: ProviderConfig) -> None:
    """Load what the first call of each provider that is set up would wait for: seconds of imports.

    Offline providers have nothing to load.
    """
    for entry in _PROVIDERS.values():
        if entry.load and not entry.missing(config):
            entry.load(config)


def list_providers(config: ProviderConfig) -> tuple[ProviderInfo, ...]:
    """Return every provider, set up or not, in the order to show them."""
    return tuple(entry.describe(config) for entry in _PROVIDERS.values())


def check_model(
    provider: str, model: str | None, config: ProviderConfig, *, route: str = "raster"
) -> None:
    """Raise InvalidRequest naming `provider` or `model` unless the model draws on `route`.

    None stands for the route's default model. `direct` takes language models, `native`
    those image models that give SVG, other routes all of the provider's own. A gateway
    serves models under names of its own, so with a custom OPENAI_BASE_URL every safe
    name is taken, and what comes back is judged by its bytes.
    """
    info = _entry(provider).describe(config)
    known = _models_of(info, route)
    if model is None or model in known:
        return
    if provider == "openai" and config.is_gateway and is_safe_name(model):
        return
    advice = f"Choose one of: {', '.join(known)}."
    if provider == "openai" and model in RETIRED_MODELS:
        advice = (
            "OpenAI has retired this model; a gateway may serve it: set OPENAI_BASE_URL. " + advice
        )
    raise InvalidRequest("This model cannot be used.", fields={"model": [advice]})


def _models_of(info: ProviderInfo, route: str) -> tuple[str, ...]:
    if route == "direct":
        return info.text_models
    if route == "native":
        return tuple(model for model in info.models if draws_svg(model))
    return info.models


PrepareImage = Callable[[ProviderConfig, ImageRequest], AbstractContextManager[Send[ImageResponse]]]
PrepareText = Callable[[ProviderConfig, TextRequest], AbstractContextManager[Send[TextResponse]]]


@dataclass(frozen=True, kw_only=True)
class _Entry:
    describe: Callable[[ProviderConfig], ProviderInfo]
    make: Callable[[ProviderConfig, RetryPolicy], ImageClient]
    missing: Callable[[ProviderConfig], str]
    make_llm: Callable[[ProviderConfig], LlmClient]
    prepare_image: PrepareImage | None = None
    prepare_text: PrepareText | None = None
    load: Callable[[ProviderConfig], None] | None = None


def _ready(provider: str, config: ProviderConfig) -> _Entry:
    entry = _entry(provider)
    if reason := entry.missing(config):
        raise ProviderNotConfigured(reason)
    return entry


def _entry(provider: str) -> _Entry:
    if entry := _PROVIDERS.get(provider):
        return entry
    advice = f"Choose one of: {', '.join(_PROVIDERS)}."
    raise InvalidRequest("There is no such provider.", fields={"provider": [advice]})


def _stub_info(_config: ProviderConfig) -> ProviderInfo:
    return ProviderInfo(
        name="stub",
        title="Pattern engine",
        description="Parametric ornament drawn on this machine: exact, free, without an account.",
        routes=("pattern", "raster"),
        models=(STUB_MODEL,),
        default_model=STUB_MODEL,
        configured=True,
        reason="",
        free=True,
        auto="Geometric wishes are drawn exactly (pattern); all others are traced (raster).",
    )


def _make_stub(_config: ProviderConfig, _policy: RetryPolicy) -> ImageClient:
    from artstudio.ai.stub import StubImageClient  # noqa: PLC0415 - loads numpy and Pillow

    return StubImageClient()


def _make_stub_llm(_config: ProviderConfig) -> LlmClient:
    from artstudio.ai.stub_text import StubTextClient  # noqa: PLC0415 - as above

    return StubTextClient()


def _openai_info(config: ProviderConfig) -> ProviderInfo:
    reason = _missing_for_openai(config)
    return ProviderInfo(
        name="openai",
        title="OpenAI-compatible gateway" if config.is_gateway else "OpenAI",
        description=(
            "Pictures by an image model, traced into outlines, and geometry written by a "
            "language model. Each answer is billed."
        ),
        routes=_openai_routes(config),
        models=_openai_models(config),
        default_model=config.openai_image_model,
        configured=not reason,
        reason=reason,
        free=False,
        text_model=config.openai_text_model,
        text_models=_first(config.openai_text_model, TEXT_MODELS),
        auto=(
            "Geometric wishes (rings, tiles, stars, lattices, knots) are written by a language "
            "model (direct); all others are painted and traced (raster)."
        ),
    )


def _openai_routes(config: ProviderConfig) -> tuple[str, ...]:
    """Return what can be asked for; `native` where an image model may give SVG."""
    may_give = config.is_gateway or draws_svg(config.openai_image_model)
    native = ("native",) if may_give else ()
    return ("raster", "direct", *native)


def _openai_models(config: ProviderConfig) -> tuple[str, ...]:
    known = LIVE_MODELS + (RETIRED_MODELS if config.is_gateway else ())
    return _first(config.openai_image_model, known)


def _first(chosen: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The operator's model first, known to the table or not: new ones come faster than releases."""
    return (chosen, *(model for model in known if model != chosen))


def _make_openai(config: ProviderConfig, policy: RetryPolicy) -> ImageClient:
    # Loading the SDK takes most of a second, which only its users should wait for.
    from artstudio.ai.openai_images import OpenAIImageClient  # noqa: PLC0415

    return OpenAIImageClient(config, policy=policy)


def _make_openai_llm(config: ProviderConfig) -> LlmClient:
    from artstudio.ai.openai_text import OpenAITextClient  # noqa: PLC0415 - as above

    return OpenAITextClient(config)


def _prepare_openai_image(
    config: ProviderConfig, request: ImageRequest
) -> AbstractContextManager[Send[ImageResponse]]:
    from artstudio.ai.openai_images import prepare_image  # noqa: PLC0415 - as above

    return prepare_image(config, request)


def _prepare_openai_text(
    config: ProviderConfig, request: TextRequest
) -> AbstractContextManager[Send[TextResponse]]:
    from artstudio.ai.openai_text import prepare_text  # noqa: PLC0415 - as above

    return prepare_text(config, request)


def _load_openai(config: ProviderConfig) -> None:
    from artstudio.ai import openai_images  # noqa: PLC0415 - as above

    openai_images.load(config)


def _missing_for_openai(config: ProviderConfig) -> str:
    """Return what keeps the openai provider from working, or an empty text."""
    address = config.openai_base_url.strip()
    if address and not _is_web_address(address):
        return "Set OPENAI_BASE_URL to an address that begins with http:// or https://."
    key = config.openai_api_key.strip()
    if not key and config.is_gateway:
        return (
            "Set OPENAI_API_KEY. If the server at OPENAI_BASE_URL needs no key, "
            "any non-empty text will do."
        )
    if not key:
        return "Set OPENAI_API_KEY to a key of your OpenAI account."
    if not all("!" <= letter <= "~" for letter in key):
        # It cannot be sent in a header, and the error that says so would quote it.
        return "OPENAI_API_KEY holds spaces or letters that no key has. Copy it again."
    return _wrong_choice(config)


def _wrong_choice(config: ProviderConfig) -> str:
    if config.openai_text_api not in get_args(TextApiChoice):
        return "Set ARTSTUDIO_OPENAI_TEXT_API to auto, responses or chat."
    if config.openai_image_api not in get_args(ImageApiChoice):
        return "Set ARTSTUDIO_OPENAI_IMAGE_API to auto, images or chat."
    return "" if config.openai_timeout_s > 0 else "Set ARTSTUDIO_OPENAI_TIMEOUT_S above zero."


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


_PROVIDERS: dict[str, _Entry] = {
    "stub": _Entry(
        describe=_stub_info,
        make=_make_stub,
        missing=lambda _config: "",
        make_llm=_make_stub_llm,
    ),
    "openai": _Entry(
        describe=_openai_info,
        make=_make_openai,
        missing=_missing_for_openai,
        make_llm=_make_openai_llm,
        prepare_image=_prepare_openai_image,
        prepare_text=_prepare_openai_text,
        load=_load_openai,
    ),
}
