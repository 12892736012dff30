"""One asset: its bytes as a picture or text, its facts, and every production of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from artstudio.models import ArtAsset, AssetKind, Variant
from artstudio.models.assets import MAX_RATING
from artstudio.services.exports.cut_lists import has_cut_list
from artstudio.services.gallery import assets
from artstudio.services.gallery.lineage import lineage_of, relatives_of
from artstudio.services.gallery.neighbours import neighbours_of
from artstudio.services.gallery.outline import OUTLINE_VERSION
from artstudio.services.sources.stored import SourceForm, form_of
from artstudio.web.drawing.picture import Picture
from artstudio.web.drawing.stored_text import read_json
from artstudio.web.drawing.verification import (
    Proof,
    can_sign,
    reproduced,
    verifications_of,
    version_of,
)
from artstudio.web.drawing.warnings import warnings_of
from artstudio.web.studio.prefill import readable_constraints
from rmos_runs.models import RunAttachment
from rmos_runs.runs.backrefs import runs_that_use
from rmos_runs.web.fragments import page_part
from rmos_runs.web.htmx import PageRequest, is_fragment_request

PRODUCTIONS = 20
FINE_PNG_MM = 500
#: What is worked out because somebody asked for it now.
_JUST_NOW = ("proofs", "reproduction", "reproduction_error")
RUNS = 20
STEPS = (
    "ask",
    "source",
    "decode",
    "threshold",
    "thin",
    "trace",
    "settle",
    "draw",
    "write",
    "measure",
    "compare",
    "card",
    "store",
    "total",
)
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})


@require_safe
@vary_on_headers("HX-Request")
def asset(request: PageRequest, asset_id: str) -> HttpResponse:
    """Show an asset; with `?verify=1` its bytes are read and hashed again first."""
    found = assets.get_asset(asset_id)
    context = {"asset": found, "proofs": _proofs(request, found)}
    if is_fragment_request(request):
        return render(request, "drawing/_verification.html", context)
    return asset_response(request, found, context)


@require_POST
@vary_on_headers("HX-Request")
def reproduce(request: PageRequest, asset_id: str) -> HttpResponse:
    """Draw the asset's stored source again, and show whether it comes out the same."""
    found = assets.get_asset(asset_id)
    context = reproduced(found, request.POST.get("variant_id", ""))
    if is_fragment_request(request):
        return render(request, "drawing/_reproduction.html", context)
    return asset_response(request, found, context)


def asset_response(
    request: PageRequest, found: ArtAsset, context: Mapping[str, object]
) -> HttpResponse:
    """Return the asset's whole page with what `context` adds to it."""
    productions = list(assets.productions_of(found)[: PRODUCTIONS + 1])
    page = _page_context(found, productions) | {"asset": found} | dict(context)
    page["query"] = request.GET
    page["outlined"] = request.GET.get("outline") == "1"
    page["kept_before"] = request.GET.get("kept") == "before"
    if found.kind == AssetKind.SVG:
        page["neighbours"] = neighbours_of(found)
        page["ratings"] = [(n, n <= (found.rating or 0)) for n in range(1, MAX_RATING + 1)]
    page["main"] = _main(request, page)
    return render(request, "drawing/asset.html", page)


def _main(request: PageRequest, page: Mapping[str, object]) -> str:
    """Return what the page shows; what was verified just now says when, and is not kept."""
    template = "drawing/_main.html"
    if any(page.get(name) for name in _JUST_NOW):
        return render_to_string(template, dict(page), request)
    return page_part(template, page, request)


def _proofs(request: PageRequest, found: ArtAsset) -> list[Proof]:
    if "verify" not in request.GET:
        return []
    return verifications_of(found, assets.productions_of(found).first())


def _page_context(found: ArtAsset, productions: Sequence[Variant]) -> dict[str, object]:
    newest = productions[0] if productions else None
    is_drawing = found.kind == AssetKind.SVG
    return {
        "newest": newest,
        "productions": productions[:PRODUCTIONS],
        "more_productions": len(productions) > PRODUCTIONS,
        "runs": list(runs_that_use([found.attachment_id])[:RUNS]),
        "is_drawing": is_drawing,
        "has_cut_list": is_drawing and has_cut_list(newest),
        "text": "" if is_drawing else read_json(found.attachment),
        **(_origin_context(newest) if newest else {}),
        **(drawing_context(found, newest) if is_drawing else {}),
    }


def _origin_context(newest: Variant) -> dict[str, object]:
    return {
        "constraints": readable_constraints(newest.generation),
        "timings": _in_order(newest.timings_ms),
        "tools": _tools(newest.tool_versions),
        "attempts": list(newest.attempts.order_by("number")),
    }


def drawing_context(found: ArtAsset, variant: Variant | None) -> dict[str, object]:
    """Return what the large drawing of a page needs, and what may be done with it."""
    outline = reverse("web:outline", args=[found.asset_id])
    picture = picture_of(found)
    context: dict[str, object] = {
        "picture": picture,
        "true_size": picture.true_size if picture else "",
        "png": _png(picture) if picture else None,
        "can_sign": can_sign(),
        "outline": f"{outline}?v={OUTLINE_VERSION}",
        "here": reverse("web:asset", args=[found.asset_id]),
        "source": None,
    }
    if variant is None:
        return context
    lineage = lineage_of(variant)
    return context | {
        "source": shown_source(variant),
        "findings": warnings_of(variant.warnings, variant.measurements),
        "lineage": lineage,
        "relatives": ",".join(relatives_of(lineage, found.asset_id)),
        "can_tune": variant.source is not None,
        "is_pattern": variant.source is not None and form_of(variant) is SourceForm.SPEC,
        "is_traced": variant.source is not None and form_of(variant) is SourceForm.PICTURE,
    }


def _png(picture: Picture) -> dict[str, object]:
    """Return the resolution of a page's PNG: a large sheet has fewer pixels for each inch."""
    dpi = 300 if max(picture.width_mm, picture.height_mm) <= FINE_PNG_MM else 50
    return {"dpi": dpi, "pixels": picture.pixels(dpi)}


def picture_of(found: ArtAsset) -> Picture | None:
    """Return how a stored drawing is shown large; None where its size is not known."""
    if not found.width_mm or not found.height_mm:
        return None
    address = reverse("rmos_api:attachment", args=[found.attachment_id])
    return Picture(
        src=address, alt=found.prompt, width_mm=found.width_mm, height_mm=found.height_mm
    )


def _in_order(timings_ms: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return the steps as they follow each other: the database keeps no order."""
    order = {step: at for at, step in enumerate(STEPS)}
    return sorted(timings_ms.items(), key=lambda step: order.get(step[0], order["store"]))


def _tools(versions: Mapping[str, Any]) -> list[str]:
    return [f"{tool} {version_of(found)}" for tool, found in sorted(versions.items())]


def shown_source(variant: Variant) -> dict[str, object] | None:
    """Return how a source may be shown; what is neither picture nor JSON is only offered."""
    source: RunAttachment | None = variant.source
    if source is None:
        return None
    return {
        "attachment": source,
        "is_picture": source.mime in PICTURES,
        "text": read_json(source) if source.mime == "application/json" else "",
    }
