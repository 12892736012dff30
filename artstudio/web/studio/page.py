"""The studio: a form and what came of it. Asking is a POST; an address alone never draws."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url, reswap, retarget

from artstudio.errors import GenerationNotFound
from artstudio.models import Generation, Variant, VariantStatus
from artstudio.services.costs.dry_run import DryRun
from artstudio.services.generation import generate as generations
from artstudio.services.generation.status import is_open
from artstudio.web.gallery.days import yesterdays_best
from artstudio.web.studio.form_fields import INCH
from artstudio.web.studio.form_state import state_of
from artstudio.web.studio.forms import StudioForm
from artstudio.web.studio.import_page import ImportForm
from artstudio.web.studio.layout import initial_state, studio_layout
from artstudio.web.studio.results import results_context
from rmos_runs.digests import sha256_hex
from rmos_runs.errors import DomainError
from rmos_runs.http.problems import status_of
from rmos_runs.web.htmx import PageRequest, is_fragment_request

RECENT = 8
_NAME = re.compile(r"[0-9a-f]{32}", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


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
    if is_fragment_request(request):
        return render(request, "studio/_shown.html", results_context(shown))
    given = state_of(request.GET)
    form = StudioForm(initial=initial_state(given, shown))
    return studio_page(request, form, shown=shown, is_filled=bool(given.keys() - {"unit"}))


@require_safe
def recent(request: PageRequest) -> HttpResponse:
    """Show what was asked for lately, for a page that stays open; a look at it is a link."""
    context = {**_recent_context(), "generation": _generation_shown(request)}
    return render(request, "studio/_recent.html", context)


def _draw(request: PageRequest) -> HttpResponse:
    form = StudioForm(request.POST)
    if not form.is_valid():
        return _refusal(request, form, status=400)
    try:
        made = _asked_once(request, form.arguments())
    except DomainError as error:
        form.refuse(error)
        return _refusal(request, form, status=status_of(error))
    if not is_fragment_request(request):
        return redirect("web:generation", made.generation_id)
    context = {**results_context(made), **_recent_context(), "idempotency_token": uuid.uuid4().hex}
    answer = render(request, "studio/_answer.html", context)
    return push_url(answer, f"{reverse('web:studio')}?{_address(made, form)}")


def _address(made: Generation, form: StudioForm) -> str:
    """Return what leads back here: the drawings, and what their settings do not tell."""
    own = {"variant_seed": form.cleaned_data["variant_seed"]}
    if form.chosen_unit == INCH:
        own["unit"] = INCH
    return urlencode({"generation": made.generation_id} | {k: v for k, v in own.items() if v})


def _asked_once(request: PageRequest, arguments: dict[str, Any]) -> Generation:
    """Leave the drawings to the workers; a form that is sent twice makes them once."""
    token = request.POST.get("idempotency_token") or request.POST.get("once", "")
    digest = sha256_hex(repr(arguments).encode())[:32]
    key = f"form-{token}-{digest}" if _NAME.fullmatch(token) else ""
    return generations.generate_svg_variants(**arguments, queued=True, idempotency_key=key)


def _refusal(request: PageRequest, form: StudioForm, *, status: int) -> HttpResponse:
    if not is_fragment_request(request):
        return studio_page(request, form, status=status)
    context = {**studio_layout(form), "generation": _generation_shown(request)}
    answer = render(request, "studio/_form.html", context, status=status)
    return reswap(retarget(answer, "#workspace"), "outerHTML")


def studio_page(
    request: PageRequest,
    form: StudioForm,
    *,
    shown: Generation | None = None,
    run: DryRun | None = None,
    tokens: Sequence[object] = (),
    is_filled: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Return the page around a form; run: what it would lead to; tokens: as what it was read."""
    context = {
        **studio_layout(form, _kept(request)),
        **results_context(shown),
        **_recent_context(),
        "import_form": ImportForm(auto_id="import-%s"),
        "is_filled": is_filled,
        "run": run,
        "tokens": tokens,
    }
    return render(request, "studio/studio.html", context, status=status)


def _generation_shown(request: PageRequest) -> Generation | None:
    """Return what the page shows from which htmx asks."""
    query = parse_qs(urlsplit(request.htmx.current_url or "").query)
    try:
        return _named_generation(query.get("generation", [""])[0])
    except GenerationNotFound:
        return None


def _kept(request: PageRequest) -> str:
    """Return the address's query without its prompt, for the examples to add theirs."""
    query = request.GET.copy()
    query.pop("prompt", None)
    return query.urlencode()


def _named_generation(generation_id: str) -> Generation | None:
    if not generation_id:
        return None
    if not _ID.fullmatch(generation_id):
        raise GenerationNotFound
    return generations.get_generation(generation_id)


def _recent_context() -> dict[str, object]:
    made = generations.list_generations()[:RECENT]
    return {
        "yesterdays_best": yesterdays_best(timezone.localdate()),
        "recent": [Recent(generation, _cover(generation)) for generation in made],
        "is_recent_open": any(is_open(generation) for generation in made),
    }


def _cover(generation: Generation) -> Variant | None:
    done = (v for v in generation.variants.all() if v.status == VariantStatus.OK)
    return next(done, None)
