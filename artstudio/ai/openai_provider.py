"""The provider openai as the studio shows and makes it; the SDK loads when it is needed."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import get_args
from urllib.parse import urlsplit

from artstudio.ai.base import (
    ImageApiChoice,
    ImageClient,
    ImageRequest,
    ImageResponse,
    LlmClient,
    ProviderConfig,
    ProviderInfo,
    Send,
    TextApiChoice,
    TextRequest,
    TextResponse,
)
from artstudio.ai.model_table import LIVE_MODELS, RETIRED_MODELS
from artstudio.ai.provider import Provider
from artstudio.ai.retry import RetryPolicy
from artstudio.ai.text_models import TEXT_MODELS, draws_svg


def _describe(config: ProviderConfig) -> ProviderInfo:
    reason = _missing(config)
    models = _models(config)
    return ProviderInfo(
        name="openai",
        title="OpenAI-compatible gateway" if config.is_gateway else "OpenAI",
        description=(
            "Pictures by an image model, traced into outlines, and geometry written by a "
            "language model. Each answer is billed."
        ),
        routes=_routes(config),
        models=models,
        default_model=config.openai_image_model,
        configured=not reason,
        reason=reason,
        free=False,
        text_model=config.openai_text_model,
        text_models=_first(config.openai_text_model, TEXT_MODELS),
        native_models=tuple(model for model in models if draws_svg(model)),
        # A gateway serves models under names of its own; what comes back is judged by its bytes.
        takes_any_model=config.is_gateway,
        retired_models=RETIRED_MODELS,
        auto=(
            "Geometric wishes (rings, tiles, stars, lattices, knots) are written by a language "
            "model (direct); all others are painted and traced (raster)."
        ),
    )


def _routes(config: ProviderConfig) -> tuple[str, ...]:
    """Return what can be asked for; `native` where an image model may give SVG."""
    may_give = config.is_gateway or draws_svg(config.openai_image_model)
    native = ("native",) if may_give else ()
    return ("raster", "direct", *native)


def _models(config: ProviderConfig) -> tuple[str, ...]:
    known = LIVE_MODELS + (RETIRED_MODELS if config.is_gateway else ())
    return _first(config.openai_image_model, known)


def _first(chosen: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The operator's model first, known to the table or not: new ones come faster than releases."""
    return (chosen, *(model for model in known if model != chosen))


def _image_client(config: ProviderConfig, policy: RetryPolicy) -> ImageClient:
    # Loading the SDK takes most of a second, which only its users should wait for.
    from artstudio.ai.openai_images import OpenAIImageClient  # noqa: PLC0415

    return OpenAIImageClient(config, policy=policy)


def _llm_client(config: ProviderConfig) -> LlmClient:
    from artstudio.ai.openai_text import OpenAITextClient  # noqa: PLC0415 - as above

    return OpenAITextClient(config)


def _prepare_image(
    config: ProviderConfig, request: ImageRequest
) -> AbstractContextManager[Send[ImageResponse]]:
    from artstudio.ai.openai_images import prepare_image  # noqa: PLC0415 - as above

    return prepare_image(config, request)


def _prepare_text(
    config: ProviderConfig, request: TextRequest
) -> AbstractContextManager[Send[TextResponse]]:
    from artstudio.ai.openai_text import prepare_text  # noqa: PLC0415 - as above

    return prepare_text(config, request)


def _load(config: ProviderConfig) -> None:
    from artstudio.ai import openai_images  # noqa: PLC0415 - as above

    openai_images.load(config)


def _missing(config: ProviderConfig) -> str:
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


PROVIDER = Provider(
    name="openai",
    describe=_describe,
    image_client=_image_client,
    llm_client=_llm_client,
    prepare_image=_prepare_image,
    prepare_text=_prepare_text,
    load=_load,
)
