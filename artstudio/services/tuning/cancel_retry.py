"""Stopping work, and asking for it again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from artstudio.errors import NothingToCancel, NothingToRetry, VariantCancelled, VariantNotFound
from artstudio.models import Generation, Variant, VariantStatus
from artstudio.services.generation.generate import get_generation
from artstudio.services.generation.status import UNFINISHED, refresh_status
from artstudio.services.generation.variants import get_variant
from artstudio.services.queue.jobs import enqueue
from artstudio.services.sources.stored import is_resumable


def cancel_generation(generation_id: str) -> Generation:
    """Cancel what of a generation is not done; raises GenerationNotFound, NothingToCancel."""
    generation = get_generation(generation_id)
    _cancel(generation.pk, [variant.pk for variant in generation.variants.all()])
    return get_generation(generation_id)


def cancel_variant(variant_id: str) -> Variant:
    """Cancel one variant; raises VariantNotFound, NothingToCancel."""
    variant = get_variant(variant_id)
    _cancel(variant.generation_id, [variant.pk])
    return get_variant(variant_id)


@transaction.atomic
def _cancel(generation_pk: int, variant_pks: Sequence[int]) -> None:
    """End what waits; tell what runs to stop at its next stage."""
    chosen = Variant.objects.select_for_update().filter(pk__in=variant_pks, status__in=UNFINISHED)
    now = timezone.now()
    found = list(chosen.order_by("pk"))
    if not found:
        raise NothingToCancel
    ids = [variant.pk for variant in found]
    Variant.objects.filter(pk__in=ids).update(cancel_asked_at_utc=now)
    Variant.objects.filter(pk__in=ids, status=VariantStatus.PENDING).update(
        status=VariantStatus.CANCELLED, error=VariantCancelled().as_dict(), finished_at_utc=now
    )
    refresh_status(generation_pk)


def retry_variant(variant_id: str, *, fresh: bool = False) -> Variant:
    """Make a variant again in its place and with its seed; what was tried stays on record.

    With `fresh` the provider is asked again even where its answer is stored, and a
    finished variant is taken too. Raises VariantNotFound, NothingToRetry.
    """
    with transaction.atomic():
        pk = Variant.objects.filter(variant_id=variant_id).values_list("pk", flat=True).first()
        if pk is None:
            raise VariantNotFound
        variant = Variant.objects.select_for_update().get(pk=pk)
        _reset(variant, fresh=fresh)
        refresh_status(variant.generation_id)
        enqueue([variant], provider=variant.generation.provider)
    return get_variant(variant_id)


def _reset(variant: Variant, *, fresh: bool) -> None:
    if variant.status in UNFINISHED:
        raise NothingToRetry("This drawing is being made already. Wait for it, or cancel it first.")
    if variant.parent_id is not None:
        raise NothingToRetry("A re-traced drawing is made again by re-tracing.")
    if variant.status == VariantStatus.OK and not fresh:
        raise NothingToRetry
    # An answer that no drawing can be made of is in the record of its attempt.
    if fresh or not is_resumable(variant):
        variant.source, variant.source_metadata, variant.replayed_from = None, {}, ""
    variant.status = VariantStatus.PENDING
    variant.svg = variant.asset = variant.provenance = None
    variant.stage = ""
    variant.stage_at_utc = timezone.now()
    variant.started_at_utc = variant.lease_renewed_at_utc = None
    variant.finished_at_utc = variant.cancel_asked_at_utc = variant.error = None
    variant.warnings, variant.timings_ms, variant.measurements = [], {}, {}
    variant.fresh, variant.is_queued = fresh, True
    # Whoever read the row before has to read it again: it is another run now.
    variant.claim = uuid.uuid4().hex
    variant.save()
