"""What every admin page of records has: nothing to change, and cheap on large tables."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rmos_runs.runs.backrefs import PICTURES

COUNT_CAP = 10_000
JSON_CAP = 2_000
TEXT_CAP = 4_000
RECENT_ROWS = 1_000


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


class LightChangeList(ChangeList):
    """Reads for a list what the list shows, and what its cells name in one go for all rows."""

    def get_queryset(self, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        """Return the rows of the list."""
        rows = super().get_queryset(*args, **kwargs)
        shown = cast("ReadOnlyAdmin", self.model_admin)
        return rows.defer(*shown.list_defer).prefetch_related(*shown.list_prefetch_related)


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # none at run time
    """Shows rows and changes none; set `ordering` to an index."""

    #: Columns that only the page of one row shows, and what the list reads beside its rows.
    list_defer: tuple[str, ...] = ()
    list_prefetch_related: tuple[Any, ...] = ()
    actions: Any = None
    list_per_page = 50
    list_max_show_all = 50
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    sortable_by = ()

    class Media:
        css = {"all": ["rmos_runs/admin.css"]}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:  # noqa: ARG002 - Django's names
        """Return the list that reads only what it shows."""
        return LightChangeList

    def get_search_results(
        self, _request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Keep the rows that have the whole word: any other search reads the whole table."""
        word = search_term.strip()
        return (queryset.filter(self.matching(word)) if word else queryset), False

    def matching(self, word: str) -> Q:
        """Return the condition that one of `search_fields` is this word, or is it in small."""
        found = Q()
        for name in self.search_fields:
            found |= Q(**{f"{name.removeprefix('=')}__in": {word, word.lower()}})
        return found

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


def link_to(row: Model | None) -> SafeString | str:
    """Return a link to a row's admin page, or a dash where there is none."""
    if row is None:
        return "-"
    return format_html('<a href="{}">{}</a>', page_of(type(row), row.pk), row)


def one_below_another(parts: Iterable[SafeString | str]) -> SafeString | str:
    """Return the parts on a line each, or a dash where there are none."""
    return format_html_join(SafeString("<br>"), "{}", ((part,) for part in parts)) or "-"


def page_of(model: type[Model], key: Any) -> str:
    """Return the address of a row's admin page; the row needs not be read for it.

    The admin reads `_1a` in an address as a quoted character, and `run_1a...` has one.
    """
    meta = model._meta  # noqa: SLF001 - Django's documented model API
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(key)])


def to_the_second(row: Any) -> str:
    """Return when a row was made, in UTC."""
    return f"{row.created_at_utc:%Y-%m-%d %H:%M:%S}"


def cut_text(text: str) -> SafeString | str:
    """Return text as it is written, cut at TEXT_CAP characters; a dash for none."""
    if not text:
        return "-"
    shown = text if len(text) <= TEXT_CAP else f"{text[:TEXT_CAP]}\n… ({len(text)} characters)"
    return format_html('<pre class="stored-json">{}</pre>', shown)


def pretty_json(value: Any) -> SafeString:
    """Return a JSON value indented for reading, cut at JSON_CAP characters."""
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)
    shown = text if len(text) <= JSON_CAP else f"{text[:JSON_CAP]}\n… ({len(text)} characters)"
    return format_html('<pre class="stored-json">{}</pre>', shown)
