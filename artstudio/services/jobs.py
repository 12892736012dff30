"""What a worker does: the jobs of the queue, and looking after work whose process is gone."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.utils import timezone

from artstudio.models import Variant, VariantStatus
from artstudio.services import recording
from artstudio.services.outcomes import UNFINISHED, close_abandoned, note_outcome
from artstudio.services.request import request_of
from artstudio.services.retrace import get_variant
from artstudio.services.sources import composed_pattern
from artstudio.services.variants import make_variant, obtain_source
from rmos_runs.errors import DomainError
from rmos_runs.request_id import request_id_scope

log = structlog.stdlib.get_logger(__name__)
# A process at work says so every few seconds; one that is silent this long is gone.
SILENCE_S = 20.0


def draw_variant(variant_id: str) -> None:
    """Make the drawing of a queued variant; harmless where that was done before.

    Raises Django's errors of a database that is away; the job is then taken up again.
    """
    variant = get_variant(variant_id)
    if variant.status not in UNFINISHED:
        return
    request = request_of(variant.generation, fresh=variant.fresh)
    with request_id_scope(variant.generation.request_id):
        if variant.status == VariantStatus.PENDING:
            _note_begun(variant)
        try:
            pattern = composed_pattern(request, variant.seed)
        except DomainError as error:
            recording.fail(variant, request, error, started=0.0)
        else:
            make_variant(variant, request, lambda: obtain_source(variant, request, pattern))
        note_outcome(variant.generation_id)


def _note_begun(variant: Variant) -> None:
    """Show the generation at work as soon as its first variant is."""
    Variant.objects.filter(
        pk=variant.pk, status=VariantStatus.PENDING, cancel_asked_at_utc=None
    ).update(status=VariantStatus.RUNNING, seen_at_utc=timezone.now())
    note_outcome(variant.generation_id)


def close_silent_variants() -> int:
    """Close variants that were made inside of a request whose process is gone; return how many."""
    silent_since = timezone.now() - timedelta(seconds=SILENCE_S)
    silent = list(
        Variant.objects.filter(
            status__in=UNFINISHED, is_queued=False, created_at_utc__lt=silent_since
        ).exclude(seen_at_utc__gte=silent_since)
    )
    if silent:
        log.warning("abandoned_variants_closed", count=len(silent))
        close_abandoned(silent)
    return len(silent)
