"""Collections and saved searches: making, renaming, arranging and forgetting them."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from artstudio.services.gallery import collections
from artstudio.web.gallery.actions import return_url
from artstudio.web.gallery.filters import view_of
from rmos_runs.web.htmx import PageRequest, is_fragment_request


@require_POST
def make(request: PageRequest) -> HttpResponse:
    """Make a collection and show it."""
    made = collections.make_collection(request.POST.get("name", ""))
    return redirect(_address(made.collection_id))


@require_POST
def rename(request: PageRequest, collection_id: str) -> HttpResponse:
    """Give a collection another name."""
    collections.rename_collection(collection_id, request.POST.get("name", ""))
    return redirect(_address(collection_id))


@require_POST
def delete(_request: PageRequest, collection_id: str) -> HttpResponse:
    """Forget a collection; its drawings stay."""
    collections.delete_collection(collection_id)
    return redirect("web:gallery")


@require_POST
def move(request: PageRequest, collection_id: str) -> HttpResponse:
    """Move a drawing before another, or to the end."""
    asset_id, before = request.POST.get("moved", ""), request.POST.get("before", "")
    collections.move(asset_id, collection_id, before=before)
    if is_fragment_request(request):
        return HttpResponse(status=204)
    return redirect(f"{_address(collection_id)}#{asset_id}")


@require_POST
def save_search(request: PageRequest) -> HttpResponse:
    """Keep the view one looks at under a name."""
    view = view_of(QueryDict(urlsplit(return_url(request)).query))
    address = view.address(expanded="")
    collections.save_search(request.POST.get("name", ""), urlsplit(address).query)
    return redirect(address)


@require_POST
def forget_search(request: PageRequest, pk: int) -> HttpResponse:
    """Forget a saved search."""
    collections.forget_search(pk)
    return redirect(return_url(request))


def _address(collection_id: str) -> str:
    return f"{reverse('web:gallery')}?{urlencode({'collection': collection_id})}"
