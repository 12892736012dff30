"""What pressing Draw would cost and lead to, told before it is pressed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from artstudio.services.costs.dry_run import DryRun, dry_run
from artstudio.web.studio.forms import StudioForm
from artstudio.web.studio.page import studio_page
from rmos_runs.errors import DomainError
from rmos_runs.http.problems import status_of
from rmos_runs.web.htmx import PageRequest, is_fragment_request


@require_POST
@vary_on_headers("HX-Request")
def estimate(request: PageRequest) -> HttpResponse:
    """Tell route, cost and safety flags of the form as it is.

    While one types, faults are left to the form's sending. Without a script it is asked
    for, and the answer is the page with the form as it was sent.
    """
    form = StudioForm(request.POST)
    run, status = _tried(form)
    if is_fragment_request(request):
        return render(request, "studio/_estimate.html", {"run": run})
    return studio_page(request, form, run=run, status=status)


def _tried(form: StudioForm) -> tuple[DryRun | None, int]:
    if not form.is_valid():
        return None, 400
    try:
        return dry_run(**form.arguments()), 200
    except DomainError as error:
        form.refuse(error)
        return None, status_of(error)
