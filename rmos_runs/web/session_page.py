"""One workflow session: where it stands, its runs, and the drawings made for it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from rmos_runs.hooks import related_work
from rmos_runs.runs.backrefs import HEAVY, first_drawings
from rmos_runs.runs.service import list_runs
from rmos_runs.runs.sessions import get_session
from rmos_runs.runs.titles import RUN_TITLE, text_in
from rmos_runs.web.begin import RunForm
from rmos_runs.web.htmx import PageRequest
from rmos_runs.web.listings import json_listing
from rmos_runs.web.run_list import DRAWINGS

RUNS = 10
GENERATIONS = 12


@require_safe
@vary_on_headers("HX-Request")
def session(request: PageRequest, session_id: str) -> HttpResponse:
    """Show a session with its newest runs and generations."""
    found = get_session(session_id)
    runs = list_runs().filter(workflow_session=found).annotate(title=RUN_TITLE).defer(*HEAVY)
    newest = list(runs.prefetch_related(first_drawings(DRAWINGS))[: RUNS + 1])
    made = related_work(session_id, limit=GENERATIONS + 1)
    listings = [
        json_listing("Context", found.context_json),
        json_listing("State", found.state_data_json),
    ]
    context = {
        "session": found,
        "title": text_in(found.context_json, "title"),
        "note": text_in(found.context_json, "note"),
        "form": RunForm(auto_id="run-%s"),
        "runs": newest[:RUNS],
        "more_runs": len(newest) > RUNS,
        "made": made[:GENERATIONS],
        "more_made": len(made) > GENERATIONS,
        "listings": [listing for listing in listings if listing.text],
    }
    return render(request, "rmos/session.html", context)
