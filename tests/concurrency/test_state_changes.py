"""Changes of state that race: each is decided in one statement, or under a lock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from artstudio.errors import LeaseLost
from artstudio.models import Variant
from artstudio.services.generation import lost
from artstudio.services.queue import leases
from artstudio.services.tuning import cancel_retry
from tests.integration.services.conftest import empty_queue
from tests.integration.services.queued import queued

__all__ = ["empty_queue"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]
RUNNING = {"status": "RUNNING", "stage": "asking"}


def elsewhere(step: Callable[[], Any]) -> Any:
    """Do a step on a connection of its own, and return what it returns."""

    def closing() -> Any:
        try:
            return step()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(closing).result()


@contextmanager
def after_each(word: str, step: Callable[[], Any]) -> Iterator[None]:
    """Do a step after each statement of this connection that begins with a word."""

    def wrapper(execute: Any, sql: str, *rest: Any) -> Any:
        result = execute(sql, *rest)
        if sql.startswith(word):
            step()
        return result

    with connection.execute_wrapper(wrapper):
        yield


def claimed() -> Variant:
    variant: Variant = queued().variants.get()
    leases.acquire(variant, RUNNING)
    return variant


def silent(variant: Variant, seconds: float) -> None:
    Variant.objects.filter(pk=variant.pk).update(
        lease_renewed_at_utc=Now() - timedelta(seconds=seconds)
    )


def test_claim_that_ends_while_another_asks_for_it_cancels_nothing() -> None:
    first = claimed()
    second = Variant.objects.get(pk=first.pk)
    with (
        after_each("UPDATE", lambda: elsewhere(lambda: leases.release([first.claim]))),
        suppress(LeaseLost),
    ):
        leases.acquire(second, RUNNING)
    assert second.cancel_asked_at_utc is None


def test_claim_and_cancel_at_once_agree() -> None:
    """Whichever comes first: cancelled and never claimed, or claimed and told to stop."""
    for number in range(20):
        variant = queued(f"rosette {number}").variants.get()
        start = threading.Barrier(2)

        def take(variant: Variant = variant, start: threading.Barrier = start) -> bool:
            start.wait(10)
            try:
                leases.acquire(variant, RUNNING)
            except LeaseLost:
                return False
            return True

        def cancel(variant: Variant = variant, start: threading.Barrier = start) -> None:
            start.wait(10)
            cancel_retry.cancel_variant(variant.variant_id)

        with ThreadPoolExecutor(2) as pool:
            taking, cancelling = pool.submit(elsewhere, take), pool.submit(elsewhere, cancel)
            is_taken, _ = taking.result(), cancelling.result()
        row = Variant.objects.get(pk=variant.pk)
        assert row.cancel_asked_at_utc is not None
        assert row.status == ("RUNNING" if is_taken else "CANCELLED")


@pytest.mark.parametrize(
    ("is_queued", "close"),
    [(False, lost.fail_expired_variants), (True, lost.requeue_orphaned_variants)],
)
def test_claim_that_is_renewed_while_it_is_judged_is_left_alone(
    is_queued: bool,
    close: Callable[[], int],
) -> None:
    variant = claimed()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    Variant.objects.filter(pk=variant.pk).update(
        is_queued=is_queued, created_at_utc=Now() - timedelta(hours=1)
    )
    silent(variant, lost.REQUEST_LEASE_TTL_S + 5)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            leases.write(variant, {"lease_renewed_at_utc": Now()})
            closing = pool.submit(elsewhere, close)
            # It waits for the row, which this transaction holds, or has judged already.
            with suppress(TimeoutError):
                closing.result(0.7)
        assert closing.result(10) == 0
    variant.refresh_from_db()
    assert (variant.status, variant.error) == ("RUNNING", None)


def test_lost_variant_is_queued_once_by_two_workers() -> None:
    variant = queued().variants.get()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    Variant.objects.update(created_at_utc=Now() - timedelta(hours=1))
    have_looked = threading.Barrier(2)

    def repair() -> int:
        def meet() -> None:
            with suppress(threading.BrokenBarrierError):
                have_looked.wait(0.7)

        with after_each("SELECT", meet):
            return lost.requeue_orphaned_variants()

    with ThreadPoolExecutor(2) as pool:
        repaired = list(pool.map(lambda _number: elsewhere(repair), range(2)))
    assert sum(repaired) == 1
    assert ProcrastinateJob.objects.filter(args__variant_id=variant.variant_id).count() == 1


def test_retried_variant_is_not_taken_by_who_read_it_before() -> None:
    variant = claimed()
    silent(variant, leases.LEASE_TTL_S + 1)
    early = Variant.objects.get(pk=variant.pk)
    Variant.objects.update(status="ERROR", stage="", error={"code": "x"}, finished_at_utc=Now())
    cancel_retry.retry_variant(variant.variant_id)
    with pytest.raises(LeaseLost):
        leases.acquire(early, RUNNING)
    leases.acquire(Variant.objects.get(pk=variant.pk), RUNNING)
