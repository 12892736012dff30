"""What pressing Draw would cost and lead to, and how the words are read, told beforehand."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from artstudio.services.costs.dry_run import DryRun, dry_run
from artstudio.services.requests.prompt_tokens import Token, tokens_of
from artstudio.web.studio.field_tokens import tokens_of_fields
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
    tokens = _tokens(form, run)
    if is_fragment_request(request):
        return render(request, "studio/_estimate_fragment.html", {"run": run, "tokens": tokens})
    return studio_page(request, form, run=run, tokens=tokens, status=status)


def _tokens(form: StudioForm, run: DryRun | None) -> list[Token]:
    """Return what the words and the fields were read as; nothing while they are at fault."""
    if run is None:
        return []
    return [*tokens_of(run.request.prompt, run.request.reading), *tokens_of_fields(form)]


def _tried(form: StudioForm) -> tuple[DryRun | None, int]:
    if not form.is_valid():
        return None, 400
    try:
        return dry_run(**form.arguments()), 200
    except DomainError as error:
        form.refuse(error)
        return None, status_of(error)
