"""What `manage.py check` says about the parts around the code: tracer, renderer, provider.

Information is for the person who asked: `check` shows it, other commands do not.
"""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Info, register

from artstudio.svg.render import resvg_program, resvg_version
from rmos_runs.errors import DomainError

_FAST_TRACER = (
    "Debian and Ubuntu: `sudo apt-get install libpotrace0`; macOS: `brew install potrace`. "
    "Tracing is then about a hundred times faster."
)


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
    return _told(name, "artstudio.I001")


@register("artstudio")
def check_renderer(**_: Any) -> list[CheckMessage]:
    """Name the resvg program: E002 when it is missing."""
    try:
        return _told(f"Renderer: {resvg_program()} ({resvg_version()}).", "artstudio.I002")
    except DomainError as error:
        hint = "It comes with the package resvg-cli: run `python3 start.py` again."
        return [Error(error.message, hint=hint, id="artstudio.E002")]


@register("artstudio")
def check_openai(**_: Any) -> list[CheckMessage]:
    """Say whether the provider openai has a key; the key itself is never shown."""
    if settings.OPENAI_API_KEY:
        model = settings.ARTSTUDIO_OPENAI_IMAGE_MODEL
        return _told(f"Provider openai is configured (model {model}).", "artstudio.I003")
    hint = "Set OPENAI_API_KEY to use it. The provider stub needs nothing."
    return _told("Provider openai is not configured.", "artstudio.I003", hint)


def _told(message: str, id: str, hint: str | None = None) -> list[CheckMessage]:
    asked = sys.argv[1:2] == ["check"]
    return [Info(message, hint=hint, id=id)] if asked else []
