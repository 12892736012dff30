"""The studio: a form and what came of it. Asking is a POST; an address alone never draws."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url, reswap, retarget

from artstudio.errors import GenerationNotFound
from artstudio.models import Generation, Variant, VariantStatus
from artstudio.services import generation as generations
from artstudio.services import providers
from artstudio.web.forms import (
    PATTERN_FIELDS,
    SIZE_FIELDS,
    SOURCE_FIELDS,
    STYLES,
    TRACE_FIELDS,
    StudioForm,
    state_of,
)
from artstudio.web.results import results_context
from artstudio.web.settings_of import settings_of
from rmos_runs.digests import sha256_hex
from rmos_runs.errors import DomainError
from rmos_runs.problems import status_of
from rmos_runs.web.htmx import PageRequest, wants_part

RECENT = 6
EXAMPLES = (
    "Rosette with a rope border and a herringbone ring",
    "Celtic knot for a headstock, four-fold",
    "Vine with small leaves for a fretboard",
    "Purfling strip of black and white diamonds",
    "Medallion with a compass star",
    "Mandala with petals",
)
_NAME = re.compile(r"[0-9a-f]{32}", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


@dataclass(frozen=True)
class Fold:
    """Fields that are folded away until one of them is in use or in error."""

    title: str
    fields: Sequence[BoundField]

    @property
    def is_open(self) -> bool:
        """Tell whether there is something to see in it."""
        return any(field.errors or field.value() for field in self.fields)


@dataclass(frozen=True)
class Recent:
    """An earlier generation and the drawing that stands for it, if it has one."""

    generation: Generation
    cover: Variant | None


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def studio(request: PageRequest) -> HttpResponse:
    """Show the form as the address fills it; POST draws."""
    if request.method == "POST":
        return _draw(request)
    shown = _named_generation(request.GET.get("generation", ""))
    if wants_part(request):
        return render(request, "web/_results.html", results_context(shown))
    form = StudioForm(initial=_initial(request, shown))
    return _page(request, form, shown=shown)


def _draw(request: PageRequest) -> HttpResponse:
    form = StudioForm(request.POST)
    if not form.is_valid():
        return _refusal(request, form, status=400)
    try:
        made = _asked_once(request, form.arguments())
    except DomainError as error:
        form.refuse(error)
        return _refusal(request, form, status=status_of(error))
    if not wants_part(request):
        return redirect("web:generation", made.generation_id)
    context = {**results_context(made), "recent": _recent(), "once": _new_name()}
    answer = render(request, "web/_answer.html", context)
    return push_url(answer, f"{reverse('web:studio')}?generation={made.generation_id}")


def _asked_once(request: PageRequest, arguments: dict[str, Any]) -> Generation:
    """Leave the drawings to the workers; a form that is sent twice makes them once."""
    once = request.POST.get("once", "")
    digest = sha256_hex(repr(arguments).encode())[:32]
    key = f"form-{once}-{digest}" if _NAME.fullmatch(once) else ""
    return generations.generate_svg_variants(**arguments, queued=True, idempotency_key=key)


def _new_name() -> str:
    return uuid.uuid4().hex


def _refusal(request: PageRequest, form: StudioForm, *, status: int) -> HttpResponse:
    if not wants_part(request):
        return _page(request, form, status=status)
    answer = render(request, "web/_form.html", _bench(form), status=status)
    return reswap(retarget(answer, "#bench"), "outerHTML")


def _page(
    request: PageRequest, form: StudioForm, *, shown: Generation | None = None, status: int = 200
) -> HttpResponse:
    context = {**_bench(form), **results_context(shown), "recent": _recent()}
    return render(request, "web/studio.html", context, status=status)


def _bench(form: StudioForm) -> dict[str, object]:
    """Return what the form's template needs, its fields in the groups they are shown in."""
    known = providers.list_providers()
    return {
        "form": form,
        "once": _new_name(),
        "providers": known,
        "models": dict.fromkeys(model for provider in known for model in provider.models),
        "presets": STYLES,
        "examples": EXAMPLES,
        "size_fields": [form[name] for name in SIZE_FIELDS],
        "folds": [
            Fold("Ornament geometry", [form[name] for name in PATTERN_FIELDS]),
            Fold("Tracing a picture", [form[name] for name in TRACE_FIELDS]),
            Fold("Route and model", [form[name] for name in SOURCE_FIELDS]),
        ],
    }


def _named_generation(generation_id: str) -> Generation | None:
    if not generation_id:
        return None
    if not _ID.fullmatch(generation_id):
        raise GenerationNotFound
    return generations.get_generation(generation_id)


def _initial(request: PageRequest, shown: Generation | None) -> dict[str, object]:
    state = {**(settings_of(shown) if shown else {}), **state_of(request.GET)}
    ready = [info.name for info in providers.list_providers() if info.configured]
    if ready and state.get("provider") not in ready:
        state["provider"] = ready[0]
    return state


def _recent() -> Sequence[Recent]:
    return [
        Recent(generation, _cover(generation))
        for generation in generations.list_generations()[:RECENT]
    ]


def _cover(generation: Generation) -> Variant | None:
    done = (v for v in generation.variants.all() if v.status == VariantStatus.OK)
    return next(done, None)
