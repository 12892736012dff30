"""The admin of workflow sessions: where each stands, and its runs."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rmos_runs.admin.base import (
    ReadOnlyAdmin,
    link_to,
    one_below_another,
    picture,
    pretty_json,
    to_the_second,
)
from rmos_runs.hooks import RelatedWork, related_work
from rmos_runs.models import RunArtifact, WorkflowSession
from rmos_runs.runs.backrefs import HEAVY

SHOWN = 20


@admin.register(WorkflowSession)
class WorkflowSessionAdmin(ReadOnlyAdmin):
    """Sessions, newest first."""

    ordering = ("-created_at_utc", "-session_id")
    list_display = (
        "session_id",
        "status",
        "workflow_type",
        "current_step",
        "machine_id",
        "material_id",
        "tool_id",
        "made",
    )
    list_filter = ("status", ("created_at_utc", admin.DateFieldListFilter))
    list_defer = ("context_json", "state_data_json")
    search_fields = ("session_id", "user_id")
    search_help_text = "The whole id of a session or user."
    fieldsets = (
        (None, {"fields": ("session_id", "look", "status", "workflow_type", "current_step")}),
        ("Works with", {"fields": ("user_id", "machine_id", "material_id", "tool_id")}),
        ("Newest runs", {"fields": ("runs",)}),
        ("Newest drawings", {"fields": ("generations",)}),
        ("State", {"fields": ("context", "state", "created_at_utc", "updated_at_utc")}),
    )
    readonly_fields = ("look", "runs", "generations", "context", "state")

    @admin.display(description="created (UTC)")
    def made(self, row: WorkflowSession) -> str:
        """Return the time to the second."""
        return to_the_second(row)

    @admin.display(description="look at")
    def look(self, row: WorkflowSession) -> SafeString:
        """Return links to the page and to the lists of all runs."""
        runs = reverse("admin:rmos_runs_runartifact_changelist")
        return format_html(
            '<a href="{}">page</a> · <a href="{}?workflow_session={}">all runs</a>',
            reverse("rmos_web:session", args=[row.session_id]),
            runs,
            row.session_id,
        )

    @admin.display(description="runs")
    def runs(self, row: WorkflowSession) -> SafeString | str:
        """Return the newest runs as links, each with its state."""
        newest = row.runs.defer(*HEAVY).order_by("-created_at_utc", "-run_id")[:SHOWN]
        return one_below_another(map(_run, newest))

    @admin.display(description="generations")
    def generations(self, row: WorkflowSession) -> SafeString | str:
        """Return the newest generations as pictures and links."""
        made = related_work(row.session_id, limit=SHOWN)
        return one_below_another(map(_generation, made))

    @admin.display(description="context")
    def context(self, row: WorkflowSession) -> SafeString:
        """Return the context for reading."""
        return pretty_json(row.context_json)

    @admin.display(description="state")
    def state(self, row: WorkflowSession) -> SafeString:
        """Return the state for reading."""
        return pretty_json(row.state_data_json)


def _run(run: RunArtifact) -> SafeString:
    cell = '{} {} <span class="risk risk-{}">{}</span>'
    return format_html(cell, link_to(run), run.status, run.risk_level, run.risk_level)


def _generation(made: RelatedWork) -> SafeString:
    cell = '{} <a href="{}">{}</a> {}'
    cover = picture(made.cover_sha256, "image/svg+xml", height=48) if made.cover_sha256 else ""
    return format_html(cell, cover, made.admin, made.title[:80], made.state)
