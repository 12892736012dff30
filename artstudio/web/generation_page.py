"""One generation: what was asked, and every drawing that came of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from artstudio.services import generation as generations
from artstudio.web.htmx import PageRequest, wants_part


@require_safe
@vary_on_headers("HX-Request")
def generation(request: PageRequest, generation_id: str) -> HttpResponse:
    """Show a generation; while it is unfinished, htmx asks for its drawings again."""
    found = generations.get_generation(generation_id)
    template = "web/_results.html" if wants_part(request) else "web/generation.html"
    return render(request, template, {"generation": found})
