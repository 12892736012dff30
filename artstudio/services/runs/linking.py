"""Drawings become advisory inputs of a run: the caller links, generating never does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from artstudio.errors import AssetNotFound
from artstudio.models import ArtAsset, AssetKind
from artstudio.services.gallery.assets import MAX_CHOSEN
from rmos_runs.http.field_checks import ErrorList
from rmos_runs.models import AdvisoryInput, AdvisoryKind
from rmos_runs.runs import service
from rmos_runs.runs.references import NewAdvisory

#: Whatever can be chosen at once can be attached at once.
MAX_ASSETS = MAX_CHOSEN
ENGINE = "artstudio"
#: What an asset is to a run. Only a drawing is geometry; the record of how it
#: came to be and a specification are advice of no narrower kind.
_KINDS = {
    AssetKind.SVG: AdvisoryKind.GEOMETRY_SVG,
    AssetKind.GEOMETRY_SPEC: AdvisoryKind.ADVISORY,
    AssetKind.AI_PROVENANCE: AdvisoryKind.ADVISORY,
}


@dataclass(frozen=True, kw_only=True)
class Attached:
    """What a run was given: the assets in the order asked for, and how many were new to it."""

    run_id: str
    assets: list[ArtAsset]
    advisory_inputs: list[AdvisoryInput]
    created_count: int


def attach_assets_to_run(*, asset_ids: Sequence[str], run_id: str) -> Attached:
    """Add assets to a run as advisory inputs, all or none; again is harmless.

    Raises InvalidRequest, RunNotFound, AssetNotFound naming every id that is
    not there.
    """
    wanted = _checked(asset_ids, run_id)
    run = service.require_run(run_id)
    assets = _found(wanted)
    inputs, created_count = service.attach_advisories(
        run.pk, [_advisory(asset) for asset in assets]
    )
    return Attached(
        run_id=run.pk, assets=assets, advisory_inputs=inputs, created_count=created_count
    )


def _checked(asset_ids: object, run_id: object) -> list[str]:
    faults = ErrorList()
    faults.text("run_id", run_id, shortest=1, longest=64)
    listed = asset_ids if isinstance(asset_ids, list | tuple) else []
    if not 1 <= len(listed) <= MAX_ASSETS:
        faults.add("asset_ids", f"Give a list of 1 to {MAX_ASSETS} asset ids.")
    checked = [
        faults.text(f"asset_ids.{i}", asset_id, shortest=1, longest=80)
        for i, asset_id in enumerate(listed[:MAX_ASSETS])
    ]
    faults.raise_if_any()
    return list(dict.fromkeys(checked))


def _found(asset_ids: list[str]) -> list[ArtAsset]:
    found = ArtAsset.objects.select_related("attachment").in_bulk(asset_ids, field_name="asset_id")
    missing = [asset_id for asset_id in asset_ids if asset_id not in found]
    if missing:
        raise AssetNotFound(f"No asset has the id {', '.join(missing[:20])}. Nothing was attached.")
    return [found[asset_id] for asset_id in asset_ids]


def _advisory(asset: ArtAsset) -> NewAdvisory:
    return NewAdvisory(
        sha256=asset.attachment_id,
        kind=_KINDS[AssetKind(asset.kind)],
        engine_id=f"{ENGINE}.{asset.provider}",
        engine_version=asset.model[:64],
    )
