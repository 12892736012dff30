"""Variants whose process is gone: closed, or put into the queue again."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Exists, Func, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from artstudio.models import Variant
from artstudio.services.generation.status import fail_abandoned
from artstudio.services.queue import leases
from artstudio.services.queue.jobs import enqueue
from artstudio.services.queue.leases import UNFINISHED

log = structlog.stdlib.get_logger(__name__)
# A web process has many threads, and may be slower to say that it lives.
REQUEST_LEASE_TTL_S = 20.0
# Two numbers that no other lock of this product has.
_LOOKING_AFTER = (0x41727453, 4)


def fail_expired_variants() -> int:
    """Close variants that were made inside of a request whose process is gone; return how many."""
    return _closed(_silent_for(REQUEST_LEASE_TTL_S).filter(is_queued=False))


@transaction.atomic
def requeue_orphaned_variants() -> int:
    """Put queued variants without a job into the queue again; return how many.

    Those whose job has failed for a reason that nobody foresaw are closed.
    """
    if not _is_alone():
        return 0
    silent = _silent_for(REQUEST_LEASE_TTL_S).filter(is_queued=True)
    jobs = ProcrastinateJob.objects.filter(args__variant_id=_as_json(OuterRef("variant_id")))
    lost = silent.exclude(Exists(jobs.filter(status__in=["todo", "doing"])))
    jobless = list(
        lost.exclude(Exists(jobs)).select_related("generation").select_for_update(of=("self",))
    )
    for variant in jobless:
        log.warning("orphaned_variant_requeued", variant_id=variant.variant_id)
        enqueue([variant], provider=variant.generation.provider)
    return _closed(lost.filter(Exists(jobs))) + len(jobless)


def _is_alone() -> bool:
    """Keep all others from looking after lost work until the transaction ends; False if one does.

    A job that another puts into the queue meanwhile is not seen, and would be put in twice.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", _LOOKING_AFTER)
        return bool(cursor.fetchone()[0])


def _silent_for(seconds: float) -> QuerySet[Variant]:
    margin = timedelta(seconds=seconds)
    made_long_ago = Q(created_at_utc__lt=Now() - margin) | Q(created_at_utc__gt=Now() + margin)
    return Variant.objects.filter(
        leases.not_renewed_for(seconds), made_long_ago, status__in=UNFINISHED
    )


def _as_json(text: OuterRef) -> Func:
    return Func(text, function="to_jsonb")


def _closed(variants: QuerySet[Variant]) -> int:
    if count := fail_abandoned(variants):
        log.warning("expired_variants_failed", count=count)
    return count
