"""The admin of runs: what was decided and why, what it was made from, and the proof."""

from __future__ import annotations

import re

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rmos_runs.admin.actions import verify_runs
from rmos_runs.admin.base import (
    ReadOnlyAdmin,
    RecentValuesFilter,
    cut_text,
    page_of,
    picture,
    pretty_json,
    to_the_second,
)
from rmos_runs.admin.export import export_runs
from rmos_runs.admin.references import AdvisoryInputsInline, LinksInline
from rmos_runs.models import RunArtifact, WorkflowSession
from rmos_runs.runs.backrefs import HEAVY, first_drawings, runs_that_use

MOST_FOUND = 1_000
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_DIGESTS = (
    "artifact_sha256",
    "feasibility_sha256",
    "toolpaths_sha256",
    "gcode_sha256",
    "opplan_sha256",
    "snapshot_sha256",
)


class ModeFilter(RecentValuesFilter):
    """Runs of one mode."""

    title = "mode"
    parameter_name = "mode"


class ToolFilter(RecentValuesFilter):
    """Runs with one tool."""

    title = "tool"
    parameter_name = "tool_id"


@admin.register(RunArtifact)
class RunArtifactAdmin(ReadOnlyAdmin):
    """Runs, newest first."""

    ordering = ("-created_at_utc", "-run_id")
    list_display = (
        "run_id",
        "drawings",
        "outcome",
        "risk",
        "mode",
        "tool_id",
        "explanation_status",
        "session",
        "made",
    )
    list_filter = (
        "status",
        "risk_level",
        "explanation_status",
        ModeFilter,
        ToolFilter,
        ("created_at_utc", admin.DateFieldListFilter),
    )
    list_defer = HEAVY
    list_prefetch_related = (first_drawings(3),)
    search_fields = ("run_id", "request_id", "tool_id")
    search_help_text = (
        "The whole id of a run, session, request or tool, or the SHA-256 of anything a run names."
    )
    actions = (verify_runs, export_runs)
    inlines = (AdvisoryInputsInline, LinksInline)
    fieldsets = (
        (
            None,
            {"fields": ("run_id", "look", "outcome", "mode", "tool_id", "created_at_utc")},
        ),
        ("Decision", {"fields": ("risk", "score", "block_reason", "shown_warnings", "details")}),
        ("Explanation", {"fields": ("explanation_status", "explanation")}),
        ("Belongs to", {"fields": ("workflow_session", "request_id")}),
        ("Digests", {"fields": _DIGESTS}),
        (
            "What was asked and found",
            {"classes": ("collapse",), "fields": ("summary", "found", "shown_meta")},
        ),
        (
            "Outputs",
            {
                "classes": ("collapse",),
                "fields": ("gcode", "opplan", "gcode_path", "opplan_path", "preview_svg_path"),
            },
        ),
    )
    readonly_fields = (
        "look",
        "outcome",
        "risk",
        "shown_warnings",
        "details",
        "explanation",
        "summary",
        "found",
        "shown_meta",
        "gcode",
        "opplan",
    )

    def matching(self, word: str) -> Q:
        """Tell by its shape what a word is: only the columns that may hold it are searched."""
        small = word.lower()
        if small.startswith("run_"):
            return Q(run_id=small)
        if small.startswith("ws_"):
            return Q(workflow_session=small)
        if not _DIGEST.fullmatch(small):
            return super().matching(word)
        return Q(pk__in=_runs_that_name(small))

    @admin.display(description="drawings")
    def drawings(self, row: RunArtifact) -> SafeString | str:
        """Return the first drawings for the list."""
        pictures = (
            (picture(advice.attachment_id, "image/svg+xml", height=40),)
            for advice in row.first_drawings  # type: ignore[attr-defined]  # list_prefetch_related
        )
        return format_html_join(" ", "{}", pictures) or "-"

    @admin.display(description="status")
    def outcome(self, row: RunArtifact) -> str:
        """Return the status as the API writes it."""
        return row.status

    @admin.display(description="risk")
    def risk(self, row: RunArtifact) -> SafeString:
        """Return the risk in its colour and its word."""
        return format_html('<span class="risk risk-{0}">{0}</span>', row.risk_level)

    @admin.display(description="session")
    def session(self, row: RunArtifact) -> SafeString | str:
        """Return a link to the session."""
        if row.workflow_session_id is None:
            return "-"
        address = page_of(WorkflowSession, row.workflow_session_id)
        return format_html('<a href="{}">{}</a>', address, row.workflow_session_id)

    @admin.display(description="created (UTC)")
    def made(self, row: RunArtifact) -> str:
        """Return the time to the second."""
        return to_the_second(row)

    @admin.display(description="look at")
    def look(self, row: RunArtifact) -> SafeString:
        """Return links to the page, the proof and the bundle."""
        page = reverse("rmos_web:run", args=[row.run_id])
        return format_html(
            '<a href="{0}">page</a> · <a href="{0}?verify=1#verification">verify</a> · '
            '<a href="{1}">export</a> · <a href="{2}">JSON</a>',
            page,
            reverse("rmos_api:run-export", args=[row.run_id]),
            reverse("rmos_api:run", args=[row.run_id]),
        )

    @admin.display(description="warnings")
    def shown_warnings(self, row: RunArtifact) -> SafeString:
        """Return the warnings for reading."""
        return pretty_json(row.decision_warnings)

    @admin.display(description="details")
    def details(self, row: RunArtifact) -> SafeString:
        """Return the decision's details for reading."""
        return pretty_json(row.decision_details)

    @admin.display(description="summary")
    def explanation(self, row: RunArtifact) -> SafeString | str:
        """Return the explanation as it is written."""
        return cut_text(row.explanation_summary)

    @admin.display(description="request summary")
    def summary(self, row: RunArtifact) -> SafeString:
        """Return what was asked for reading."""
        return pretty_json(row.request_summary)

    @admin.display(description="feasibility")
    def found(self, row: RunArtifact) -> SafeString:
        """Return what was found for reading."""
        return pretty_json(row.feasibility)

    @admin.display(description="meta")
    def shown_meta(self, row: RunArtifact) -> SafeString:
        """Return the caller's notes for reading."""
        return pretty_json(row.meta)

    @admin.display(description="G-code")
    def gcode(self, row: RunArtifact) -> SafeString | str:
        """Return the beginning of the G-code."""
        return cut_text(row.gcode_text)

    @admin.display(description="operation plan")
    def opplan(self, row: RunArtifact) -> SafeString | str:
        """Return the plan for reading."""
        return "-" if row.opplan_json is None else pretty_json(row.opplan_json)


def _runs_that_name(digest: str) -> list[str]:
    """Return the ids of runs that have a digest among their own or refer to its bytes.

    The columns have no index; asked once here, the table is read once and not
    for the count and the rows each.
    """
    own = Q()
    for name in _DIGESTS:
        own |= Q(**{name: digest})
    of_facts = RunArtifact.objects.filter(own).values_list("pk", flat=True)
    of_bytes = runs_that_use([digest]).values_list("pk", flat=True)
    return [*of_facts[:MOST_FOUND], *of_bytes[:MOST_FOUND]]
