"""What pressing Draw would cost and lead to, told while the form is filled in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from artstudio.services.dry_run import dry_run
from artstudio.web.forms import StudioForm
from rmos_runs.errors import DomainError
from rmos_runs.web.htmx import PageRequest


@require_POST
def estimate(request: PageRequest) -> HttpResponse:
    """Tell route, cost and safety flags of the form as it is; faults are left to its sending."""
    form = StudioForm(request.POST)
    run = None
    if form.is_valid() and form.cleaned_data["prompt"].strip():
        try:
            run = dry_run(**form.arguments())
        except DomainError:
            run = None
    return render(request, "web/_estimate.html", {"run": run})
