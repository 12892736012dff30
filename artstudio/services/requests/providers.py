"""The providers of this installation, configured from the settings, and the routes they offer."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from artstudio import ai
from rmos_runs.errors import InvalidRequest

ProviderInfo = ai.ProviderInfo

_GOOD_FOR = {
    "pattern": "Rosettes, knots, vines, purfling, tilings, medallions, mandalas: "
    "true to 0.001 mm, with the fewest nodes.",
    "raster": "Animals, plants, figures: whatever can be pictured. "
    "The picture is kept, and can be traced again without asking.",
    "direct": "Geometry of other kinds: lattices, dials, stars, rings. Clean shapes, few nodes.",
    "native": "Flat motifs that a model gives as vectors by itself.",
}


@dataclass(frozen=True, kw_only=True)
class RouteInfo:
    """A way from words to a drawing as the studio shows it."""

    name: str
    good_for: str
    offered_by: tuple[ProviderInfo, ...]

    @property
    def configured(self) -> bool:
        """Whether anyone who offers it can be asked."""
        return any(provider.configured for provider in self.offered_by)


@dataclass(frozen=True)
class PluginList:
    """The plug-ins of this installation."""

    working: tuple[ProviderInfo, ...]
    faults: tuple[ai.PluginFault, ...]


def list_routes() -> tuple[RouteInfo, ...]:
    """Return every route with what it is good for and who offers it, set up or not."""
    known = list_providers()
    return tuple(
        RouteInfo(
            name=name,
            good_for=good_for,
            offered_by=tuple(provider for provider in known if name in provider.routes),
        )
        for name, good_for in _GOOD_FOR.items()
    )


def provider_config() -> ai.ProviderConfig:
    """Return what the settings say about providers."""
    return ai.ProviderConfig(
        openai_api_key=settings.OPENAI_API_KEY,
        openai_base_url=settings.OPENAI_BASE_URL,
        openai_image_model=settings.ARTSTUDIO_OPENAI_IMAGE_MODEL,
        openai_text_model=settings.ARTSTUDIO_OPENAI_TEXT_MODEL,
        openai_text_api=settings.ARTSTUDIO_OPENAI_TEXT_API,
        openai_image_api=settings.ARTSTUDIO_OPENAI_IMAGE_API,
        openai_svg_model=settings.ARTSTUDIO_OPENAI_SVG_MODEL,
        openai_timeout_s=settings.ARTSTUDIO_OPENAI_TIMEOUT_S,
        plugin_settings=ai.plugin_settings(),
    )


def list_providers() -> tuple[ProviderInfo, ...]:
    """Return who can draw here, by which routes, and why one is not configured."""
    return ai.list_providers(provider_config())


def list_plugins() -> PluginList:
    """Return the plug-ins that are installed: those that work, and each fault of the others.

    A fault may quote what the plug-in says, a key too: it is for the operator alone.
    """
    loaded, config = ai.load_plugins(), provider_config()
    working, faults = list[ProviderInfo](), list(loaded.faults)
    for name, provider in loaded.providers.items():
        if name in ai.BUILT_IN_NAMES:
            continue
        info, reason = ai.describe_plugin(provider, config)
        if reason:
            package = loaded.packages.get(name, "")
            faults.append(ai.PluginFault(name=name, package=package, reason=reason))
        else:
            working.append(info)
    return PluginList(tuple(working), tuple(faults))


def find_provider(name: str) -> ProviderInfo:
    """Return one provider's facts; raises InvalidRequest naming the providers there are."""
    known = list_providers()
    for provider in known:
        if provider.name == name:
            return provider
    names = ", ".join(provider.name for provider in known)
    raise InvalidRequest(
        f"There is no provider of this name. Choose one of: {names}.",
        fields={"provider": [f"Choose one of: {names}."]},
    )


def is_free(name: str) -> bool:
    """Tell whether this provider's calls cost nothing; one that is gone is not known to."""
    return any(info.free for info in list_providers() if info.name == name)


def load_clients() -> None:
    """Load what the first call of each provider that is set up would wait for."""
    ai.load_clients(provider_config())


def llm_client(name: str) -> ai.LlmClient:
    """Return the client that asks provider `name` to write drawings."""
    return ai.get_llm_client(name, provider_config())
