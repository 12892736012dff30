"""After a crash the clock was set back: what was written in the future holds nothing up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from artstudio.errors import LeaseLost
from artstudio.models import Variant
from artstudio.services.generation import lost
from artstudio.services.queue import jobs, leases
from artstudio.services.queue.jobs import has_live_worker
from artstudio.services.tuning import cancel_retry
from tests.integration.services.queued import queued, work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]
RUNNING = {"status": "RUNNING", "stage": "asking"}
HOUR = timedelta(hours=1)


@pytest.fixture
def left() -> Variant:
    """A drawing whose worker was killed an hour from now, by today's clock."""
    variant: Variant = queued().variants.get()
    leases.acquire(variant, RUNNING)
    Variant.objects.update(lease_renewed_at_utc=Now() + HOUR, created_at_utc=Now() + HOUR)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = 1")
        cursor.execute("UPDATE procrastinate_events SET at = now() + interval '1 hour'")
    return variant


def job_status() -> str:
    return str(ProcrastinateJob.objects.values_list("status", flat=True).get())


def test_lease_of_the_future_has_run_out(left: Variant) -> None:
    leases.acquire(Variant.objects.get(pk=left.pk), RUNNING)


def test_lease_a_moment_ahead_holds(left: Variant) -> None:
    """Two transactions that begin at once may see each other's times ahead."""
    Variant.objects.update(lease_renewed_at_utc=Now() + timedelta(seconds=1))
    with pytest.raises(LeaseLost):
        leases.acquire(Variant.objects.get(pk=left.pk), RUNNING)


def test_job_of_the_future_is_taken_up(left: Variant) -> None:
    # The server of the tests may have been started a moment ago.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_sleep(greatest(0, 9 - extract(epoch FROM"
            " now() - pg_postmaster_start_time())))"
        )
    assert jobs.requeue_stalled() == 1
    assert job_status() == "todo"


def test_cancelled_drawing_of_the_future_ends(left: Variant) -> None:
    cancel_retry.cancel_variant(left.variant_id)
    jobs.requeue_all()
    work()
    left.refresh_from_db()
    assert left.status == "CANCELLED"


def test_request_of_the_future_is_closed(left: Variant) -> None:
    Variant.objects.update(is_queued=False)
    assert lost.fail_expired_variants() == 1
    left.refresh_from_db()
    assert (left.status, left.generation.status) == ("ERROR", "ERROR")


def test_living_worker_keeps_its_lease_when_the_clock_is_set_back(left: Variant) -> None:
    """It has two seconds to renew it by the new clock."""
    jobs.forget_the_future()
    with pytest.raises(LeaseLost):
        leases.acquire(Variant.objects.get(pk=left.pk), RUNNING)


def test_job_that_waits_for_the_future_is_due(left: Variant) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status='todo', scheduled_at = now() + interval '1 hour'"
        )
    jobs.forget_the_future()
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at <= clock_timestamp() FROM procrastinate_jobs")
        assert cursor.fetchone() == (True,)


def test_worker_of_the_future_is_not_at_work() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_workers CASCADE")
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
        assert has_live_worker()
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() + interval '1 h'")
        assert not has_live_worker()
        cursor.execute("TRUNCATE procrastinate_workers CASCADE")


def test_start_frees_what_a_killed_studio_held(left: Variant) -> None:
    assert jobs.requeue_all() == 1
    assert job_status() == "todo"
    work()
    left.refresh_from_db()
    assert left.status == "OK"
