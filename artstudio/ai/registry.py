"""The providers by name: who there is, what they can do, and whether they are set up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from artstudio.ai.base import ImageClient, ProviderConfig, ProviderInfo
from artstudio.ai.errors import ProviderNotConfigured
from artstudio.ai.model_table import LIVE_MODELS, RETIRED_MODELS, STUB_MODEL, is_safe_name
from rmos_runs.errors import InvalidRequest


def get_image_client(provider: str, config: ProviderConfig | None = None) -> ImageClient:
    """Return the client of `provider`, ready to draw.

    Raises InvalidRequest naming `provider` for one that does not exist, and
    ProviderNotConfigured naming the variable to set.
    """
    config = config or ProviderConfig()
    entry = _entry(provider)
    if reason := entry.missing(config):
        raise ProviderNotConfigured(reason)
    return entry.make(config)


def list_providers(config: ProviderConfig) -> tuple[ProviderInfo, ...]:
    """Return every provider, set up or not, in the order to show them."""
    return tuple(entry.describe(config) for entry in _PROVIDERS.values())


def check_model(provider: str, model: str | None, config: ProviderConfig) -> None:
    """Raise InvalidRequest naming `provider` or `model` unless this pair can be asked for.

    None stands for the default model. A gateway serves models under names of its
    own, so with a custom OPENAI_BASE_URL every safe name is taken.
    """
    info = _entry(provider).describe(config)
    if model is None or model in info.models:
        return
    if provider == "openai" and config.is_gateway and is_safe_name(model):
        return
    advice = f"Choose one of: {', '.join(info.models)}."
    if provider == "openai" and model in RETIRED_MODELS:
        advice = (
            "OpenAI has retired this model; a gateway may serve it: set OPENAI_BASE_URL. " + advice
        )
    raise InvalidRequest("This model cannot be used.", fields={"model": [advice]})


@dataclass(frozen=True, kw_only=True)
class _Entry:
    describe: Callable[[ProviderConfig], ProviderInfo]
    make: Callable[[ProviderConfig], ImageClient]
    missing: Callable[[ProviderConfig], str]


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
    )


def _make_stub(_config: ProviderConfig) -> ImageClient:
    from artstudio.ai.stub import StubImageClient  # noqa: PLC0415 - loads numpy and Pillow

    return StubImageClient()


def _openai_info(config: ProviderConfig) -> ProviderInfo:
    reason = _missing_for_openai(config)
    return ProviderInfo(
        name="openai",
        title="OpenAI-compatible gateway" if config.is_gateway else "OpenAI",
        description="Pictures by an image model, traced into outlines. Each picture is billed.",
        routes=("raster",),
        models=_openai_models(config),
        default_model=config.openai_image_model,
        configured=not reason,
        reason=reason,
        free=False,
    )


def _openai_models(config: ProviderConfig) -> tuple[str, ...]:
    """The operator's model first, known to the table or not: new ones come faster than releases."""
    known = LIVE_MODELS + (RETIRED_MODELS if config.is_gateway else ())
    others = tuple(model for model in known if model != config.openai_image_model)
    return (config.openai_image_model, *others)


def _make_openai(config: ProviderConfig) -> ImageClient:
    # Loading the SDK takes most of a second, which only its users should wait for.
    from artstudio.ai.openai_images import OpenAIImageClient  # noqa: PLC0415

    return OpenAIImageClient(config)


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
    return "" if config.openai_timeout_s > 0 else "Set ARTSTUDIO_OPENAI_TIMEOUT_S above zero."


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


_PROVIDERS: dict[str, _Entry] = {
    "stub": _Entry(describe=_stub_info, make=_make_stub, missing=lambda _config: ""),
    "openai": _Entry(describe=_openai_info, make=_make_openai, missing=_missing_for_openai),
}
