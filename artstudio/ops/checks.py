"""What `manage.py check` says about what is around the code: tools, provider, who may ask.

Information is for the person who asked: `check` shows it, other commands do not.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Info, register

from artstudio.access.client_address import parse_networks
from artstudio.access.mode import Access
from artstudio.access.rates import parse_rate
from artstudio.services.costs.price_table import PriceTable, plugin_prices, price_table
from artstudio.services.requests.providers import list_plugins
from artstudio.services.sending.programs import parse_programs
from artstudio.svg.render import resvg_program, resvg_version
from rmos_runs.errors import DomainError

_FAST_TRACER = (
    "Debian and Ubuntu: `sudo apt-get install libpotrace0`; macOS: `brew install potrace`. "
    "Tracing is then about a hundred times faster."
)

_PLUGIN_HINT = "Update or uninstall its package; every other provider works without it."


@register("artstudio")
def check_tracer(**_: Any) -> list[CheckMessage]:
    """Name the tracer in use: E001 when the chosen one is missing, W001 when it is the slow one."""
    from artstudio.vectorize import get_tracer  # noqa: PLC0415  # numpy loads only when checks run

    try:
        tracer = get_tracer(settings.ARTSTUDIO_TRACER)
    except DomainError as error:
        return [Error(error.message, hint=_FAST_TRACER, id="artstudio.E001")]
    name = f"Tracer in use: {tracer.name} ({tracer.version})."
    if tracer.name == "potracer":
        return [checks.Warning(name, hint=_FAST_TRACER, id="artstudio.W001")]
    return _warning(name, "artstudio.I001")


@register("artstudio")
def check_renderer(**_: Any) -> list[CheckMessage]:
    """Name the resvg program: E002 when it is missing."""
    try:
        return _warning(f"Renderer: {resvg_program()} ({resvg_version()}).", "artstudio.I002")
    except DomainError as error:
        hint = "It comes with the package resvg-cli: run `python3 start.py` again."
        return [Error(error.message, hint=hint, id="artstudio.E002")]


@register("artstudio")
def check_openai(**_: Any) -> list[CheckMessage]:
    """Say whether the provider openai has a key; the key itself is never shown."""
    if settings.OPENAI_API_KEY:
        model = settings.ARTSTUDIO_OPENAI_IMAGE_MODEL
        return _warning(f"Provider openai is configured (model {model}).", "artstudio.I003")
    hint = "Set OPENAI_API_KEY to use it. The provider stub needs nothing."
    return _warning("Provider openai is not configured.", "artstudio.I003", hint)


@register("artstudio")
def check_plugins(**_: Any) -> list[CheckMessage]:
    """Name each plug-in (I005), each that is broken and why (W004), and wrong prices (W005)."""
    plugins, told = list_plugins(), list[CheckMessage]()
    for info in plugins.working:
        state = "configured" if info.configured else "not configured"
        said = f"Provider {info.name} is {state} (plug-in)."
        told += _warning(said, "artstudio.I005", info.reason)
    told += [
        checks.Warning(
            f"The plug-in {fault.name} of the package {fault.package} is left out: {fault.reason}.",
            hint=_PLUGIN_HINT,
            id="artstudio.W004",
        )
        for fault in plugins.faults
    ]
    hint = "Its calls cost an unknown sum until the plug-in is repaired."
    told += [
        checks.Warning(f"Prices of the plug-in {fault}.", hint=hint, id="artstudio.W005")
        for fault in plugin_prices()[1]
    ]
    return told


def _warning(message: str, id: str, hint: str | None = None) -> list[CheckMessage]:
    asked = sys.argv[1:2] == ["check"]
    return [Info(message, hint=hint, id=id)] if asked else []


@register("artstudio")
def check_access(**_: Any) -> list[CheckMessage]:
    """E003 to E005 and E008 for words that mean nothing; W003 for a proxy nobody trusts."""
    return [*_access_faults(), *_proxy_faults(), *_host_faults()]


def _access_faults() -> Iterator[CheckMessage]:
    if settings.ARTSTUDIO_ACCESS not in {access.value for access in Access}:
        said = f"ARTSTUDIO_ACCESS is {settings.ARTSTUDIO_ACCESS!r}."
        yield Error(said, hint="Set it to trusted or to login.", id="artstudio.E003")
    try:
        parse_rate(settings.ARTSTUDIO_RATE_LIMIT)
    except ValueError as error:
        yield Error(f"ARTSTUDIO_RATE_LIMIT: {error}", id="artstudio.E004")


def _proxy_faults() -> Iterator[CheckMessage]:
    try:
        parse_networks(settings.ARTSTUDIO_TRUSTED_PROXIES)
    except ValueError as error:
        hint = "List addresses or networks with commas: 127.0.0.1,10.0.0.0/24."
        yield Error(f"ARTSTUDIO_TRUSTED_PROXIES: {error}.", hint=hint, id="artstudio.E008")
    else:
        if settings.ARTSTUDIO_HTTPS and not settings.ARTSTUDIO_TRUSTED_PROXIES:
            hint = "Set ARTSTUDIO_TRUSTED_PROXIES to its address: 127.0.0.1 on this machine."
            said = "All callers behind the proxy are counted as one: it is not trusted."
            yield checks.Warning(said, hint=hint, id="artstudio.W003")


def _host_faults() -> Iterator[CheckMessage]:
    hint = "With a pattern, a page of any site can pass for this one (DNS rebinding)."
    for host in settings.ALLOWED_HOSTS:
        if "*" in host or host.startswith("."):
            said = f"ARTSTUDIO_ALLOWED_HOSTS lists {host!r}: name each host exactly."
            yield Error(said, hint=hint, id="artstudio.E005")


@register("artstudio")
def check_web_processes(**_: Any) -> list[CheckMessage]:
    """E007 for a web server without a process."""
    if settings.ARTSTUDIO_WEB_PROCESSES >= 1:
        return []
    said = f"ARTSTUDIO_WEB_PROCESSES is {settings.ARTSTUDIO_WEB_PROCESSES}."
    return [Error(said, hint="Set it to 1 or more.", id="artstudio.E007")]


@register("artstudio")
def check_sending(**_: Any) -> list[CheckMessage]:
    """E009 for a program to send to that is none."""
    try:
        parse_programs(settings.ARTSTUDIO_SEND_TO)
    except ValueError as error:
        hint = "List them with commas: lightburn,millmage@studio.local. Until then none is used."
        return [Error(f"ARTSTUDIO_SEND_TO: {error}.", hint=hint, id="artstudio.E009")]
    return []


@register("artstudio")
def check_costs(**_: Any) -> list[CheckMessage]:
    """E006 for a price table that cannot be read; W002 for a budget that cannot see the costs."""
    table = price_table()
    if table.fault:
        hint = "Until then every cost is unknown. artstudio/prices.json shows how it is written."
        return [Error(f"ARTSTUDIO_PRICES: {table.fault}", hint=hint, id="artstudio.E006")]
    return [] if settings.ARTSTUDIO_DAILY_BUDGET_USD is None else list(_blind_budget(table))


def _blind_budget(table: PriceTable) -> Iterator[CheckMessage]:
    hint = "Its calls cost an unknown sum and pass the budget. Add its price to ARTSTUDIO_PRICES."
    models = (settings.ARTSTUDIO_OPENAI_IMAGE_MODEL, settings.ARTSTUDIO_OPENAI_TEXT_MODEL)
    for model in models:
        if table.price_of(model) is None:
            said = f"There is a daily budget, but no price is known for {model}."
            yield checks.Warning(said, hint=hint, id="artstudio.W002")
