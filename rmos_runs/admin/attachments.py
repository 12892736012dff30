"""Attachments: read-only, searched by digest and request id."""

from __future__ import annotations

from django.contrib import admin
from django.utils.safestring import SafeString

from rmos_runs.admin.actions import verify_attachments
from rmos_runs.admin.base import (
    KindFilter,
    MimeFilter,
    ReadOnlyAdmin,
    blob_links,
    link_to,
    one_below_another,
    picture,
    pretty_json,
    to_the_second,
)
from rmos_runs.admin.references import origin_links
from rmos_runs.hooks import origins_of
from rmos_runs.models import RunAttachment
from rmos_runs.runs.backrefs import runs_that_use

_RUNS_SHOWN = 20


@admin.register(RunAttachment)
class RunAttachmentAdmin(ReadOnlyAdmin):
    """Attachments, newest first."""

    ordering = ("-created_at_utc", "-sha256")
    actions = (verify_attachments,)
    list_display = ("sha256", "thumbnail", "kind", "mime", "filename", "size_bytes", "made")
    list_filter = (KindFilter, MimeFilter)
    search_fields = ("sha256", "request_id")
    search_help_text = "The whole SHA-256, or a request id."
    fields = (
        "large_picture",
        "sha256",
        "links",
        "drawn_by",
        "used_by",
        "kind",
        "mime",
        "filename",
        "ext",
        "size_bytes",
        "created_at_utc",
        "request_id",
        "shown_metadata",
    )
    readonly_fields = fields

    @admin.display(description="picture")
    def thumbnail(self, row: RunAttachment) -> SafeString | str:
        """Return the picture for the list."""
        return picture(row.sha256, row.mime, height=48)

    @admin.display(description="picture")
    def large_picture(self, row: RunAttachment) -> SafeString | str:
        """Return the picture for the page."""
        return picture(row.sha256, row.mime, height=320)

    @admin.display(description="created (UTC)")
    def made(self, row: RunAttachment) -> str:
        """Return the time to the second."""
        return to_the_second(row)

    @admin.display(description="look at")
    def links(self, row: RunAttachment) -> SafeString:
        """Return links to bytes, facts and proof."""
        return blob_links(row.sha256)

    @admin.display(description="drawn by")
    def drawn_by(self, row: RunAttachment) -> SafeString | str:
        """Return links to the asset and the generation."""
        return origin_links(origins_of([row.sha256]).get(row.sha256))

    @admin.display(description="newest runs with it")
    def used_by(self, row: RunAttachment) -> SafeString | str:
        """Return links to the runs that name these bytes."""
        runs = runs_that_use([row.sha256])[:_RUNS_SHOWN]
        return one_below_another(map(link_to, runs))

    @admin.display(description="metadata")
    def shown_metadata(self, row: RunAttachment) -> SafeString:
        """Return the metadata for reading."""
        return pretty_json(row.metadata)
