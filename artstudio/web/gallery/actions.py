"""What one does to drawings in the gallery: each is a POST, for one or for all that are chosen.

Without a script it leads back to where one was; with htmx it answers only with
the card or the results that changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from artstudio.models import ArtAsset
from artstudio.services.gallery import collections, curation
from artstudio.services.runs.linking import attach_assets_to_run
from artstudio.web.gallery.cards import cards_of, row_of
from artstudio.web.gallery.filters import view_of
from artstudio.web.gallery.page import results_context
from artstudio.web.gallery.timestamps import from_micros, parse_timestamp, to_micros
from rmos_runs.errors import DomainError, InvalidRequest
from rmos_runs.http.problems import status_of
from rmos_runs.web.htmx import PageRequest, is_fragment_request


@require_POST
def star(request: PageRequest, asset_id: str) -> HttpResponse:
    """Give a drawing its star, or with `?on=0` take it."""
    (asset,) = curation.star([asset_id], starred=request.GET.get("on") != "0")
    return _card(request, asset)


@require_POST
def rate(request: PageRequest, asset_id: str, rating: int) -> HttpResponse:
    """Rate a drawing; 0 takes the rating back."""
    (asset,) = curation.rate([asset_id], rating)
    return _card(request, asset)


@require_POST
def chosen(request: PageRequest, action: str) -> HttpResponse:
    """Do something to every drawing that is chosen."""
    do = _ACTIONS.get(action)
    if do is None:
        known = ", ".join(_ACTIONS)
        raise InvalidRequest(fields={"action": [f"Known are: {known}."]})
    form = request.POST.copy()
    # A key names its rating in the address, where the form has a field for it.
    form.update({name: str(value) for name, value in request.GET.items()})
    try:
        message, undo = do(request.POST.getlist("asset"), form)
    except DomainError as error:
        if not is_fragment_request(request):
            raise
        # The drawings stay in sight, and chosen, above the words of the refusal.
        response = _results(request, message="", error=error.message)
        response.status_code = status_of(error)
        return response
    return _results(request, message=message, archived=undo)


@require_POST
def undo_archive(request: PageRequest, batch_id: str) -> HttpResponse:
    """Bring back what was archived in one go."""
    at = from_micros(batch_id)
    if at is None:
        raise InvalidRequest(fields={"batch_id": ["No drawings were archived under this id."]})
    count = curation.unarchive_batch(at)
    return _results(request, message=f"{_drawings(count)} restored.")


def return_url(request: PageRequest) -> str:
    """Return the page a form was sent from, or the gallery where it names none of ours."""
    # Where more was shown since the form was written, only the browser knows the address.
    now_at = request.htmx.current_url_abs_path if is_fragment_request(request) else None
    back = now_at or request.POST.get("back", "")
    ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if ours else reverse("web:gallery")


def _card(request: PageRequest, asset: ArtAsset) -> HttpResponse:
    back = return_url(request)
    if not is_fragment_request(request):
        return HttpResponseRedirect(f"{back}#{asset.asset_id}")
    parts = urlsplit(back)
    view = view_of(QueryDict(parts.query if parts.path == reverse("web:gallery") else ""))
    (card, *_below) = cards_of(view, view.asset_filters(), [row_of(asset)])
    return HttpResponse(card.html)


def _results(
    request: PageRequest, *, message: str, archived: str = "", error: str = ""
) -> HttpResponse:
    back = return_url(request)
    parts = urlsplit(back)
    query = QueryDict(parts.query, mutable=True)
    query.pop("archived", None)
    if not is_fragment_request(request) or parts.path != reverse("web:gallery"):
        if archived:
            query["archived"] = archived
        given = f"?{query.urlencode()}" if query else ""
        return redirect(f"{parts.path}{given}")
    view = view_of(query)
    context = results_context(query, view, seen=parse_timestamp(request.POST, "seen")) | {
        "message": message,
        "archived": archived,
        "error": error,
    }
    return render(request, "gallery/results.html", context)


def _drawings(count: int) -> str:
    return f"{count} drawing{'' if count == 1 else 's'}"


ActionResult = tuple[str, str]


def _star(asset_ids: Sequence[str], _form: QueryDict) -> ActionResult:
    return f"{_drawings(len(curation.star(asset_ids)))} with a star.", ""


def _unstar(asset_ids: Sequence[str], _form: QueryDict) -> ActionResult:
    found = curation.star(asset_ids, starred=False)
    return f"{_drawings(len(found))} without a star.", ""


def _rate(asset_ids: Sequence[str], form: QueryDict) -> ActionResult:
    rating = str(form.get("rating", ""))
    found = curation.rate(asset_ids, int(rating) if rating in set("012345") else -1)
    return f"{_drawings(len(found))} rated {rating}.", ""


def _archive(asset_ids: Sequence[str], _form: QueryDict) -> ActionResult:
    moment = curation.archive(asset_ids)
    message = f"{_drawings(len(set(asset_ids)))} archived."
    return message, to_micros(moment) if moment else ""


def _unarchive(asset_ids: Sequence[str], _form: QueryDict) -> ActionResult:
    return f"{_drawings(curation.unarchive(asset_ids))} restored.", ""


def _tag(asset_ids: Sequence[str], form: QueryDict) -> ActionResult:
    tags = collections.tag_assets(asset_ids, form.get("tag", ""))
    return f"Tagged {', '.join(tag.name for tag in tags)}.", ""


def _untag(asset_ids: Sequence[str], form: QueryDict) -> ActionResult:
    return f"{collections.untag_assets(asset_ids, form.get('tag', ''))} tags taken away.", ""


def _collect(asset_ids: Sequence[str], form: QueryDict) -> ActionResult:
    collection = (
        collections.get_collection(str(form["collection"]))
        if form.get("collection")
        else collections.make_collection(form.get("name", ""))
    )
    count = collections.add_assets(asset_ids, collection.collection_id)
    return f"{_drawings(count)} put into {collection.name}.", ""


def _uncollect(asset_ids: Sequence[str], form: QueryDict) -> ActionResult:
    count = collections.remove_assets(
        asset_ids, form.get("from_collection") or form.get("board", "")
    )
    return f"{_drawings(count)} taken out.", ""


def _attach(asset_ids: Sequence[str], form: QueryDict) -> ActionResult:
    run_id = form.get("run_id", "").strip()
    attached = attach_assets_to_run(asset_ids=asset_ids, run_id=run_id)
    return f"{_drawings(attached.created_count)} attached to run {attached.run_id}.", ""


_ACTIONS: dict[str, Callable[[Sequence[str], QueryDict], ActionResult]] = {
    "star": _star,
    "unstar": _unstar,
    "rate": _rate,
    "archive": _archive,
    "unarchive": _unarchive,
    "tag": _tag,
    "untag": _untag,
    "collect": _collect,
    "uncollect": _uncollect,
    "attach": _attach,
}
