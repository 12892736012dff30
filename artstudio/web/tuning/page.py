"""A drawing's settings moved with a live view: looked at without storing, kept as a new drawing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from artstudio.errors import NotRetraceable
from artstudio.models import Variant
from artstudio.services.gallery.outline import OUTLINE_VERSION, outline_svg
from artstudio.services.generation.drawing import Drawn
from artstudio.services.generation.variants import get_variant
from artstudio.services.tuning import drawing_settings, preview
from artstudio.services.tuning.preview import Preview
from artstudio.web.drawing.outline import AS_AN_IMAGE
from artstudio.web.drawing.page import picture_of, shown_source
from artstudio.web.drawing.picture import Picture
from artstudio.web.drawing.warnings import warnings_of
from artstudio.web.tuning.form import TuningForm
from rmos_runs.errors import DomainError
from rmos_runs.http.problems import status_of
from rmos_runs.web.htmx import PageRequest

TOLD = ("width_mm", "height_mm", "nodes", "subpaths", "cut_length_mm", "bitmap_iou")
VIEW = ("grid", "marks", "source", "reveal", "look", "outline")
_NOT_STORED = {"Cache-Control": "no-store"}


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def tune(request: PageRequest, variant_id: str) -> HttpResponse:
    """Show the settings and what they would draw; POST keeps it."""
    variant = _tunable(variant_id)
    if request.method == "POST":
        return _keep(request, TuningForm(variant, request.POST))
    form = TuningForm(variant, request.GET)
    if "do" in request.GET:
        view = {name: request.GET[name] for name in VIEW if name in request.GET}
        return redirect(f"{request.path}?{'&'.join(filter(None, (form.query(), urlencode(view))))}")
    return _page(request, form)


@require_POST
def preview_fragment(request: HttpRequest, variant_id: str) -> JsonResponse:
    """Answer what the settings would draw, for a page that shows it live."""
    form = TuningForm(_tunable(variant_id), request.POST)
    try:
        made = preview.render_preview(form.variant, form.settings())
    except DomainError as error:
        return _refused(form, error)
    said = {"svg": made.drawn.svg.decode(), "elapsed_ms": made.elapsed_ms}
    return JsonResponse(said | _shown_values(made.drawn.measurements), headers=_NOT_STORED)


@require_POST
def preview_report(request: HttpRequest, variant_id: str) -> JsonResponse:
    """Answer what is to be looked at before a try is cut."""
    form = TuningForm(_tunable(variant_id), request.POST)
    try:
        drawn = preview.with_report(preview.render_preview(form.variant, form.settings()))
    except DomainError as error:
        return _refused(form, error)
    findings = warnings_of(drawn.warnings, drawn.measurements)
    said = {"findings": render_to_string("components/_warnings.html", {"findings": findings})}
    return JsonResponse(said, headers=_NOT_STORED)


@require_safe
def preview_picture(request: HttpRequest, variant_id: str) -> HttpResponse:
    """Answer what the settings in the address would draw, for pages without a script."""
    return _image(_preview_by_address(request, variant_id).drawn.svg)


@require_safe
def preview_outline(request: HttpRequest, variant_id: str) -> HttpResponse:
    """Answer the outline of what the settings in the address would draw."""
    return _image(outline_svg(_preview_by_address(request, variant_id).drawn.drawing))


def _preview_by_address(request: HttpRequest, variant_id: str) -> Preview:
    form = TuningForm(_tunable(variant_id), request.GET)
    return preview.render_preview(form.variant, form.settings())


def _image(svg: bytes) -> HttpResponse:
    headers = AS_AN_IMAGE | {"Cache-Control": "private, max-age=3600"}
    return HttpResponse(svg, "image/svg+xml", headers=headers)


def _refused(form: TuningForm, error: DomainError) -> JsonResponse:
    faults = form.with_faults(error)
    said = {"message": form.message(error), "fields": faults}
    return JsonResponse(said, status=status_of(error))


def _tunable(variant_id: str) -> Variant:
    variant = get_variant(variant_id)
    if variant.source is None:
        raise NotRetraceable("This variant has no stored source; ask the provider again.")
    return variant


def _keep(request: PageRequest, form: TuningForm) -> HttpResponse:
    try:
        kept = drawing_settings.keep(form.variant, form.settings())
    except DomainError as error:
        return _page(request, form, error=error)
    if kept.variant.asset is None:
        message = (kept.variant.error or {}).get("message", "Nothing came of it.")
        return _page(request, form, error=NotRetraceable(message))
    address = reverse("web:asset", args=[kept.variant.asset.asset_id])
    return redirect(address if kept.is_new else f"{address}?kept=before")


def _page(
    request: PageRequest, form: TuningForm, *, error: DomainError | None = None
) -> HttpResponse:
    made: Preview | None = None
    if error is None and (form.is_touched or form.variant.asset is None):
        try:
            made = preview.render_preview(form.variant, form.settings())
        except DomainError as fault:
            error = fault
    if error is not None:
        form.with_faults(error)
    variant = form.variant
    context = {
        "variant": variant,
        "generation": variant.generation,
        "asset": variant.asset,
        "is_pattern": form.is_pattern,
        "is_traced": drawing_settings.is_picture(variant),
        "groups": form.groups(),
        "lengths": form.lengths(),
        "error": form.message(error) if error else "",
        "stored": _shown_values(variant.measurements),
        "source": shown_source(variant),
        "here": reverse("web:tune", args=[variant.variant_id]),
        "query": request.GET,
        "outlined": request.GET.get("outline") == "1",
        **_preview_context(form, made),
    }
    return render(request, "tuning/tune.html", context, status=status_of(error) if error else 200)


def _preview_context(form: TuningForm, made: Preview | None) -> dict[str, Any]:
    """Return what the page shows: the drawing as stored, or as the settings would draw it."""
    variant = form.variant
    if made is None:
        asset = variant.asset
        outline = reverse("web:outline", args=[asset.asset_id]) if asset else ""
        return {
            "picture": picture_of(asset) if asset else None,
            "outline": f"{outline}?v={OUTLINE_VERSION}" if outline else "",
            "findings": warnings_of(variant.warnings, variant.measurements),
        }
    drawn = preview.with_report(made)
    query = form.query()
    return {
        "preview": _shown_values(drawn.measurements) | {"elapsed_ms": made.elapsed_ms},
        "picture": _picture(form, drawn, query),
        "outline": f"{reverse('web:preview-outline', args=[variant.variant_id])}?{query}",
        "findings": warnings_of(drawn.warnings, drawn.measurements),
    }


def _picture(form: TuningForm, drawn: Drawn, query: str) -> Picture:
    address = reverse("web:preview-picture", args=[form.variant.variant_id])
    return Picture(
        src=f"{address}?{query}",
        alt=form.variant.generation.prompt,
        width_mm=drawn.measurements["width_mm"],
        height_mm=drawn.measurements["height_mm"],
    )


def _shown_values(measurements: Mapping[str, Any]) -> dict[str, Any]:
    return {name: measurements.get(name) for name in TOLD}
