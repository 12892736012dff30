"""The settings of a generation: in the words of the studio's form, and in those of a reader."""

from __future__ import annotations

import json
from typing import Any

from artstudio.models import Generation
from artstudio.services.requests import providers
from artstudio.services.requests.intake import route_by_words
from artstudio.services.requests.providers import ProviderInfo
from artstudio.web.studio.forms import (
    CHOICES,
    CONSTRAINT_FIELDS,
    SIZES,
    StudioForm,
)


def prefill(generation: Generation) -> dict[str, Any]:
    """Return a generation's settings by the names of an address, without its seed.

    A route that the words chose, and a provider's own model, are left open as they were,
    unless they would come out differently today.
    """
    info = next((i for i in providers.list_providers() if i.name == generation.provider), None)
    usual = info.default_model_for(generation.route) if info else ""
    return {
        **{name: _as_typed(value) for name, value in generation.constraints.items()},
        "prompt": generation.prompt,
        "count": generation.count,
        "style_hints": generation.style_hints,
        "provider": generation.provider,
        "route": "" if info and _is_chosen_today(generation, info) else generation.route,
        "model": "" if generation.model == usual else generation.model,
    }


def _is_chosen_today(generation: Generation, info: ProviderInfo) -> bool:
    """Tell whether the route was left to the words, and they still lead there."""
    if not generation.route_reason:
        return False
    return route_by_words(generation, info) == generation.route


def readable_constraints(generation: Generation) -> list[tuple[str, str]]:
    """Return what was fixed as pairs of a label and a value with its unit."""
    given = generation.constraints
    return [
        (_label(name), _readable(name, given[name])) for name in CONSTRAINT_FIELDS if name in given
    ]


def _as_typed(value: Any) -> str:
    """Return a constraint as a user would have typed or chosen it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return json.dumps(value)
    return f"{value:.10g}"


def _label(name: str) -> str:
    return str(StudioForm.base_fields[SIZES.get(name, name)].label)


def _readable(name: str, value: Any) -> str:
    text = _as_typed(value)
    if name.endswith("_mm"):
        return f"{text} mm"
    if name == "feed_mm_min":
        return f"{text} mm/min"
    return dict(CHOICES.get(name, {})).get(text, text)
