"""One run: what was decided, what it was made from, and the proof that nothing changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from rmos_runs.hooks import Origin, origins_of
from rmos_runs.integrity import verify_run
from rmos_runs.models import AdvisoryInput, RunArtifact, RunAttachmentLink
from rmos_runs.models.runs import HASHES
from rmos_runs.runs.backrefs import PICTURES
from rmos_runs.runs.service import list_advisory_inputs, list_links, require_run
from rmos_runs.runs.titles import text_in
from rmos_runs.web.htmx import PageRequest, is_fragment_request
from rmos_runs.web.listings import Listing, json_listing, text_listing

SHOWN = 60
PATHS = {
    "gcode_path": "G-code",
    "opplan_path": "Operation plan",
    "preview_svg_path": "Preview",
}


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Bytes that a run names, and where they came from if that is known."""

    row: AdvisoryInput | RunAttachmentLink
    origin: Origin | None

    @property
    def is_picture(self) -> bool:
        """Whether a page can show it."""
        return self.row.attachment.mime in PICTURES


@require_safe
@vary_on_headers("HX-Request")
def run(request: PageRequest, run_id: str) -> HttpResponse:
    """Show a run; with `?verify=1` its facts and bytes are read and hashed again first."""
    found = require_run(run_id)
    context = {"run": found, "proof": _proof(request, found)}
    if is_fragment_request(request):
        return render(request, "rmos/_proof.html", context)
    return render(request, "rmos/run.html", context | _page_context(found))


def _proof(request: PageRequest, found: RunArtifact) -> object:
    return verify_run(found, read_bytes=True) if "verify" in request.GET else None


def _page_context(found: RunArtifact) -> dict[str, object]:
    advice = list(list_advisory_inputs(found)[: SHOWN + 1])
    links = list(list_links(found)[: SHOWN + 1])
    named = {row.attachment_id for row in advice} | {row.attachment_id for row in links}
    origins = origins_of(named)
    advised = _references(advice[:SHOWN], origins)
    return {
        "title": text_in(found.request_summary, "title"),
        "note": text_in(found.request_summary, "note"),
        "drawings": [one for one in advised if one.is_picture],
        "other_advice": [one for one in advised if not one.is_picture],
        "attachments": _references(links[:SHOWN], origins),
        "more_advice": len(advice) > SHOWN,
        "more_attachments": len(links) > SHOWN,
        "digests": [(name.removesuffix("_sha256"), getattr(found, name)) for name in HASHES],
        "paths": [(label, getattr(found, name)) for name, label in PATHS.items()],
        "listings": _listings(found),
    }


def _references(rows: Sequence[Any], origins: Mapping[str, Origin]) -> list[Reference]:
    return [Reference(row=row, origin=origins.get(row.attachment_id)) for row in rows]


def _listings(found: RunArtifact) -> list[Listing]:
    """Return what was recorded as JSON and text, as far as there is any."""
    listings = [
        json_listing("Request", found.request_summary),
        json_listing("Feasibility", found.feasibility),
        json_listing("Details of the decision", found.decision_details),
        json_listing("Operation plan", found.opplan_json),
        text_listing("G-code", found.gcode_text),
        json_listing("Meta", found.meta),
    ]
    return [listing for listing in listings if listing.text]
