"""One job for each variant: put into the queue, and taken from workers that are gone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import structlog
from django.db import connection
from django.db.models.functions import Now
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateWorker

from artstudio.models import Variant
from artstudio.services.queue import leases
from artstudio.services.sources.stored import STUB

log = structlog.stdlib.get_logger(__name__)
TASK = "draw_variant"
LOCAL_QUEUE = "local"
HEARTBEAT_TTL = timedelta(seconds=15)
# Jobs at work on a variant that nobody claims: their worker is gone. When the database
# has only just come back, nobody had the time to renew a claim.
# What lies in the future was written before the clock was set back.
_REQUEUE_STALLED = """
WITH lately AS (
    SELECT now() - %(silence)s::interval AS since, now() + %(silence)s::interval AS until
), stalled AS (
    SELECT job.id
    FROM lately, procrastinate_jobs job
    JOIN artstudio_variant variant ON variant.variant_id = job.args ->> 'variant_id'
    WHERE job.status = 'doing'
      AND coalesce(variant.lease_renewed_at_utc, '-infinity') NOT BETWEEN since AND until
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
_RELEASE_RUNNING = """
SELECT procrastinate_retry_job_v2(job.id, now(), NULL, NULL, NULL)
FROM procrastinate_jobs job
JOIN artstudio_variant variant ON variant.variant_id = job.args ->> 'variant_id'
WHERE job.status = 'doing' AND variant.claim = ANY(%(claims)s)
"""


def queue_of(provider: str) -> str:
    """Return the queue of a provider: each has a limit of its own, so none starves the others."""
    return LOCAL_QUEUE if provider == STUB else provider


def enqueue(variants: Iterable[Variant], *, provider: str) -> None:
    """Leave variants to the workers. Part of the transaction that is open: both or nothing."""
    deferrer = app.configure_task(TASK, queue=queue_of(provider), allow_unknown=True)
    for variant in variants:
        deferrer.defer(variant_id=variant.variant_id)


def has_live_worker() -> bool:
    """Tell whether a worker has given a sign of life lately."""
    # Signs of times to come were given before the clock was set back.
    lately = (Now() - HEARTBEAT_TTL, Now() + HEARTBEAT_TTL)
    return bool(ProcrastinateWorker.objects.filter(last_heartbeat__range=lately).exists())


def requeue_stalled() -> int:
    """Let the jobs of dead workers be done by others; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_REQUEUE_STALLED, {"silence": f"{leases.LEASE_TTL_S} seconds"})
        taken = cursor.fetchall()
    if taken:
        log.warning("stalled_jobs_requeued", jobs=[row[0] for row in taken])
    return len(taken)


def forget_the_future() -> None:
    """Undo what a clock that was set back has put off: claims and jobs of times to come."""
    ahead = leases.bring_back_from_future()
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"task": TASK})
        ahead += cursor.rowcount
    if ahead:
        log.warning("clock_was_set_back", rows=ahead)


def requeue_all() -> int:
    """Let all work be taken up at once; return how many jobs. Only where nobody is at work."""
    leases.release_all()
    forget_the_future()
    with connection.cursor() as cursor:
        cursor.execute(_FREE, {"task": TASK})
        return len(cursor.fetchall())


def release_running() -> int:
    """Give what this process is at work on to others at once; return how many jobs."""
    claims = leases.renewer.claims()
    leases.release(claims)
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE_RUNNING, {"claims": claims})
        return len(cursor.fetchall())
