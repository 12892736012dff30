"""What the store's pages are told of drawings: whose they are and where to look."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Prefetch
from django.urls import reverse

from artstudio.models import ArtAsset, AssetKind, Generation, Variant, VariantStatus
from rmos_runs.hooks import Origin, RelatedWork


class StudioHook:
    """Answers the store from the art index."""

    def of_attachments(self, sha256s: Collection[str]) -> Mapping[str, Origin]:
        """Return the asset of each content, and the newest generation that drew it."""
        drawn_by = _newest_drawings(sha256s)
        assets = ArtAsset.objects.filter(attachment__in=sha256s)
        return {
            asset.attachment_id: _origin(asset, drawn_by.get(asset.attachment_id))
            for asset in assets
        }

    def of_session(self, session_id: str, *, limit: int) -> Sequence[RelatedWork]:
        """Return the newest generations that name a session."""
        drawings = Variant.objects.filter(status=VariantStatus.OK).order_by("index")
        generations = (
            Generation.objects.filter(workflow_session=session_id)
            .prefetch_related(Prefetch("variants", queryset=drawings))
            .order_by("-created_at_utc", "-id")
        )
        return [_made(generation) for generation in generations[:limit]]

    def wrote(self, sha256: str) -> bool:
        """Tell whether the index has the bytes as a drawing: only our own writer's come there."""
        return ArtAsset.objects.filter(attachment=sha256, kind=AssetKind.SVG).exists()


def _newest_drawings(sha256s: Collection[str]) -> dict[str, Variant]:
    drawings = (
        Variant.objects.filter(svg__in=sha256s, status=VariantStatus.OK)
        .select_related("generation")
        .order_by("svg", "-id")
        .distinct("svg")
    )
    return {str(variant.svg_id): variant for variant in drawings}


def _origin(asset: ArtAsset, variant: Variant | None) -> Origin:
    page = reverse("web:asset", args=[asset.asset_id])
    admin = reverse("admin:artstudio_artasset_change", args=[asset.pk])
    if variant is None:
        return Origin(title=asset.prompt, page=page, admin=admin)
    generation = variant.generation
    return Origin(
        title=generation.prompt,
        page=page,
        admin=admin,
        generation_id=generation.generation_id,
        generation_page=reverse("web:generation", args=[generation.generation_id]),
        generation_admin=_admin_of(generation),
    )


def _made(generation: Generation) -> RelatedWork:
    drawings = list(generation.variants.all())
    return RelatedWork(
        title=generation.prompt,
        state=generation.status,
        page=reverse("web:generation", args=[generation.generation_id]),
        admin=_admin_of(generation),
        count=len(drawings),
        created_at_utc=generation.created_at_utc,
        cover_sha256=str(drawings[0].svg_id) if drawings else "",
    )


def _admin_of(generation: Generation) -> str:
    return reverse("admin:artstudio_generation_change", args=[generation.pk])
