"""A drawing's settings moved with a live view: looked at without storing, kept as a new drawing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from artstudio.errors import NothingToRetrace
from artstudio.models import Variant
from artstudio.services import tuning
from artstudio.services.tuning import Tried
from artstudio.web.asset_page import picture_of, shown_source
from artstudio.web.drawing_outline import AS_AN_IMAGE
from artstudio.web.drawing_picture import Picture
from artstudio.web.tuning_form import TuningForm
from rmos_runs.errors import DomainError
from rmos_runs.problems import status_of
from rmos_runs.web.htmx import PageRequest

TOLD = ("width_mm", "height_mm", "nodes", "subpaths", "cut_length_mm", "bitmap_iou")


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def tune(request: PageRequest, variant_id: str) -> HttpResponse:
    """Show the settings and what they would draw; POST keeps it."""
    variant = _tunable(variant_id)
    form = TuningForm(variant, request.POST if request.method == "POST" else request.GET)
    if request.method != "POST":
        return _page(request, form)
    try:
        kept = tuning.keep(variant, form.settings())
    except DomainError as error:
        return _page(request, form, error=error)
    if kept.asset is None:
        message = (kept.error or {}).get("message", "Nothing came of it.")
        return _page(request, form, error=NothingToRetrace(message))
    return redirect("web:asset", kept.asset.asset_id)


@require_POST
def try_out(request: HttpRequest, variant_id: str) -> JsonResponse:
    """Answer what the settings would draw, for a page that shows it live."""
    form = TuningForm(_tunable(variant_id), request.POST)
    try:
        tried = tuning.try_out(form.variant, form.settings())
    except DomainError as error:
        faults = form.with_faults(error)
        said = {"message": error.message, "fields": faults}
        return JsonResponse(said, status=status_of(error))
    return JsonResponse({"svg": tried.svg, **_facts(tried)}, headers={"Cache-Control": "no-store"})


@require_safe
def tried_picture(request: HttpRequest, variant_id: str) -> HttpResponse:
    """Answer what the settings in the address would draw, for pages without a script."""
    form = TuningForm(_tunable(variant_id), request.GET)
    tried = tuning.try_out(form.variant, form.settings())
    headers = AS_AN_IMAGE | {"Cache-Control": "private, max-age=3600"}
    return HttpResponse(tried.svg, "image/svg+xml", headers=headers)


def _tunable(variant_id: str) -> Variant:
    variant = tuning.get_variant(variant_id)
    if variant.source is None:
        raise NothingToRetrace("This variant has no stored source; ask the provider again.")
    return variant


def _page(
    request: PageRequest, form: TuningForm, *, error: DomainError | None = None
) -> HttpResponse:
    tried: Tried | None = None
    if error is None and (form.is_touched or form.variant.asset is None):
        try:
            tried = tuning.try_out(form.variant, form.settings())
        except DomainError as fault:
            error = fault
    if error is not None:
        form.with_faults(error)
    context = {
        "variant": form.variant,
        "generation": form.variant.generation,
        "asset": form.variant.asset,
        "is_pattern": form.is_pattern,
        "groups": form.groups(),
        "lengths": form.lengths(),
        "error": error,
        "stored": _told(form.variant.measurements),
        "tried": _facts(tried) if tried else None,
        "picture": _picture(form, tried),
        "source": shown_source(form.variant),
    }
    return render(request, "web/tune.html", context, status=status_of(error) if error else 200)


def _picture(form: TuningForm, tried: Tried | None) -> Picture | None:
    variant = form.variant
    if tried is None:
        return picture_of(variant.asset) if variant.asset else None
    address = reverse("web:tried", args=[variant.variant_id])
    return Picture(
        src=f"{address}?{form.query()}",
        alt=variant.generation.prompt,
        width_mm=tried.measurements["width_mm"],
        height_mm=tried.measurements["height_mm"],
    )


def _facts(tried: Tried) -> dict[str, Any]:
    warnings = [str(warning.get("message", "")) for warning in tried.warnings]
    return _told(tried.measurements) | {"warnings": warnings, "elapsed_ms": tried.elapsed_ms}


def _told(measurements: Mapping[str, Any]) -> dict[str, Any]:
    return {name: measurements.get(name) for name in TOLD}
