"""All runs, newest first, a page at a time."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from rmos_runs.runs.backrefs import HEAVY, first_drawings
from rmos_runs.runs.service import list_runs
from rmos_runs.runs.titles import RUN_TITLE
from rmos_runs.web.filters import chosen_values, narrowings, status_filters
from rmos_runs.web.htmx import PageRequest, is_fragment_request
from rmos_runs.web.listing import list_context

PAGE_SIZE = 20
DRAWINGS = 3
STATUSES = {"OK": "OK", "BLOCKED": "Blocked", "ERROR": "Error"}
NARROWED_BY = {"mode": "mode", "tool_id": "tool", "workflow_session_id": "session"}


@require_safe
@vary_on_headers("HX-Request")
def runs(request: PageRequest) -> HttpResponse:
    """Show a page of runs; htmx asks for the next ones to append."""
    path = reverse("rmos_web:runs")
    chosen = chosen_values(request, ["status", *NARROWED_BY])
    statuses = status_filters(path, chosen, STATUSES)
    rows = (
        list_runs()
        .filter(**chosen)
        .annotate(title=RUN_TITLE)
        .defer(*HEAVY)
        .prefetch_related(first_drawings(DRAWINGS))
    )
    context = list_context(request, rows, path=path, chosen=chosen, size=PAGE_SIZE)
    if is_fragment_request(request):
        return render(request, "rmos/_run_rows.html", context)
    context |= {
        "statuses": statuses,
        "narrowings": narrowings(path, chosen, NARROWED_BY),
    }
    return render(request, "rmos/runs.html", context)
