"""Reading provenance in the admin: from a prompt to its drawings and their bytes, and back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from artstudio.admin.cells import ProviderFilter, StatusFilter, part, shortened
from artstudio.models import Generation, Variant
from rmos_runs.admin.base import (
    ReadOnlyAdmin,
    link_to,
    one_below_another,
    picture,
    pretty_json,
)
from rmos_runs.runs.backrefs import runs_that_use

_RUNS_SHOWN = 20

admin.site.site_header = admin.site.site_title = "Art Studio"
admin.site.index_title = "Records"


class VariantsInline(admin.TabularInline):  # type: ignore[type-arg]  # not generic at run time
    """The variants of a generation: at most four."""

    model = Variant
    fields = ("index", "drawing", "variant", "asset_link", "status", "replayed", "why")
    readonly_fields = fields
    ordering = ("index",)
    can_delete = False
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Variant]:
        """Return the variants with what their cells name."""
        return super().get_queryset(request).select_related("svg", "asset")

    def has_add_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """Variants are made by generating."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """What was recorded stays as it was recorded."""
        return False

    @admin.display(description="drawing")
    def drawing(self, row: Variant) -> SafeString | str:
        """Return the drawing as a picture."""
        return picture(row.svg.sha256, row.svg.mime, height=96) if row.svg else "-"

    @admin.display(description="variant")
    def variant(self, row: Variant) -> SafeString | str:
        """Return a link to the variant."""
        return link_to(row)

    @admin.display(description="asset")
    def asset_link(self, row: Variant) -> SafeString | str:
        """Return a link to the asset."""
        return link_to(row.asset)

    @admin.display(description="replayed", boolean=True)
    def replayed(self, row: Variant) -> bool:
        """Tell whether the source came from the store."""
        return row.replayed

    @admin.display(description="error")
    def why(self, row: Variant) -> str:
        """Return the error's message."""
        return str(row.error["message"]) if row.error else ""


@admin.register(Generation)
class GenerationAdmin(ReadOnlyAdmin):
    """Generations, newest first."""

    ordering = ("-created_at_utc", "-id")
    list_display = ("generation_id", "prompt_start", "status", "provider", "route", "count", "made")
    list_filter = (StatusFilter, ProviderFilter)
    search_fields = ("=generation_id", "=request_id", "=variant_seed")
    search_help_text = "A whole generation id, request id or variant seed."
    inlines = (VariantsInline,)
    fields = (
        "generation_id",
        "page",
        "runs",
        "status",
        "prompt",
        "revised_prompt",
        "provider",
        "model",
        "route",
        "count",
        "variant_seed",
        "shown_constraints",
        "shown_hints",
        "request_id",
        "run_id",
        "workflow_session",
        "shown_flags",
        "safety_enforcement",
        "user_acknowledged",
        "compute_ms",
        "created_at_utc",
        "finished_at_utc",
    )
    readonly_fields = fields

    @admin.display(description="prompt")
    def prompt_start(self, row: Generation) -> str:
        """Return the prompt's beginning."""
        return shortened(row.prompt)

    @admin.display(description="created (UTC)")
    def made(self, row: Generation) -> str:
        """Return the time to the second."""
        return f"{row.created_at_utc:%Y-%m-%d %H:%M:%S}"

    @admin.display(description="in the studio")
    def page(self, row: Generation) -> SafeString:
        """Return a link to the generation's page."""
        address = reverse("web:generation", args=[row.generation_id])
        return format_html('<a href="{}">open</a>', address)

    @admin.display(description="newest runs with its drawings")
    def runs(self, row: Generation) -> SafeString | str:
        """Return links to the runs that name its drawings."""
        drawings = list(row.variants.filter(svg__isnull=False).values_list("svg", flat=True))
        found = runs_that_use(drawings)[:_RUNS_SHOWN]
        return one_below_another(map(link_to, found))

    @admin.display(description="constraints")
    def shown_constraints(self, row: Generation) -> SafeString:
        """Return the constraints for reading."""
        return pretty_json(row.constraints)

    @admin.display(description="style hints")
    def shown_hints(self, row: Generation) -> SafeString:
        """Return the hints for reading."""
        return pretty_json(row.style_hints)

    @admin.display(description="safety flags")
    def shown_flags(self, row: Generation) -> SafeString:
        """Return the flags for reading."""
        return pretty_json(row.safety_flags)


@admin.register(Variant)
class VariantAdmin(ReadOnlyAdmin):
    """Variants, newest first, each with everything that led to it."""

    ordering = ("-id",)
    list_display = ("variant_id", "thumbnail", "generation_link", "index", "status", "asset_link")
    list_filter = (StatusFilter,)
    list_select_related = ("generation", "svg", "asset")
    search_fields = ("=variant_id", "=generation__generation_id", "=provider_request_id")
    search_help_text = "A whole variant id, generation id or provider request id."
    fields = (
        "variant_id",
        "generation_link",
        "index",
        "seed",
        "status",
        "drawing_part",
        "source_part",
        "provenance_part",
        "asset_link",
        "replayed_from",
        "prompt_sent",
        "revised_prompt",
        "provider_request_id",
        "seed_sent",
        "seed_honoured",
        "shown_facts",
        "created_at_utc",
        "finished_at_utc",
    )
    readonly_fields = fields

    @admin.display(description="picture")
    def thumbnail(self, row: Variant) -> SafeString | str:
        """Return the drawing for the list."""
        return picture(row.svg.sha256, row.svg.mime, height=48) if row.svg else "-"

    @admin.display(description="generation")
    def generation_link(self, row: Variant) -> SafeString | str:
        """Return a link to the generation."""
        return link_to(row.generation)

    @admin.display(description="asset")
    def asset_link(self, row: Variant) -> SafeString | str:
        """Return a link to the asset."""
        return link_to(row.asset)

    @admin.display(description="drawing")
    def drawing_part(self, row: Variant) -> SafeString | str:
        """Return the drawing."""
        return part(row.svg)

    @admin.display(description="source")
    def source_part(self, row: Variant) -> SafeString | str:
        """Return the source."""
        return part(row.source)

    @admin.display(description="provenance")
    def provenance_part(self, row: Variant) -> SafeString | str:
        """Return the provenance record."""
        return part(row.provenance)

    @admin.display(description="facts")
    def shown_facts(self, row: Variant) -> SafeString:
        """Return what was measured, used, warned of and went wrong."""
        names = (
            "measurements",
            "trace_options",
            "tool_versions",
            "timings_ms",
            "usage",
            "warnings",
            "error",
            "source_metadata",
        )
        return pretty_json({name: getattr(row, name) for name in names if getattr(row, name)})
