"""One generation: what was asked, and every drawing that came of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from artstudio.web.studio.prefill import readable_constraints
from artstudio.web.studio.results import (
    results_context,
    results_fragment,
    shown_generation,
)
from rmos_runs.web.htmx import PageRequest, is_fragment_request


@require_safe
@vary_on_headers("HX-Request")
def generation(request: PageRequest, generation_id: str) -> HttpResponse:
    """Show a generation; while it is unfinished, htmx asks for its drawings again."""
    found = shown_generation(request, generation_id)
    if is_fragment_request(request):
        return results_fragment(request, found)
    context = results_context(found) | {"constraints": readable_constraints(found)}
    return render(request, "studio/generation.html", context)
