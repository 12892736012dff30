"""The art index: one asset for each content, found by its SHA-256."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from artstudio.errors import AssetNotFound
from artstudio.models import ArtAsset, AssetKind, Generation, Variant
from rmos_runs.errors import InvalidRequest
from rmos_runs.models import RunAttachment

MAX_CHOSEN = 500
SHORTEST_ID = 12
FULL_DIGEST = 64
_ROLES = {
    AssetKind.SVG: "svg",
    AssetKind.GEOMETRY_SPEC: "source",
    AssetKind.AI_PROVENANCE: "provenance",
}


def index_asset(
    attachment: RunAttachment,
    kind: AssetKind,
    *,
    generation: Generation,
    facts: Mapping[str, Any] | None = None,
) -> ArtAsset:
    """Return the asset of these bytes, indexing them if they are new. Idempotent.

    The id is `asset_` and the first 12 digits of the SHA-256, more where an
    asset of other bytes has that id already: it never names another picture.
    `facts` are further columns (width_mm, height_mm, nodes, meta) of a new row.
    """
    for digits in range(SHORTEST_ID, FULL_DIGEST + 1):
        try:
            # A savepoint, so that the clash leaves an outer transaction usable.
            with transaction.atomic():
                return ArtAsset.objects.get_or_create(
                    attachment=attachment,
                    defaults={
                        "asset_id": f"asset_{attachment.sha256[:digits]}",
                        "kind": kind,
                        "provider": generation.provider,
                        "model": generation.model,
                        "route": generation.route,
                        "prompt": generation.prompt,
                        "variant_seed": generation.variant_seed,
                        "request_id": generation.request_id,
                        "styles": list(generation.style_hints),
                        "stack": generation.generation_id,
                        **(facts or {}),
                    },
                )[0]
        except IntegrityError:
            if not ArtAsset.objects.filter(asset_id=f"asset_{attachment.sha256[:digits]}").exists():
                raise
    raise AssertionError("the whole digest names one content")


def list_assets(*, kind: str | None = None, provider: str | None = None) -> QuerySet[ArtAsset]:
    """Return assets with their attachments, newest first, filtered where asked."""
    assets = ArtAsset.objects.select_related("attachment").order_by("-created_at_utc", "-id")
    if kind:
        assets = assets.filter(kind=kind)
    if provider:
        assets = assets.filter(provider=provider)
    return assets


def get_asset(asset_id: str) -> ArtAsset:
    """Return an asset with its attachment; raises AssetNotFound."""
    asset = ArtAsset.objects.select_related("attachment").filter(asset_id=asset_id).first()
    if asset is None:
        raise AssetNotFound(f"No asset has the id {asset_id[:80]}. The gallery lists them all.")
    return asset


def get_assets(asset_ids: Sequence[str]) -> list[ArtAsset]:
    """Return assets in the order of their ids, each once; raises AssetNotFound naming the others.

    An empty list is refused with InvalidRequest, and so is one of more than 500.
    """
    wanted = list(dict.fromkeys(asset_ids))
    if not 1 <= len(wanted) <= MAX_CHOSEN:
        many = f"{len(wanted)} drawings are chosen, and at once it can be {MAX_CHOSEN}. "
        raise InvalidRequest(
            f"{many}Nothing was changed." if wanted else "Choose drawings first.",
            fields={"asset": [f"Give 1 to {MAX_CHOSEN} asset ids."]},
        )
    found = ArtAsset.objects.select_related("attachment").in_bulk(wanted, field_name="asset_id")
    missing = [asset_id[:80] for asset_id in wanted if asset_id not in found]
    if missing:
        raise AssetNotFound(f"No asset has the id {', '.join(missing[:20])}. Nothing was changed.")
    return [found[asset_id] for asset_id in wanted]


def productions_of(asset: ArtAsset) -> QuerySet[Variant]:
    """Return every variant that produced or used these bytes, newest first."""
    role = _ROLES[AssetKind(asset.kind)]
    return (
        Variant.objects.filter(**{role: asset.attachment_id})
        .select_related("generation", "source", "svg", "provenance", "asset")
        .order_by("-id")
    )


#: Nobody needs to know how many more than this there are.
MAX_COUNTED = 100


def count_new_assets(rows: QuerySet[ArtAsset], *, since: dt.datetime) -> int:
    """Return how many of `rows` were indexed after a moment, at most 100."""
    return rows.order_by().filter(created_at_utc__gt=since)[:MAX_COUNTED].count()
