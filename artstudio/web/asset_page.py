"""One asset: its bytes as a picture or text, its facts, and every production of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from artstudio.errors import NothingToRetrace
from artstudio.models import ArtAsset, AssetKind, Variant
from artstudio.services import assets, retrace
from artstudio.services.lineage import lineage_of, relatives_of
from artstudio.services.outline import OUTLINE_VERSION
from artstudio.services.retrace import Reproduction
from artstudio.services.sources import SourceForm, form_of
from artstudio.web.drawing_findings import findings_of
from artstudio.web.drawing_picture import Picture
from artstudio.web.settings_of import readable_constraints
from artstudio.web.stored_text import read_json
from rmos_runs.attachments import Verification, verify_attachment
from rmos_runs.errors import DomainError
from rmos_runs.models import RunAttachment
from rmos_runs.uses import runs_that_use
from rmos_runs.web.htmx import PageRequest, wants_part

PRODUCTIONS = 20
RUNS = 20
STEPS = (
    "ask",
    "source",
    "decode",
    "threshold",
    "trace",
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
    context = {"asset": found, "verification": _verification(request, found)}
    if wants_part(request):
        return render(request, "web/_verification.html", context)
    return asset_response(request, found, context)


@require_POST
@vary_on_headers("HX-Request")
def reproduce(request: PageRequest, asset_id: str) -> HttpResponse:
    """Draw the asset's stored source again, and show whether it comes out the same."""
    found = assets.get_asset(asset_id)
    context = _reproduced(found, request.POST.get("variant_id", ""))
    if wants_part(request):
        return render(request, "web/_reproduction.html", context)
    return asset_response(request, found, context)


def asset_response(
    request: PageRequest, found: ArtAsset, context: Mapping[str, object]
) -> HttpResponse:
    """Return the asset's whole page with what `context` adds to it."""
    productions = list(assets.productions_of(found)[: PRODUCTIONS + 1])
    page = _page_context(found, productions) | {"asset": found} | dict(context)
    page["outlined"] = request.GET.get("outline") == "1"
    return render(request, "web/asset.html", page)


def _reproduced(found: ArtAsset, variant_id: str) -> dict[str, object]:
    try:
        variant = retrace.get_variant(variant_id)
        if variant.asset_id != found.pk:
            raise NothingToRetrace("That drawing is another one; open its own page.")
        reproduction: Reproduction | None = retrace.reproduce(variant_id)
    except DomainError as error:
        return {"reproduction_error": error.message}
    return {"reproduction": reproduction}


def _verification(request: PageRequest, found: ArtAsset) -> Verification | None:
    if "verify" not in request.GET:
        return None
    return verify_attachment(found.attachment.sha256)


def _page_context(found: ArtAsset, productions: Sequence[Variant]) -> dict[str, object]:
    newest = productions[0] if productions else None
    is_drawing = found.kind == AssetKind.SVG
    return {
        "newest": newest,
        "productions": productions[:PRODUCTIONS],
        "more_productions": len(productions) > PRODUCTIONS,
        "runs": runs_that_use([found.attachment_id])[:RUNS],
        "is_drawing": is_drawing,
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
    context: dict[str, object] = {
        "picture": picture_of(found),
        "outline": f"{outline}?v={OUTLINE_VERSION}",
        "source": None,
    }
    if variant is None:
        return context
    lineage = lineage_of(variant)
    return context | {
        "source": shown_source(variant),
        "findings": findings_of(variant.warnings, variant.measurements),
        "lineage": lineage,
        "relatives": ",".join(relatives_of(lineage, found.asset_id)),
        "can_tune": variant.source is not None,
        "is_pattern": variant.source is not None and form_of(variant) is SourceForm.SPEC,
    }


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
    """Return each tool with its version; a tracer's door and version are two facts of one tool."""
    return [
        f"{tool} {' '.join(map(str, found.values())) if isinstance(found, dict) else found}"
        for tool, found in sorted(versions.items())
    ]


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
