"""What a worker does: the jobs of the queue, and looking after work whose process is gone."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Exists, Func, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from artstudio.models import Variant
from artstudio.services import leases
from artstudio.services.leases import UNFINISHED
from artstudio.services.outcomes import close_abandoned
from artstudio.services.queue import TASK, enqueue
from artstudio.services.request import request_of
from artstudio.services.retrace import get_variant
from artstudio.services.sources import composed_pattern
from artstudio.services.variants import make_variant, obtain_source
from rmos_runs.request_id import request_id_scope

log = structlog.stdlib.get_logger(__name__)
# A web process has many threads, and may be slower to say that it lives.
REQUEST_SILENCE_S = 20.0
# Jobs at work on a variant that nobody claims: their worker is gone. When the database
# has only just come back, nobody had the time to renew a claim.
# What lies in the future was written before the clock was set back.
_TAKE_UP = """
WITH lately AS (
    SELECT now() - %(silence)s::interval AS since, now() + %(silence)s::interval AS until
), stalled AS (
    SELECT job.id
    FROM lately, procrastinate_jobs job
    JOIN artstudio_variant variant ON variant.variant_id = job.args ->> 'variant_id'
    WHERE job.status = 'doing'
      AND coalesce(variant.seen_at_utc, '-infinity') NOT BETWEEN since AND until
      AND NOT EXISTS (
          SELECT FROM procrastinate_events event
          WHERE event.job_id = job.id AND event.type = 'started'
            AND event.at BETWEEN since AND until)
      AND pg_postmaster_start_time() NOT BETWEEN since AND until
    FOR UPDATE OF job SKIP LOCKED
)
SELECT id, procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM stalled
"""
# A job waits two seconds before it is tried again; what waits longer was put off
# before the clock was set back.
_DUE = """
UPDATE procrastinate_jobs SET scheduled_at = now()
WHERE status = 'todo' AND task_name = %(task)s AND scheduled_at > now() + interval '10 seconds'
"""
_FREE = """
SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL)
FROM procrastinate_jobs WHERE status = 'doing' AND task_name = %(task)s
"""
# Two numbers that no other lock of this product has.
_LOOKING_AFTER = (0x41727453, 4)
_HAND_BACK = """
SELECT procrastinate_retry_job_v2(job.id, now(), NULL, NULL, NULL)
FROM procrastinate_jobs job
JOIN artstudio_variant variant ON variant.variant_id = job.args ->> 'variant_id'
WHERE job.status = 'doing' AND variant.claim = ANY(%(claims)s)
"""


def draw_variant(variant_id: str) -> None:
    """Make the drawing of a queued variant; harmless where that was done before.

    Raises what `make_variant` does; the job is then taken up again.
    """
    variant = get_variant(variant_id)
    if variant.status not in UNFINISHED:
        return
    request = request_of(variant.generation, fresh=variant.fresh)
    with request_id_scope(variant.generation.request_id):
        make_variant(
            variant,
            request,
            lambda: obtain_source(variant, request, composed_pattern(request, variant.seed)),
        )


def take_up_stalled() -> int:
    """Let the jobs of dead workers be done by others; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_UP, {"silence": f"{leases.SILENCE_S} seconds"})
        taken = cursor.fetchall()
    if taken:
        log.warning("stalled_jobs_taken_up", jobs=[row[0] for row in taken])
    return len(taken)


def forget_the_future() -> None:
    """Undo what a clock that was set back has put off: claims and jobs of times to come."""
    ahead = leases.bring_back_from_future()
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"task": TASK})
        ahead += cursor.rowcount
    if ahead:
        log.warning("clock_was_set_back", rows=ahead)


def free_everything() -> int:
    """Let all work be taken up at once; return how many jobs. Only where nobody is at work."""
    leases.free_all()
    forget_the_future()
    with connection.cursor() as cursor:
        cursor.execute(_FREE, {"task": TASK})
        return len(cursor.fetchall())


def hand_back() -> int:
    """Give what this process is at work on to others at once; return how many jobs."""
    claims = leases.heart.claims()
    leases.give_back(claims)
    with connection.cursor() as cursor:
        cursor.execute(_HAND_BACK, {"claims": claims})
        return len(cursor.fetchall())


def close_silent_variants() -> int:
    """Close variants that were made inside of a request whose process is gone; return how many."""
    return _closed(_silent_for(REQUEST_SILENCE_S).filter(is_queued=False))


@transaction.atomic
def mend_jobless_variants() -> int:
    """Put queued variants without a job into the queue again; return how many.

    Those whose job has failed for a reason that nobody foresaw are closed.
    """
    if not _is_alone():
        return 0
    silent = _silent_for(REQUEST_SILENCE_S).filter(is_queued=True)
    jobs = ProcrastinateJob.objects.filter(args__variant_id=_as_json(OuterRef("variant_id")))
    lost = silent.exclude(Exists(jobs.filter(status__in=["todo", "doing"])))
    jobless = list(
        lost.exclude(Exists(jobs)).select_related("generation").select_for_update(of=("self",))
    )
    for variant in jobless:
        log.warning("jobless_variant_queued", variant_id=variant.variant_id)
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
    return Variant.objects.filter(leases.silent_for(seconds), made_long_ago, status__in=UNFINISHED)


def _as_json(text: OuterRef) -> Func:
    return Func(text, function="to_jsonb")


def _closed(variants: QuerySet[Variant]) -> int:
    if count := close_abandoned(variants):
        log.warning("abandoned_variants_closed", count=count)
    return count
