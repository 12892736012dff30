"""Drawings beside each other: what each was made with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from artstudio.errors import AssetNotFound
from artstudio.models import ArtAsset, AssetKind, Variant
from artstudio.services.requests.constraints import TRACE_NAMES
from artstudio.services.tuning.drawing_settings import is_pattern, stored_settings
from rmos_runs.errors import DomainError


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A drawing, its newest production if it has one, and the settings that made it."""

    asset: ArtAsset
    variant: Variant | None
    settings: dict[str, Any]

    @property
    def measurements(self) -> dict[str, Any]:
        """What was measured of it."""
        return self.variant.measurements if self.variant else {}


def compared(asset_ids: Sequence[str]) -> list[Compared]:
    """Return the drawings in the order named. Raises AssetNotFound."""
    assets = ArtAsset.objects.select_related("attachment").in_bulk(asset_ids, field_name="asset_id")
    missing = [asset_id for asset_id in asset_ids if asset_id not in assets]
    if missing:
        raise AssetNotFound(f"No asset has the id {missing[0][:80]}. The gallery lists them all.")
    newest = {
        variant.asset_id: variant
        for variant in Variant.objects.filter(asset__in=assets.values())
        .select_related("generation", "source")
        .order_by("asset", "-id")
        .distinct("asset")
    }
    return [
        Compared(asset=asset, variant=variant, settings=_settings(variant))
        for asset in map(assets.__getitem__, asset_ids)
        for variant in [newest.get(asset.pk)]
    ]


def existing_ids(asset_ids: Sequence[str]) -> list[str]:
    """Return those of the ids that are drawings' of this studio, in their order."""
    drawings = ArtAsset.objects.filter(asset_id__in=asset_ids, kind=AssetKind.SVG)
    known = set(drawings.values_list("asset_id", flat=True))
    return [asset_id for asset_id in asset_ids if asset_id in known]


def _settings(variant: Variant | None) -> dict[str, Any]:
    """Return a pattern's parameters, or how a picture was traced, with what nobody asked for."""
    if variant is None:
        return {}
    try:
        if is_pattern(variant):
            return stored_settings(variant)
    except DomainError:
        # A source that is damaged or gone keeps nobody from looking at the drawing.
        return {}
    options = variant.trace_options
    return {name: options[name] for name in TRACE_NAMES if options.get(name) is not None}
