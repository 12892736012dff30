"""The gallery: every asset, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from artstudio.models import AssetKind
from artstudio.services import assets, providers
from rmos_runs.errors import InvalidRequest
from rmos_runs.paging import page_of
from rmos_runs.web.filters import Filter
from rmos_runs.web.htmx import PageRequest, wants_part

PAGE_SIZE = 24
ALL = "all"
_KINDS = {
    AssetKind.SVG.value: "Drawings",
    AssetKind.GEOMETRY_SPEC.value: "Geometry",
    AssetKind.AI_PROVENANCE.value: "Provenance",
    ALL: "Everything",
}


@require_safe
@vary_on_headers("HX-Request")
def gallery(request: PageRequest) -> HttpResponse:
    """Show a page of assets; htmx asks for the next ones to append."""
    kind, provider = _chosen_kind(request), _chosen_provider(request)
    page = page_of(
        assets.list_assets(kind=None if kind == ALL else kind, provider=provider or None),
        cursor=request.GET.get("cursor", ""),
        size=PAGE_SIZE,
    )
    context = {
        "page": page,
        "more": _address(kind, provider, cursor=page.next_cursor) if page.next_cursor else "",
        "appended": wants_part(request),
    }
    if wants_part(request):
        return render(request, "web/_gallery_items.html", context)
    context |= {
        "kinds": _kind_filters(kind, provider),
        "providers": _provider_filters(kind, provider),
        "narrowed": bool(provider) or kind != AssetKind.SVG,
        "first_page": _address(kind, provider) if "cursor" in request.GET else "",
    }
    return render(request, "web/gallery.html", context)


def _chosen_kind(request: PageRequest) -> str:
    kind = request.GET.get("kind") or AssetKind.SVG.value
    if kind not in _KINDS:
        raise InvalidRequest(
            f"The gallery shows these kinds: {', '.join(_KINDS)}.",
            fields={"kind": [f"Choose one of: {', '.join(_KINDS)}."]},
        )
    return kind


def _chosen_provider(request: PageRequest) -> str:
    provider = request.GET.get("provider", "")
    return providers.find_provider(provider).name if provider else ""


def _kind_filters(kind: str, provider: str) -> Sequence[Filter]:
    return [
        Filter(title=title, address=_address(name, provider), chosen=name == kind)
        for name, title in _KINDS.items()
    ]


def _provider_filters(kind: str, provider: str) -> Sequence[Filter]:
    anyone = Filter(title="Anyone", address=_address(kind, ""), chosen=not provider)
    return [anyone] + [
        Filter(title=info.title, address=_address(kind, info.name), chosen=info.name == provider)
        for info in providers.list_providers()
    ]


def _address(kind: str, provider: str, *, cursor: str = "") -> str:
    query = {
        "kind": "" if kind == AssetKind.SVG else kind,
        "provider": provider,
        "cursor": cursor,
    }
    given = urlencode({name: value for name, value in query.items() if value})
    return f"{reverse('web:gallery')}?{given}" if given else reverse("web:gallery")
