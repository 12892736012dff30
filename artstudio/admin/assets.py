"""The art index in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from artstudio.admin.cells import ProviderFilter, part, shortened
from artstudio.models import ArtAsset
from rmos_runs.admin.base import (
    KindFilter,
    ReadOnlyAdmin,
    link_to,
    one_below_another,
    picture,
    pretty_json,
)
from rmos_runs.runs.backrefs import runs_that_use

_RUNS_SHOWN = 20


@admin.register(ArtAsset)
class ArtAssetAdmin(ReadOnlyAdmin):
    """Assets, newest first."""

    ordering = ("-created_at_utc", "-id")
    list_display = ("asset_id", "thumbnail", "kind", "prompt_start", "provider", "made")
    list_filter = (KindFilter, ProviderFilter)
    list_select_related = ("attachment",)
    search_fields = ("=asset_id", "=attachment__sha256", "=request_id", "=variant_seed")
    search_help_text = "A whole asset id, SHA-256, request id or variant seed."
    fields = (
        "asset_id",
        "page",
        "runs",
        "kind",
        "bytes_part",
        "prompt",
        "provider",
        "model",
        "route",
        "variant_seed",
        "request_id",
        "width_mm",
        "height_mm",
        "nodes",
        "shown_meta",
        "created_at_utc",
    )
    readonly_fields = fields

    @admin.display(description="picture")
    def thumbnail(self, row: ArtAsset) -> SafeString | str:
        """Return the picture for the list."""
        return picture(row.attachment.sha256, row.attachment.mime, height=48)

    @admin.display(description="prompt")
    def prompt_start(self, row: ArtAsset) -> str:
        """Return the prompt's beginning."""
        return shortened(row.prompt)

    @admin.display(description="created (UTC)")
    def made(self, row: ArtAsset) -> str:
        """Return the time to the second."""
        return f"{row.created_at_utc:%Y-%m-%d %H:%M:%S}"

    @admin.display(description="in the studio")
    def page(self, row: ArtAsset) -> SafeString:
        """Return a link to the asset's page."""
        return format_html('<a href="{}">open</a>', reverse("web:asset", args=[row.asset_id]))

    @admin.display(description="newest runs with it")
    def runs(self, row: ArtAsset) -> SafeString | str:
        """Return links to the runs that name these bytes."""
        found = runs_that_use([row.attachment_id])[:_RUNS_SHOWN]
        return one_below_another(map(link_to, found))

    @admin.display(description="bytes")
    def bytes_part(self, row: ArtAsset) -> SafeString | str:
        """Return the bytes' picture and links."""
        return part(row.attachment)

    @admin.display(description="meta")
    def shown_meta(self, row: ArtAsset) -> SafeString:
        """Return the meta for reading."""
        return pretty_json(row.meta)
