"""The admin of what runs refer to: attachments and advisory inputs, alone and under their run."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rmos_runs.admin.actions import verify_references
from rmos_runs.admin.base import (
    KindFilter,
    ReadOnlyAdmin,
    blob_links,
    page_of,
    picture,
    to_the_second,
)
from rmos_runs.hooks import Origin, origins_of
from rmos_runs.models import AdvisoryInput, RunArtifact, RunAttachment, RunAttachmentLink

SHOWN_UNDER_A_RUN = 50
Reference = AdvisoryInput | RunAttachmentLink


def origin_links(origin: Origin | None) -> SafeString | str:
    """Return links to the asset and to the generation that bytes came from."""
    if origin is None:
        return "-"
    links = [(origin.admin, "asset"), (origin.generation_admin, "generation")]
    return format_html_join(" · ", '<a href="{}">{}</a>', (link for link in links if link[0]))


class ReferenceCells:
    """The cells in which a reference shows the bytes it names."""

    @admin.display(description="picture")
    def thumbnail(self, row: Reference) -> SafeString | str:
        """Return the picture."""
        return picture(row.attachment.sha256, row.attachment.mime, height=64)

    @admin.display(description="attachment")
    def bytes_of(self, row: Reference) -> SafeString | str:
        """Return a link to the attachment, and links to its bytes and proof."""
        return format_html("{}<br>{}", self.attachment_link(row), blob_links(row.attachment_id))

    @admin.display(description="attachment")
    def attachment_link(self, row: Reference) -> SafeString | str:
        """Return a link to the attachment, as the beginning of its digest."""
        cell = '<a href="{}" title="{}"><code>{}…</code></a>'
        sha256 = row.attachment_id
        return format_html(cell, page_of(RunAttachment, sha256), sha256, sha256[:16])

    @admin.display(description="run")
    def run_link(self, row: Reference) -> SafeString:
        """Return a link to the run, which needs not be read for it."""
        return format_html('<a href="{}">{}</a>', page_of(RunArtifact, row.run_id), row.run_id)

    @admin.display(description="added (UTC)")
    def made(self, row: Reference) -> str:
        """Return the time to the second."""
        return to_the_second(row)

    @admin.display(description="drawn by")
    def drawn_by(self, row: Reference) -> SafeString | str:
        """Return links to the asset and the generation."""
        known = getattr(row, "origins", None)
        origins = origins_of([row.attachment_id]) if known is None else known
        return origin_links(origins.get(row.attachment_id))


class FirstReferences(BaseInlineFormSet):  # type: ignore[type-arg]  # none at run time
    """The first references of a run, with the origins of all of them in one go."""

    def get_queryset(self) -> QuerySet[Any]:
        """Return at most SHOWN_UNDER_A_RUN rows; the list of references has the rest."""
        if not hasattr(self, "_shown"):
            self._shown = list(super().get_queryset()[:SHOWN_UNDER_A_RUN])
            origins = origins_of([row.attachment_id for row in self._shown])
            for row in self._shown:
                row.origins = origins
        return cast("QuerySet[Any]", self._shown)


class ReferencesInline(ReferenceCells, admin.TabularInline):  # type: ignore[type-arg]  # none at run time
    """References under their run; they are added by the services only."""

    formset = FirstReferences
    ordering = ("id",)
    can_delete = False
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the references with the facts of the bytes they name."""
        return super().get_queryset(request).select_related("attachment")

    def has_add_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """References are added by the services."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """What was recorded stays as it was recorded."""
        return False


class AdvisoryInputsInline(ReferencesInline):
    """What advised a run, in order."""

    model = AdvisoryInput
    fields = ("thumbnail", "kind", "drawn_by", "bytes_of", "engine_id", "engine_version", "made")
    readonly_fields = fields


class LinksInline(ReferencesInline):
    """What belongs to a run, in order."""

    model = RunAttachmentLink
    fields = ("thumbnail", "kind", "filename", "drawn_by", "bytes_of", "made")
    readonly_fields = fields


class ReferenceAdmin(ReferenceCells, ReadOnlyAdmin):
    """References of all runs, newest first."""

    ordering = ("-id",)
    actions = (verify_references,)
    list_select_related = ("attachment",)
    search_fields = ("run", "attachment", "request_id")
    search_help_text = "The whole id of a run or request, or a SHA-256."


@admin.register(AdvisoryInput)
class AdvisoryInputAdmin(ReferenceAdmin):
    """Advisory inputs."""

    list_display = ("id", "thumbnail", "kind", "run_link", "attachment_link", "engine_id", "made")
    list_filter = ("kind",)
    fields = (
        "thumbnail",
        "run_link",
        "bytes_of",
        "drawn_by",
        "kind",
        "advisory_id",
        "engine_id",
        "engine_version",
        "request_id",
        "created_at_utc",
    )
    readonly_fields = fields


@admin.register(RunAttachmentLink)
class RunAttachmentLinkAdmin(ReferenceAdmin):
    """Attachments of runs."""

    list_display = ("id", "thumbnail", "kind", "filename", "run_link", "attachment_link", "made")
    list_filter = (KindFilter,)
    fields = (
        "thumbnail",
        "run_link",
        "bytes_of",
        "drawn_by",
        "kind",
        "filename",
        "request_id",
        "created_at_utc",
    )
    readonly_fields = fields
