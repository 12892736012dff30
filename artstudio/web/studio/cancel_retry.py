"""Stopping and repeating from a page: each is a POST that leads back to the generation."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from artstudio.errors import NothingToCancel, NothingToRetry
from artstudio.models import Generation
from artstudio.services.generation.generate import get_generation
from artstudio.services.generation.variants import get_variant
from artstudio.services.tuning import cancel_retry
from artstudio.web.studio.results import results_fragment
from rmos_runs.web.htmx import PageRequest, is_fragment_request


@require_POST
def cancel_generation(request: PageRequest, generation_id: str) -> HttpResponse:
    """Cancel what of a generation is not done."""
    try:
        generation = cancel_retry.cancel_generation(generation_id)
    except NothingToCancel:
        # It was finished while the page still showed it at work.
        generation = get_generation(generation_id)
    return _back_to(request, generation)


@require_POST
def cancel_variant(request: PageRequest, variant_id: str) -> HttpResponse:
    """Cancel one drawing."""
    try:
        variant = cancel_retry.cancel_variant(variant_id)
    except NothingToCancel:
        variant = get_variant(variant_id)
    return _back_to(request, get_generation(variant.generation.generation_id))


@require_POST
def retry_variant(request: PageRequest, variant_id: str) -> HttpResponse:
    """Make a drawing again in its place."""
    try:
        variant = cancel_retry.retry_variant(variant_id, fresh=request.POST.get("fresh") == "1")
    except NothingToRetry:
        # Another window was faster.
        variant = get_variant(variant_id)
    return _back_to(request, get_generation(variant.generation.generation_id))


def _back_to(request: PageRequest, generation: Generation) -> HttpResponse:
    if is_fragment_request(request):
        return results_fragment(request, generation)
    return redirect("web:generation", generation.generation_id)
