"""The settings of a generation: in the words of the studio's form, and in those of a reader."""

from __future__ import annotations

from typing import Any

from artstudio.models import Generation
from artstudio.services import providers
from artstudio.web.forms import CHOICES, CONSTRAINT_FIELDS, StudioForm


def settings_of(generation: Generation) -> dict[str, Any]:
    """Return a generation's settings by field name, without its seed.

    A route that was chosen by the prompt, and a provider's own model, are left open.
    """
    usual = {
        info.default_model_for(generation.route)
        for info in providers.list_providers()
        if info.name == generation.provider
    }
    return {
        **{name: _as_typed(value) for name, value in generation.constraints.items()},
        "prompt": generation.prompt,
        "count": generation.count,
        "style_hints": generation.style_hints,
        "provider": generation.provider,
        "route": "" if generation.route_reason else generation.route,
        "model": "" if generation.model in usual else generation.model,
    }


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
    return f"{value:.10g}"


def _label(name: str) -> str:
    return str(StudioForm.base_fields[name].label)


def _readable(name: str, value: Any) -> str:
    text = _as_typed(value)
    if name.endswith("_mm"):
        return f"{text} mm"
    return dict(CHOICES.get(name, {})).get(text, text)
