"""How a generation stands, by how its variants do; and closing it when the last one is done."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from artstudio.errors import WorkerDied
from artstudio.models import Generation, GenerationStatus, Variant, VariantStatus
from artstudio.services.providers.calls import close_open_attempts
from artstudio.services.queue import leases

UNFINISHED = leases.UNFINISHED
_OPEN = (GenerationStatus.PENDING, GenerationStatus.RUNNING)
_LOOKED_AT = (
    "generation_id",
    "status",
    "revised_prompt",
    "started_at_utc",
    "finished_at_utc",
)


def is_open(generation: Generation) -> bool:
    """Tell whether any of its drawings is still to come."""
    return generation.status in _OPEN


@transaction.atomic
def refresh_status(generation_pk: int) -> Generation:
    """Bring a generation's status up to date with its variants, and return it.

    It is done when none of its own variants is at work; drawings made later from
    a stored source are not among those.
    """
    # The lock makes the last two variants close it once, and one after the other.
    generation = Generation.objects.select_for_update().get(pk=generation_pk)
    variants = list(generation.variants.filter(parent=None).only(*_LOOKED_AT).order_by("index"))
    status = _status(variants)
    if generation.status == status:
        return generation
    generation.status = status
    if is_open(generation):
        generation.finished_at_utc = None
    else:
        generation.finished_at_utc = timezone.now()
        generation.compute_ms = _milliseconds(generation, variants)
        generation.revised_prompt = next(
            (v.revised_prompt for v in variants if v.revised_prompt), ""
        )
    generation.save(update_fields=["status", "revised_prompt", "compute_ms", "finished_at_utc"])
    return generation


def _status(variants: Sequence[Variant]) -> GenerationStatus:
    if not any(variant.status in UNFINISHED for variant in variants):
        return outcome_of(variants)
    begun = any(variant.status != VariantStatus.PENDING for variant in variants)
    return GenerationStatus.RUNNING if begun else GenerationStatus.PENDING


def outcome_of(variants: Sequence[Variant]) -> GenerationStatus:
    """Return the outcome of a generation whose variants are all finished."""
    statuses = [variant.status for variant in variants]
    done = statuses.count(VariantStatus.OK)
    if done == len(statuses):
        return GenerationStatus.OK
    if done:
        return GenerationStatus.PARTIAL
    if all(status == VariantStatus.CANCELLED for status in statuses):
        return GenerationStatus.CANCELLED
    return GenerationStatus.ERROR


@transaction.atomic
def fail_abandoned(abandoned: QuerySet[Variant]) -> int:
    """Mark variants whose process is gone, and their generations; return how many.

    The rows are locked and looked at again: who came back to life meanwhile is left alone.
    """
    variants = list(abandoned.select_for_update(of=("self",)).order_by("pk"))
    now = timezone.now()
    for variant in variants:
        close_open_attempts(variant)
    Variant.objects.filter(pk__in=[variant.pk for variant in variants]).update(
        status=VariantStatus.ERROR,
        stage="",
        claim="",
        error=WorkerDied().as_dict(),
        finished_at_utc=now,
    )
    for generation_pk in sorted({variant.generation_id for variant in variants}):
        refresh_status(generation_pk)
    return len(variants)


def _milliseconds(generation: Generation, variants: Sequence[Variant]) -> float:
    """Return how long the work took, without the time it lay in the queue."""
    starts = [variant.started_at_utc for variant in variants if variant.started_at_utc]
    ends = [variant.finished_at_utc for variant in variants if variant.finished_at_utc]
    begun = min(starts, default=generation.created_at_utc)
    return max(0.0, round((max(ends, default=begun) - begun).total_seconds() * 1000, 3))
