"""All workflow sessions, newest first, a page at a time."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from rmos_runs.runs.sessions import list_sessions
from rmos_runs.runs.titles import SESSION_TITLE
from rmos_runs.web.begin import SessionForm
from rmos_runs.web.filters import chosen_values, status_filters
from rmos_runs.web.htmx import PageRequest, is_fragment_request
from rmos_runs.web.listing import list_context

PAGE_SIZE = 24
STATUSES = {"ACTIVE": "Active", "COMPLETED": "Completed", "ABANDONED": "Abandoned"}
UNSHOWN = ("context_json", "state_data_json")


@require_safe
@vary_on_headers("HX-Request")
def sessions(request: PageRequest) -> HttpResponse:
    """Show a page of sessions; htmx asks for the next ones to append."""
    path = reverse("rmos_web:sessions")
    chosen = chosen_values(request, ["status"])
    statuses = status_filters(path, chosen, STATUSES)
    rows = list_sessions().filter(**chosen).annotate(title=SESSION_TITLE).defer(*UNSHOWN)
    context = list_context(request, rows, path=path, chosen=chosen, size=PAGE_SIZE)
    if is_fragment_request(request):
        return render(request, "rmos/_session_rows.html", context)
    context |= {"statuses": statuses, "form": SessionForm(auto_id="session-%s")}
    return render(request, "rmos/sessions.html", context)
