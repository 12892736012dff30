"""The gallery: what was made, searched, filtered, sorted, a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from artstudio.models import ArtAsset, AssetTag
from artstudio.services import assets, boards
from artstudio.services.archives import FORMATS
from artstudio.services.assets import MAX_CHOSEN
from artstudio.services.ordering import all_up_to, cursor_at, ordered_page
from artstudio.web.gallery_filters import View
from rmos_runs.errors import InvalidRequest
from rmos_runs.paging import Page
from rmos_runs.web.htmx import PageRequest, wants_part

PAGE_SIZE = 48
#: What no card shows.
HEAVY = ("meta", "words", "attachment__metadata")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@require_safe
@vary_on_headers("HX-Request")
def gallery(request: PageRequest) -> HttpResponse:
    """Show a page; htmx asks for the next cards to append, or for another view's results."""
    view = View(request.GET)
    if not wants_part(request) and "" in request.GET.values():
        # A form without a script names every field; what is shared should be short.
        return redirect(view.address())
    if wants_part(request) and "cursor" in request.GET:
        return _next_cards(request, view)
    context = results_context(request.GET, view)
    if wants_part(request):
        response = render(request, "web/gallery_results.html", context)
        response["HX-Push-Url"] = view.address()
        return response
    context |= {
        "searches": boards.list_searches(),
        "collections": boards.list_collections(),
        "tags": boards.list_tags(),
    }
    return render(request, "web/gallery.html", context)


def _next_cards(request: PageRequest, view: View) -> HttpResponse:
    page = ordered_page(
        _rows(view.narrowing().narrow(assets.list_assets())),
        order=view.order,
        cursor=request.GET["cursor"],
        size=PAGE_SIZE,
    )
    context = {"page": page, "more": _more(view, page), "appended": True, "view": view}
    response = render(request, "web/_gallery_items.html", context)
    if page.items:
        # Who goes back or reloads finds all that was shown, and the place again.
        upto = cursor_at(page.items[-1], view.order)
        response["HX-Replace-Url"] = view.address(upto=upto)
    return response


def results_context(query: QueryDict, view: View) -> dict[str, object]:
    """Return what the template of the results needs. Raises InvalidRequest for a wrong cursor."""
    narrowing = view.narrowing()
    rows = _rows(narrowing.narrow(assets.list_assets()))
    if upto := query.get("upto", ""):
        page = all_up_to(rows, order=view.order, cursor=upto, limit=MAX_CHOSEN)
    else:
        page = ordered_page(rows, order=view.order, cursor=query.get("cursor", ""), size=PAGE_SIZE)
    shown = {name: str(query[name]) for name in ("cursor", "upto") if query.get(name)}
    return {
        "view": view,
        "page": page,
        "more": _more(view, page),
        "search": narrowing.search,
        "board": boards.get_collection(narrowing.collection) if narrowing.collection else None,
        "here": view.address(**shown),
        "formats": FORMATS,
        "first_page": view.address() if "cursor" in query else "",
        "archived": _moment(query),
    }


def _rows(rows: QuerySet[ArtAsset]) -> QuerySet[ArtAsset]:
    tagged = AssetTag.objects.select_related("tag").order_by("tag__name")
    return rows.defer(*HEAVY).prefetch_related(Prefetch("asset_tags", queryset=tagged))


def _more(view: View, page: Page[ArtAsset]) -> str:
    return view.address(cursor=page.next_cursor) if page.next_cursor else ""


def _moment(query: Mapping[str, str]) -> str:
    """Return the moment of an archiving that can be undone, as the address names it."""
    moment = query.get("archived", "")
    if moment and moment_of(moment) is None:
        raise InvalidRequest(fields={"archived": ["This is not the moment of an archiving."]})
    return moment


def moment_of(text: str) -> dt.datetime | None:
    """Return the time that microseconds since 1970 name, or None."""
    if not (text.isascii() and text.isdigit() and len(text) <= 16):
        return None
    return _EPOCH + dt.timedelta(microseconds=int(text))


def moment_text(moment: dt.datetime) -> str:
    """Return the microseconds since 1970, the inverse of `moment_of`."""
    return str((moment - _EPOCH) // dt.timedelta(microseconds=1))
