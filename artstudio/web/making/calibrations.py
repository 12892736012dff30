"""The page of calibrations: the coupon to measure by, and what was measured."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from artstudio.models.calibrations import MAX_CALIBRATION_NAME
from artstudio.services.calibrations.calibrations import (
    FIELDS,
    create_calibration,
    delete_calibration,
    list_calibrations,
)
from artstudio.services.imports.coupon import DEFAULTS, make_coupon
from rmos_runs.errors import DomainError
from rmos_runs.http.problems import status_of


@require_http_methods(["GET", "HEAD", "POST"])
def calibrations_page(request: HttpRequest) -> HttpResponse:
    """Show all calibrations with a form for a new one; POST keeps it."""
    if request.method != "POST":
        return _page(request)
    given = {name: _value(name, request.POST.get(name, "")) for name in FIELDS}
    try:
        create_calibration(given)
    except DomainError as error:
        return _page(request, error=error)
    return redirect("web:calibrations")


@require_POST
def delete(_request: HttpRequest, calibration_id: str) -> HttpResponse:
    """Forget one and come back."""
    delete_calibration(calibration_id)
    return redirect("web:calibrations")


@require_POST
def coupon(request: HttpRequest) -> HttpResponse:
    """Draw a coupon and show it as the drawing that it is."""
    given = {
        name: _value(name, request.POST.get(name, ""))
        for name in ("measures", "first_mm", "step_mm")
    }
    try:
        made = make_coupon(**{name: value for name, value in given.items() if value is not None})
    except DomainError as error:
        return _page(request, error=error)
    asset = made.variants.all()[0].asset
    if asset is None:
        return redirect("web:calibrations")
    return redirect(reverse("web:asset", args=[asset.asset_id]))


def _value(name: str, text: str) -> Any:
    """Return what a field holds; a number that cannot be read stays text, and is refused."""
    text = text.strip()
    if not name.endswith("_mm"):
        return text
    if not text:
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


def _page(request: HttpRequest, *, error: DomainError | None = None) -> HttpResponse:
    faults = {name: " ".join(told) for name, told in (error.fields or {}).items()} if error else {}
    context: dict[str, Any] = {
        "calibrations": list_calibrations(),
        "error": error.message if error else "",
        "faults": faults,
        "given": request.POST,
        "longest": MAX_CALIBRATION_NAME,
        "defaults": DEFAULTS,
    }
    status = status_of(error) if error else 200
    return render(request, "making/calibrations.html", context, status=status)
