"""What stands in the form: as an address gives it, and as one would have typed it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from artstudio.web.studio.form_fields import INCH, MM, length_text
from artstudio.web.studio.forms import SIZES, StudioForm

_NAMES = (*StudioForm.base_fields, *SIZES)


def state_of(query: QueryDict) -> dict[str, Any]:
    """Return the form's state as an address gives it; what the form has no field for is ignored."""
    state: dict[str, Any] = {name: query[name] for name in _NAMES if name in query}
    if "style_hints" in state:
        state["style_hints"] = query.getlist("style_hints")
    return state


def as_typed(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return a state with its sizes in millimetres as one would have typed them in its unit."""
    unit = INCH if state.get("unit") == INCH else MM
    typed = {name: value for name, value in state.items() if name not in SIZES}
    for constraint, field in SIZES.items():
        if constraint in state:
            typed.setdefault(field, length_text(state[constraint], unit))
    return typed
