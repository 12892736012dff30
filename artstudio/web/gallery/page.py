"""The gallery: what was made, searched, filtered, sorted, a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from artstudio.models import ArtAsset
from artstudio.services.exports.archives import FORMATS
from artstudio.services.gallery import assets, collections
from artstudio.services.gallery.assets import MAX_CHOSEN, MAX_COUNTED, count_new_assets
from artstudio.services.gallery.ordering import all_up_to, cursor_at, ordered_page
from artstudio.web.gallery.cards import Card, cards_of, rows_of
from artstudio.web.gallery.days import day_filters
from artstudio.web.gallery.filters import View, view_of
from artstudio.web.gallery.timestamps import parse_timestamp, to_micros
from rmos_runs.http.paging import Page
from rmos_runs.web.htmx import PageRequest, is_fragment_request

PAGE_SIZE = 48


@require_safe
@gzip_page
@vary_on_headers("HX-Request")
def gallery(request: PageRequest) -> HttpResponse:
    """Show a page; htmx asks for the next cards to append, or for another view's results."""
    view = view_of(request.GET)
    if not is_fragment_request(request) and "" in request.GET.values():
        # A form without a script names every field; what is shared should be short.
        return redirect(view.address())
    if is_fragment_request(request):
        appends = "cursor" in request.GET and not _wants_results(request)
        return _next_cards(request, view) if appends else _results(request, view)
    context = results_context(request.GET, view) | {
        "searches": collections.list_searches(),
        "collections": collections.list_collections(),
        "tags": collections.list_tags(),
    }
    return render(request, "gallery/gallery.html", context)


@require_safe
def updates(request: PageRequest) -> HttpResponse:
    """Tell how many drawings a view has got since `seen`; nothing (204) where there are none."""
    view = view_of(request.GET)
    seen = parse_timestamp(request.GET, "seen") or timezone.now()
    rows = view.asset_filters().each(assets.list_assets())
    count = count_new_assets(rows, since=seen)
    if not count:
        return HttpResponse(status=204)
    # A page from further down shows the newest only after its beginning.
    place = {} if "cursor" in request.GET else _place(request.GET)
    context = {"count": count, "is_most": count == MAX_COUNTED, "address": view.address(**place)}
    return render(request, "gallery/_updates.html", context)


def results_context(
    query: QueryDict, view: View, *, seen: dt.datetime | None = None
) -> dict[str, object]:
    """Return what the template of the results needs. Raises InvalidRequest for a wrong cursor.

    Of what was made after `seen` nothing is shown: cards that one looks at do not move.
    """
    filters, now = view.asset_filters(), timezone.now()
    rows = rows_of(filters)
    if seen is not None:
        rows = rows.filter(created_at_utc__lte=seen)
    if upto := query.get("upto", ""):
        page = all_up_to(
            rows,
            order=view.order,
            cursor=upto,
            limit=MAX_CHOSEN,
            density=filters.density,
        )
    else:
        page = ordered_page(
            rows,
            order=view.order,
            cursor=query.get("cursor", ""),
            size=PAGE_SIZE,
            density=filters.density,
        )
    place = _place(query)
    parse_timestamp(query, "archived")
    return {
        "view": view,
        "days": day_filters(view, timezone.localdate()),
        "page": page,
        "cards": cards_of(view, filters, page.items, **place),
        "more": _more(view, page),
        "is_empty": not page.items and not assets.list_assets().exists(),
        "search": filters.search,
        "collection": collections.get_collection(filters.collection)
        if filters.collection
        else None,
        "here": view.address(**place),
        "formats": FORMATS,
        "first_page": view.address() if "cursor" in query else "",
        "archived": query.get("archived", ""),
        "seen": to_micros(seen or now),
        "most_chosen": MAX_CHOSEN,
    }


def _results(request: PageRequest, view: View) -> HttpResponse:
    seen = parse_timestamp(request.GET, "seen")
    context = results_context(request.GET, view, seen=seen)
    response = render(request, "gallery/results.html", context)
    address = view.address(**_place(request.GET))
    # Expanding a stack is no other page to go back from, nor is the same one once more.
    before = (request.htmx.current_url_abs_path or "").partition("#")[0]
    stays = "expanded" in request.GET or before == address
    response["HX-Replace-Url" if stays else "HX-Push-Url"] = address
    return response


def _next_cards(request: PageRequest, view: View) -> HttpResponse:
    filters = view.asset_filters()
    page = ordered_page(
        rows_of(filters),
        order=view.order,
        cursor=request.GET["cursor"],
        size=PAGE_SIZE,
        density=filters.density,
    )
    # Who goes back or reloads finds all that was shown, and the place again.
    upto = cursor_at(page.items[-1], view.order) if page.items else ""
    context = {
        "cards": _first_takes_focus(cards_of(view, filters, page.items, upto=upto)),
        "more": _more(view, page),
    }
    response = render(request, "gallery/_items.html", context)
    if upto:
        response["HX-Replace-Url"] = view.address(upto=upto)
    return response


def _first_takes_focus(cards: list[Card]) -> list[Card]:
    """The keyboard goes on with the first card that was appended."""
    return [replace(card, takes_focus=True) for card in cards[:1]] + cards[1:]


def _wants_results(request: PageRequest) -> bool:
    return (request.htmx.target or "").endswith("gallery-results")


def _place(query: Mapping[str, str]) -> dict[str, str]:
    """Return the parts of an address that say how much of the list is shown."""
    return {name: str(query[name]) for name in ("cursor", "upto") if query.get(name)}


def _more(view: View, page: Page[ArtAsset]) -> str:
    return view.address(cursor=page.next_cursor) if page.next_cursor else ""
