"""The admin of the store: read-only, searched by digest and request id."""

from __future__ import annotations

from django.contrib import admin
from django.utils.safestring import SafeString

from rmos_runs.admin_base import (
    KindFilter,
    MimeFilter,
    ReadOnlyAdmin,
    blob_links,
    picture,
    pretty_json,
)
from rmos_runs.models import RunAttachment


@admin.register(RunAttachment)
class RunAttachmentAdmin(ReadOnlyAdmin):
    """Attachments, newest first."""

    ordering = ("-created_at_utc", "-sha256")
    list_display = ("sha256", "thumbnail", "kind", "mime", "filename", "size_bytes", "made")
    list_filter = (KindFilter, MimeFilter)
    search_fields = ("=sha256", "=request_id")
    search_help_text = "The whole SHA-256, or a request id."
    fields = (
        "large_picture",
        "sha256",
        "links",
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
        return f"{row.created_at_utc:%Y-%m-%d %H:%M:%S}"

    @admin.display(description="look at")
    def links(self, row: RunAttachment) -> SafeString:
        """Return links to bytes, facts and proof."""
        return blob_links(row.sha256)

    @admin.display(description="metadata")
    def shown_metadata(self, row: RunAttachment) -> SafeString:
        """Return the metadata for reading."""
        return pretty_json(row.metadata)
