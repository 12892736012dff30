"""The studio's form as it is laid out: its fields in groups, and what there is to choose from."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from artstudio.models import Generation
from artstudio.services.requests import providers
from artstudio.services.requests.providers import ProviderInfo, RouteInfo
from artstudio.services.requests.style_pictures import STYLES
from artstudio.web.studio.form_state import as_typed
from artstudio.web.studio.forms import (
    CUT_FIELDS,
    PATTERN_FIELDS,
    ROUTES,
    TRACE_FIELDS,
    StudioForm,
)
from artstudio.web.studio.prefill import prefill

EXAMPLES = (
    "Rosette with a rope border and a herringbone ring",
    "Celtic knot ring, eight-fold",
    "Vine with small leaves for a fretboard",
    "Purfling strip of black and white diamonds",
    "Medallion with a compass star",
    "Mandala with petals",
)
#: What is shown where nothing was drawn yet: a style's picture, and words that draw its kind.
SAMPLES = (
    ("rosette", EXAMPLES[0]),
    ("celtic knot", EXAMPLES[1]),
    ("vine", EXAMPLES[2]),
    ("purfling", EXAMPLES[3]),
    ("medallion", EXAMPLES[4]),
    ("mandala", EXAMPLES[5]),
    ("tessellation", "Tessellation of eight-pointed stars, 100 x 60 mm"),
    ("mosaic wheel", "Mosaic wheel rosette, 120 mm"),
    ("lettering", 'The word "Luthier" in capitals'),
)
_AUTOMATIC = (
    "Your words decide: geometry is drawn exactly, what is a picture is traced. "
    "The line above Draw says which."
)


@dataclass(frozen=True, kw_only=True)
class FieldGroup:
    """Fields that are folded away until one of them is in use or in error."""

    title: str
    fields: Sequence[BoundField]

    @property
    def is_open(self) -> bool:
        """Tell whether there is something to see in it."""
        return any(field.errors or field.value() for field in self.fields)


@dataclass(frozen=True, kw_only=True)
class RouteChoice:
    """A route that can be chosen, with what it is good for and who offers it."""

    value: str
    title: str
    good_for: str
    info: RouteInfo | None = None
    is_chosen: bool = False

    @property
    def is_offered(self) -> bool:
        """Whether anybody who is set up offers it."""
        return self.info is None or self.info.configured

    @property
    def by(self) -> str:
        """The names of the providers that offer it, with spaces between; empty for all."""
        return " ".join(info.name for info in self.info.offered_by) if self.info else ""


def studio_layout(form: StudioForm, query: str = "") -> dict[str, object]:
    """Return what the form's template needs; query: the settings its address holds."""
    known = providers.list_providers()
    models = (model for info in known for model in (*info.models, *info.text_models))
    return {
        "form": form,
        # What is wrong must be in sight.
        "is_drawer_open": bool(form.errors.keys() - {"prompt", "count", "__all__"}),
        "idempotency_token": uuid.uuid4().hex,
        "providers": known,
        "routes": list(_routes(form)),
        "models": dict.fromkeys(models),
        "presets": STYLES,
        "examples": EXAMPLES,
        "samples": [
            {"motif": style.replace(" ", "-"), "prompt": prompt} for style, prompt in SAMPLES
        ],
        "kept": query,
        "size_fields": [form["width"], form["height"]],
        "source_fold": FieldGroup(
            title="", fields=[form[name] for name in ("route", "model", "fresh")]
        ),
        "folds": [
            FieldGroup(title=title, fields=[form[name] for name in names])
            for title, names in (
                ("Ornament geometry", PATTERN_FIELDS),
                ("Tracing a picture", TRACE_FIELDS),
                ("What your tools can cut", CUT_FIELDS),
            )
        ],
    }


def _routes(form: StudioForm) -> Iterator[RouteChoice]:
    chosen = form["route"].value() or ""
    yield RouteChoice(value="", title=ROUTES[""], good_for=_AUTOMATIC, is_chosen=not chosen)
    for info in providers.list_routes():
        yield RouteChoice(
            value=info.name,
            title=ROUTES[info.name],
            good_for=info.good_for,
            info=info,
            is_chosen=info.name == chosen,
        )


def initial_state(given: dict[str, Any], shown: Generation | None) -> dict[str, Any]:
    """Return what stands in the form: the settings of what is shown, and over them those given.

    Who cannot be asked gives way to somebody who can, and what nobody offers to the automatic.
    """
    state = as_typed({**(prefill(shown) if shown else {}), **given})
    ready = {info.name: info for info in providers.list_providers() if info.configured}
    if ready and state.get("provider") not in ready:
        state["provider"] = next(iter(ready))
    if not _is_offered(str(state.get("route", "")), ready.get(str(state.get("provider")))):
        state["route"] = ""
    return state


def _is_offered(route: str, info: ProviderInfo | None) -> bool:
    return not route or info is None or route in info.routes
