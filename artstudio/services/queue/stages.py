"""Where a variant at work stands: written so that others can watch it, and stop it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models.functions import Now
from django.utils import timezone

from artstudio.errors import LeaseLost, VariantCancelled
from artstudio.models import Generation, GenerationStatus, Variant, VariantStage, VariantStatus
from artstudio.services.queue import leases
from artstudio.services.resources.versions import own_versions


@contextmanager
def claimed(variant: Variant) -> Iterator[None]:
    """Claim a variant and mark it as at work; the claim is renewed until the block ends.

    Raises TakenOver where another process makes it, or has made it.
    """
    _start(variant)
    with leases.renewing(variant):
        yield


def _start(variant: Variant) -> None:
    variant.started_at_utc = variant.started_at_utc or timezone.now()
    variant.tool_versions = own_versions()
    columns = {
        "status": VariantStatus.RUNNING,
        "stage": VariantStage.ASKING,
        "stage_at_utc": Now(),
        "started_at_utc": variant.started_at_utc,
        "tool_versions": variant.tool_versions,
        "error": None,
        "finished_at_utc": None,
    }
    leases.acquire(variant, columns)
    variant.status, variant.stage, variant.error = VariantStatus.RUNNING, VariantStage.ASKING, None
    if variant.is_queued and variant.generation.status == GenerationStatus.PENDING:
        Generation.objects.filter(pk=variant.generation_id, status=GenerationStatus.PENDING).update(
            status=GenerationStatus.RUNNING
        )


def raise_if_cancelled(variant: Variant) -> None:
    """Raise VariantCancelled where a stop was asked for before the work began."""
    if variant.cancel_asked_at_utc is not None:
        raise VariantCancelled


def set_stage(variant: Variant, stage: VariantStage) -> None:
    """Note a stage that is gone through even where a stop was asked for: it is paid already."""
    if variant.stage != stage:
        variant.stage = stage
        Variant.objects.filter(pk=variant.pk, claim=variant.claim).update(
            stage=stage, stage_at_utc=Now(), lease_renewed_at_utc=Now()
        )


def set_stage_unless_cancelled(variant: Variant, stage: VariantStage) -> None:
    """Note that a variant goes on to `stage`.

    Raises VariantCancelled if it shall not, TakenOver if another process goes on with it.
    """
    ours = Variant.objects.filter(pk=variant.pk, claim=variant.claim)
    # One statement: whoever asks to cancel is seen, or comes before the next stage.
    if not ours.filter(cancel_asked_at_utc=None).update(
        stage=stage, stage_at_utc=Now(), lease_renewed_at_utc=Now()
    ):
        raise VariantCancelled if ours.exists() else LeaseLost
    variant.stage = stage
