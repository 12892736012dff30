"""A drawing given to a run: one that is looked for, or one that is begun for a session."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from artstudio.models import ArtAsset
from artstudio.services.gallery import assets
from artstudio.services.runs import new_run
from artstudio.services.runs.linking import attach_assets_to_run
from rmos_runs.errors import DomainError, InvalidRequest, RunNotFound, SessionNotFound
from rmos_runs.http.problems import status_of
from rmos_runs.models import RunArtifact
from rmos_runs.runs.backrefs import runs_that_use
from rmos_runs.runs.titles import text_in
from rmos_runs.web.htmx import PageRequest, is_fragment_request

LONGEST_SEARCH = 200
RUNS = 20
_WORDS: dict[type[DomainError], str] = {
    RunNotFound: "There is no such run. Choose one below, or look for it by a part of its name.",
    SessionNotFound: "There is no such session. Choose one of those below.",
    InvalidRequest: "Choose a run, or a session to begin one for.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def attach(request: PageRequest, asset_id: str) -> HttpResponse:
    """Show the runs that `?q=` finds; POST attaches the drawing to one, or to a new one."""
    found = assets.get_asset(asset_id)
    if request.method != "POST":
        return _choices(request, found)
    try:
        if session_id := request.POST.get("session_id", ""):
            new_run.create_run_for_asset(found, session_id=session_id)
        else:
            run_id = request.POST.get("run_id", "")
            if request.POST.get("confirmed") != "1" and (failed := new_run.failed_run(run_id)):
                return _choices(request, found, unsure_of=failed)
            attach_assets_to_run(asset_ids=[found.asset_id], run_id=run_id)
    except DomainError as error:
        return _choices(request, found, error=error)
    return redirect(reverse("web:asset", args=[found.asset_id]) + "#runs-title")


def _choices(
    request: PageRequest,
    found: ArtAsset,
    *,
    error: DomainError | None = None,
    unsure_of: RunArtifact | None = None,
) -> HttpResponse:
    words = request.GET.get("q", "")[:LONGEST_SEARCH]
    runs = list(runs_that_use([found.attachment_id])[:200])
    context = {
        "asset": found,
        "words": words,
        "found": new_run.runs_named(words),
        "used": {run.run_id for run in runs},
        "runs": runs[:RUNS],
        "unsure_of": unsure_of,
        "unsure_of_title": text_in(unsure_of.request_summary, "title") if unsure_of else "",
        "error": _in_words(error) if error else "",
    }
    if is_fragment_request(request):
        return render(request, "drawing/_run_choices.html", context)
    context["sessions"] = new_run.newest_sessions()
    status = 409 if unsure_of else 200
    if error:
        status = status_of(error)
    return render(request, "drawing/attach.html", context, status=status)


def _in_words(error: DomainError) -> str:
    """Return what a person can do here; the error itself speaks to programs."""
    return _WORDS.get(type(error), error.message)
