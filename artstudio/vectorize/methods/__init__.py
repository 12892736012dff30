"""The ways from a picture to a drawing, by name.

Each is loaded when it is first asked for: some bring libraries along that take
longer to load than potrace takes to trace.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from artstudio.vectorize.errors import TracerUnavailable
from artstudio.vectorize.methods.traced import Clock, Method, Traced
from artstudio.vectorize.options import TraceOptions
from artstudio.vectorize.tracers import get_tracer
from rmos_runs.errors import InvalidRequest

__all__ = ["METHODS", "Clock", "Method", "Traced", "check_method", "get_method", "method_states"]

METHODS = ("potrace", "centerline", "vtracer", "inkscape")


def get_method(name: str, options: TraceOptions) -> Method:
    """Return the method `name` for these options; raises InvalidRequest naming the field."""
    if name not in METHODS:
        wanted = f"Choose one of {', '.join(METHODS)}."
        raise InvalidRequest("Unknown method.", fields={"method": [wanted]})
    if options.tones is None:
        method: Method = _function(name, "draw")
        return method
    if name != "potrace":
        raise InvalidRequest(
            "Tones are traced with potrace.", fields={"tones": ["Leave method out, or tones."]}
        )
    tones: Method = _function("tones", "draw")
    return tones


def check_method(name: str) -> None:
    """Raise TracerUnavailable, which says what to install, unless the method works here."""
    _version(name)


def method_states() -> dict[str, str]:
    """Return for each method the version behind it, or why it cannot be used."""
    return {name: _state(name) for name in METHODS}


def _state(name: str) -> str:
    try:
        return _version(name)
    except TracerUnavailable as error:
        return error.message


def _version(name: str) -> str:
    if name == "potrace":
        return get_tracer().version
    version: Callable[[], str] = _function(name, "version")
    return version()


def _function(module: str, name: str) -> Any:
    return getattr(import_module(f"{__name__}.{module}"), name)
