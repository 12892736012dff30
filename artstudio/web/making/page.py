"""A drawing made into something else: looked at without storing, kept as a new drawing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from artstudio.errors import CannotDerive, NothingToDerive
from artstudio.models import Variant
from artstudio.services.calibrations.calibrations import CALIBRATED, list_calibrations
from artstudio.services.generation.drawing import Drawn
from artstudio.services.generation.variants import get_variant
from artstudio.services.sending.send import list_programs
from artstudio.services.tuning.derive import OPERATIONS, derive, preview_derivation
from artstudio.web.drawing.outline import AS_AN_IMAGE
from artstudio.web.drawing.picture import Picture
from artstudio.web.drawing.warnings import warnings_of
from artstudio.web.making.form import MakeForm
from artstudio.web.making.sent_words import DELIVERED
from rmos_runs.errors import DomainError
from rmos_runs.http.problems import status_of

_FIRST = next(iter(OPERATIONS))


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, variant_id: str) -> HttpResponse:
    """Show a form for each operation and what it would make; POST keeps or previews it."""
    variant = _with_drawing(variant_id)
    if request.method != "POST":
        return _page(request, variant, _form(request.GET))
    form = _form(request.POST)
    if request.POST.get("do") == "preview":
        return redirect(f"{request.path}?{form.query()}")
    try:
        kept = derive(
            variant.variant_id,
            form.operation.name,
            form.values(),
            calibration=form.calibration,
        )
    except DomainError as error:
        return _page(request, variant, form, error=error)
    if kept.asset is None:
        message = (kept.error or {}).get("message", "Nothing came of it.")
        return _page(request, variant, form, error=CannotDerive(message))
    return redirect(reverse("web:asset", args=[kept.asset.asset_id]))


@require_safe
def make_picture(request: HttpRequest, variant_id: str) -> HttpResponse:
    """Answer what the address asks for as a picture; nothing is stored."""
    form = _form(request.GET)
    variant = _with_drawing(variant_id)
    drawn = preview_derivation(
        variant.variant_id,
        form.operation.name,
        form.values(),
        calibration=form.calibration,
        card=False,
    )
    headers = AS_AN_IMAGE | {"Cache-Control": "private, max-age=3600"}
    return HttpResponse(drawn.svg, "image/svg+xml", headers=headers)


def _form(given: QueryDict) -> MakeForm:
    name = given.get("operation", _FIRST)
    return MakeForm(
        OPERATIONS.get(name, OPERATIONS[_FIRST]), {key: str(given[key]) for key in given}
    )


def _with_drawing(variant_id: str) -> Variant:
    variant = get_variant(variant_id)
    if variant.asset is None:
        raise NothingToDerive
    return variant


def _page(
    request: HttpRequest, variant: Variant, form: MakeForm, *, error: DomainError | None = None
) -> HttpResponse:
    drawn: Drawn | None = None
    if error is None and form.is_given:
        try:
            drawn = preview_derivation(
                variant.variant_id,
                form.operation.name,
                form.values(),
                calibration=form.calibration,
            )
        except DomainError as fault:
            error = fault
    here = reverse("web:make", args=[variant.variant_id])
    measured = drawn.measurements if drawn else variant.measurements
    context: dict[str, Any] = {
        "variant": variant,
        "generation": variant.generation,
        "asset": variant.asset,
        "operations": OPERATIONS.values(),
        "operation": form.operation,
        "error": form.with_faults(error) if error else "",
        "fields": form.fields(),
        "drawn": drawn,
        "before": variant.measurements,
        "after": measured,
        "picture": _picture(variant, form, drawn),
        "findings": warnings_of(drawn.warnings if drawn else variant.warnings, measured),
        "here": here,
        "query": request.GET,
        "is_calibrated": form.operation.name in CALIBRATED,
        "calibrations": list_calibrations(form.operation.name),
        "calibration": form.calibration,
        "programs": list_programs(),
        "delivered": DELIVERED.get(request.GET.get("sent", ""), ""),
    }
    return render(request, "making/make.html", context, status=status_of(error) if error else 200)


def _picture(variant: Variant, form: MakeForm, drawn: Drawn | None) -> Picture:
    if drawn is None:
        src = reverse("rmos_api:attachment", args=[variant.svg_id])
        size = variant.measurements
    else:
        address = reverse("web:make-picture", args=[variant.variant_id])
        src, size = f"{address}?{form.query()}", drawn.measurements
    return Picture(
        src=src,
        alt=variant.generation.prompt,
        width_mm=size["width_mm"],
        height_mm=size["height_mm"],
    )
