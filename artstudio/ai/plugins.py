"""The providers that are installed: entry points of the group `artstudio.providers`.

A plug-in that cannot be loaded, or that is not what it should be, is left out and named;
the others are there all the same. Installed packages are read once in each process.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points

from artstudio.ai.provider import Provider, Setting

log = logging.getLogger(__name__)

GROUP = "artstudio.providers"
#: A checkout is no installed package, so these two do not stand in its metadata.
BUILT_IN = (
    EntryPoint(name="stub", value="artstudio.ai.stub_provider:PROVIDER", group=GROUP),
    EntryPoint(name="openai", value="artstudio.ai.openai_provider:PROVIDER", group=GROUP),
)
BUILT_IN_NAMES = tuple(entry.name for entry in BUILT_IN)
#: Names that other things of the studio have: the queue of what is drawn here.
_TAKEN = frozenset({"local", "auto"})
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,31}", re.ASCII)
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{0,99}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class PluginFault:
    """A plug-in that is left out, and why."""

    name: str
    package: str
    reason: str


@dataclass(frozen=True)
class Plugins:
    """What was found: providers by name, the built-in ones first, and what is left out."""

    providers: Mapping[str, Provider]
    faults: tuple[PluginFault, ...]
    #: The package that each provider came with.
    packages: Mapping[str, str]


@lru_cache(maxsize=1)
def load_plugins() -> Plugins:
    """Load every provider that is installed; raises nothing for one that is broken."""
    found: dict[str, Provider] = {}
    faults: list[PluginFault] = []
    packages: dict[str, str] = {}
    for entry in (*BUILT_IN, *sorted(entry_points(group=GROUP), key=_order)):
        package = entry.dist.name if entry.dist else "art-studio"
        try:
            provider = entry.load()
            _check(entry, provider, found)
        except (Exception, SystemExit) as error:
            if entry in BUILT_IN:
                raise
            log.warning("provider_plugin_left_out", exc_info=error, extra={"plugin": entry.name})
            reason = f"{type(error).__name__}: {error}"
            faults.append(PluginFault(name=entry.name, package=package, reason=reason))
        else:
            found[entry.name] = provider
            packages[entry.name] = package
    return Plugins(found, tuple(faults), packages)


def plugin_settings(environment: Mapping[str, str] | None = None) -> tuple[tuple[str, str], ...]:
    """Return what the environment says of the variables that plug-ins declare."""
    given = os.environ if environment is None else environment
    return tuple((s.name, given.get(s.name) or s.default) for s in declared_settings())


def declared_settings() -> Iterator[Setting]:
    """Yield each variable that an installed plug-in reads."""
    for provider in load_plugins().providers.values():
        yield from provider.settings


def _order(entry: EntryPoint) -> tuple[str, str]:
    return entry.name, entry.value


def _check(entry: EntryPoint, provider: object, found: Mapping[str, Provider]) -> None:
    """Raise ValueError or TypeError for what is no provider that the studio can use."""
    if not isinstance(provider, Provider):
        raise TypeError(f"{entry.value} is a {type(provider).__name__}, not a Provider")
    if provider.name != entry.name:
        raise ValueError(f"the entry point is {entry.name!r}, its provider {provider.name!r}")
    if not _NAME.fullmatch(entry.name) or entry.name in _TAKEN:
        raise ValueError("a name has lower-case letters, digits, - and _, and is not local or auto")
    if entry.name in found:
        raise ValueError("another provider has this name already")
    for setting in provider.settings:
        if not _VARIABLE.fullmatch(setting.name):
            raise ValueError(f"{setting.name!r} is no name of an environment variable")
    if not (provider.image_client or provider.llm_client):
        raise ValueError("it has neither image_client nor llm_client")
