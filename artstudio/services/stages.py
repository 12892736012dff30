"""Where a variant at work stands: written so that others can watch it, and stop it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from artstudio.errors import VariantCancelled
from artstudio.models import Variant, VariantStage, VariantStatus
from artstudio.services.provenance import own_versions


def start(variant: Variant) -> None:
    """Mark a variant as at work; raises VariantCancelled where that was asked for before."""
    now = timezone.now()
    variant.status = VariantStatus.RUNNING
    variant.tool_versions = own_versions()
    variant.started_at_utc = variant.started_at_utc or now
    variant.error = None
    _move(
        variant,
        VariantStage.ASKING,
        status=variant.status,
        tool_versions=variant.tool_versions,
        started_at_utc=variant.started_at_utc,
        error=None,
        finished_at_utc=None,
    )


def enter(variant: Variant, stage: VariantStage) -> None:
    """Note that a variant goes on to `stage`; raises VariantCancelled if it shall not."""
    _move(variant, stage)


def _move(variant: Variant, stage: VariantStage, **columns: object) -> None:
    now = timezone.now()
    # One statement: whoever asks to cancel is seen, or comes before the next stage.
    moved = Variant.objects.filter(pk=variant.pk, cancel_asked_at_utc=None).update(
        stage=stage, stage_at_utc=now, seen_at_utc=now, **columns
    )
    if not moved:
        raise VariantCancelled
    variant.stage, variant.stage_at_utc = stage, now


def still_at_work(variants: Sequence[Variant]) -> None:
    """Say that the process at work on these variants lives."""
    Variant.objects.filter(
        pk__in=[variant.pk for variant in variants], status=VariantStatus.RUNNING
    ).update(seen_at_utc=timezone.now())
