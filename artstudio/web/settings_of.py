"""The settings of a finished generation, in the words of the studio's form."""

from __future__ import annotations

from typing import Any

from artstudio.models import Generation


def settings_of(generation: Generation) -> dict[str, Any]:
    """Return a generation's settings by field name, without its seed.

    Constraints that the form does not know stay in the generation only.
    """
    return {
        **{name: _as_typed(value) for name, value in generation.constraints.items()},
        "prompt": generation.prompt,
        "count": generation.count,
        "style_hints": generation.style_hints,
        "provider": generation.provider,
        "route": generation.route,
        "model": generation.model,
    }


def _as_typed(value: Any) -> Any:
    """Return a constraint as a user would have typed or chosen it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else value
