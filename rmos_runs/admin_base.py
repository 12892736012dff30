"""What every admin page of records has: nothing to change, and cheap on large tables."""

from __future__ import annotations

import json
from typing import Any, cast

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

COUNT_CAP = 10_000
JSON_CAP = 2_000
RECENT_ROWS = 1_000
PICTURES = frozenset({"image/svg+xml", "image/png", "image/jpeg", "image/webp"})


class CappedPaginator(Paginator):  # type: ignore[type-arg]  # none at run time
    """Counts no further than a person pages; a search or filter finds the rest."""

    @cached_property
    def count(self) -> int:
        """Return the number of rows, at most COUNT_CAP."""
        rows = cast("QuerySet[Any]", self.object_list)
        return rows[:COUNT_CAP].count()


class RecentValuesFilter(admin.SimpleListFilter):
    """Offers the values that the newest rows have: a DISTINCT would read the whole table."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the values among the newest rows, and the one that is chosen."""
        rows = model_admin.get_queryset(request).order_by(*model_admin.ordering)
        recent = set(rows.values_list(self.parameter_name, flat=True)[:RECENT_ROWS])
        chosen = self.used_parameters.get(str(self.parameter_name))
        return [(value, value) for value in sorted(filter(None, {*recent, chosen}))]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows with the chosen value."""
        value = self.value()
        return queryset.filter(**{str(self.parameter_name): value}) if value else queryset


class KindFilter(RecentValuesFilter):
    """Rows of one kind."""

    title = "kind"
    parameter_name = "kind"


class MimeFilter(RecentValuesFilter):
    """Rows of one media type."""

    title = "type"
    parameter_name = "mime"


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # none at run time
    """Shows rows and changes none; set `ordering` to an index."""

    actions = None
    list_per_page = 50
    list_max_show_all = 50
    paginator = CappedPaginator
    show_full_result_count = False
    sortable_by = ()

    class Media:
        css = {"all": ["rmos_runs/admin.css"]}

    def has_add_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """Rows are made by the services only."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """What was recorded stays as it was recorded."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """Deleting is the garbage collector's work."""
        return False


def picture(sha256: str, mime: str, *, height: int) -> SafeString | str:
    """Return an image of an attachment that is one, `height` CSS pixels high, else a dash."""
    if mime not in PICTURES:
        return "-"
    address = reverse("rmos_api:attachment", args=[sha256])
    tag = '<img class="stored-picture" src="{}" height="{}" alt="" loading="lazy">'
    return format_html(tag, address, height)


def blob_links(sha256: str) -> SafeString:
    """Return links to the bytes, the facts and the proof of an attachment."""
    return format_html(
        '<a href="{}">bytes</a> · <a href="{}">facts</a> · <a href="{}">verify</a>',
        reverse("rmos_api:attachment", args=[sha256]),
        reverse("rmos_api:attachment-meta", args=[sha256]),
        reverse("rmos_api:attachment-verify", args=[sha256]),
    )


def pretty_json(value: Any) -> SafeString:
    """Return a JSON value indented for reading, cut at JSON_CAP characters."""
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)
    shown = text if len(text) <= JSON_CAP else f"{text[:JSON_CAP]}\n… ({len(text)} characters)"
    return format_html('<pre class="stored-json">{}</pre>', shown)
