"""The providers by name: who there is, what they can do, and whether they are set up."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import lru_cache

from artstudio.ai.base import (
    BeforeSend,
    ImageClient,
    ImageProvider,
    ImageRequest,
    ImageResponse,
    LlmClient,
    ProviderConfig,
    ProviderInfo,
    Send,
    TextRequest,
    TextResponse,
    ignore_sending,
)
from artstudio.ai.config import ImageConfig, config_from_environment
from artstudio.ai.errors import ProviderNotConfigured
from artstudio.ai.model_table import is_safe_name
from artstudio.ai.plugin_guard import (
    describe,
    guarded_call,
    guarded_image,
    guarded_prepare,
    guarded_text,
)
from artstudio.ai.plugins import load_plugins
from artstudio.ai.provider import Provider
from artstudio.ai.retry import RetryPolicy
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
    entry = _ready(provider, config)
    if entry.image_client is None:
        raise ProviderNotConfigured(f"{provider} makes no pictures. Choose the route direct.")
    return guarded_image(entry, guarded_call(entry, entry.image_client, config, policy))


@lru_cache(maxsize=16)
def _llm_client(provider: str, config: ProviderConfig) -> LlmClient:
    entry = _ready(provider, config)
    if entry.llm_client is None:
        raise ProviderNotConfigured(f"{provider} has no language model. Choose the route raster.")
    return guarded_text(entry, guarded_call(entry, entry.llm_client, config))


def prepare_image(
    provider: str, request: ImageRequest, config: ProviderConfig
) -> AbstractContextManager[Send[ImageResponse]]:
    """Do all of a call for a picture that takes time or can be refused before it is sent.

    Raises as `get_image_client` does, and InvalidRequest for a prompt that cannot be sent.
    """
    entry = _ready(provider, config)
    if entry.prepare_image:
        prepared = guarded_call(entry, entry.prepare_image, config, request)
        return guarded_prepare(entry, prepared, ImageResponse)
    client = get_image_client(provider, config)

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
        prepared = guarded_call(entry, entry.prepare_text, config, request)
        return guarded_prepare(entry, prepared, TextResponse)
    writer = get_llm_client(provider, config)

    def send(request_id: str, before_send: BeforeSend = ignore_sending) -> TextResponse:
        before_send()
        return writer.write(replace(request, request_id=request_id))

    return nullcontext(send)


def load_clients(config: ProviderConfig) -> None:
    """Load what the first call of each provider that is set up would wait for: seconds of imports.

    Offline providers have nothing to load.
    """
    for entry in _providers().values():
        if entry.load and describe(entry, config).configured:
            guarded_call(entry, entry.load, config)


def list_providers(config: ProviderConfig) -> tuple[ProviderInfo, ...]:
    """Return every provider, set up or not, in the order to show them."""
    return tuple(describe(entry, config) for entry in _providers().values())


def check_model(
    provider: str, model: str | None, config: ProviderConfig, *, route: str = "raster"
) -> None:
    """Raise InvalidRequest naming `provider` or `model` unless the model draws on `route`.

    None stands for the route's default model. `direct` takes language models, `native`
    those image models that give SVG, other routes all of the provider's own. A gateway
    serves models under names of its own, so with a custom OPENAI_BASE_URL every safe
    name is taken, and what comes back is judged by its bytes.
    """
    info = describe(_entry(provider), config)
    known = _models_of(info, route)
    if model is None or model in known:
        return
    if info.takes_any_model and is_safe_name(model):
        return
    advice = f"Choose one of: {', '.join(known)}."
    if model in info.retired_models:
        advice = (
            "OpenAI has retired this model; a gateway may serve it: set OPENAI_BASE_URL. " + advice
        )
    raise InvalidRequest("This model cannot be used.", fields={"model": [advice]})


def _models_of(info: ProviderInfo, route: str) -> tuple[str, ...]:
    by_route = {"direct": info.text_models, "native": info.native_models}
    return by_route.get(route, info.models)


def _ready(provider: str, config: ProviderConfig) -> Provider:
    entry = _entry(provider)
    info = describe(entry, config)
    if not info.configured:
        raise ProviderNotConfigured(info.reason)
    return entry


def _entry(provider: str) -> Provider:
    if entry := _providers().get(provider):
        return entry
    advice = f"Choose one of: {', '.join(_providers())}."
    raise InvalidRequest("There is no such provider.", fields={"provider": [advice]})


def _providers() -> dict[str, Provider]:
    return dict(load_plugins().providers)
