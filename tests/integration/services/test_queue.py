"""What is left to workers: nothing is lost, nothing is made twice, and whoever waits is told."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from artstudio.errors import (
    NothingToCancel,
    NothingToRetry,
)
from artstudio.models import (
    Attempt,
    Generation,
    Variant,
)
from artstudio.services.generation import lost
from artstudio.services.generation.generate import (
    generate_svg_variants,
    get_generation,
    state_of,
    wait_for_news,
)
from artstudio.services.tuning import cancel_retry
from tests.fake_openai import FakeOpenAI
from tests.integration.services.queued import code_of, in_thread, queued, work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]


class TestEnqueueing:
    def test_makes_the_rows_and_the_jobs_in_one_transaction(self) -> None:
        with transaction.atomic():
            queued(count=4)
            transaction.set_rollback(True)
        assert not Generation.objects.exists()
        assert not ProcrastinateJob.objects.exists()

    def test_is_one_job_for_each_variant(self) -> None:
        generation = queued(count=3)
        assert generation.status == "PENDING"
        assert {v.status for v in generation.variants.all()} == {"PENDING"}
        wanted = {v.variant_id for v in generation.variants.all()}
        assert {job.args["variant_id"] for job in ProcrastinateJob.objects.all()} == wanted

    def test_each_provider_has_a_queue_of_its_own(self, paid: FakeOpenAI) -> None:
        queued()
        queued(provider="openai")
        names = ProcrastinateJob.objects.order_by("id").values_list("queue_name", flat=True)
        assert list(names) == ["local", "openai"]


def test_a_worker_makes_the_same_bytes_as_a_call() -> None:
    generation = queued(count=2)
    work()
    at_once = generate_svg_variants("rosette", 2, variant_seed="s")
    made = get_generation(generation.generation_id)
    assert made.status == "OK"
    assert [v.svg_id for v in made.variants.all()] == [v.svg_id for v in at_once.variants.all()]
    assert all(v.stage == "" and v.finished_at_utc for v in made.variants.all())


def test_a_job_that_comes_twice_changes_nothing(paid: FakeOpenAI) -> None:
    generation = queued(provider="openai", route="raster")
    work()
    before = Variant.objects.values().get()
    work()
    assert Variant.objects.values().get() == before
    assert len(paid.requests) == 1
    assert get_generation(generation.generation_id).status == "OK"


class TestCancelling:
    def test_what_waits_never_starts(self, paid: FakeOpenAI) -> None:
        generation = queued(count=2, provider="openai")
        cancelled = cancel_retry.cancel_generation(generation.generation_id)
        work()
        assert cancelled.status == "CANCELLED"
        assert {v.status for v in Variant.objects.all()} == {"CANCELLED"}
        assert paid.requests == []

    def test_one_of_several_leaves_the_others(self) -> None:
        generation = queued(count=2)
        first = generation.variants.all()[0]
        cancel_retry.cancel_variant(first.variant_id)
        work()
        made = get_generation(generation.generation_id)
        assert made.status == "PARTIAL"
        assert [v.status for v in made.variants.all()] == ["CANCELLED", "OK"]

    def test_an_answer_that_was_asked_for_is_stored_and_marked(self, paid: FakeOpenAI) -> None:
        queued("[slow:1] a crow", provider="openai", route="raster")
        worker = threading.Thread(target=in_thread, args=[work])
        worker.start()
        while not paid.requests:
            time.sleep(0.02)
        cancel_retry.cancel_variant(Variant.objects.get().variant_id)
        worker.join()
        variant = Variant.objects.get()
        assert variant.status == "CANCELLED"
        assert code_of(variant) == "cancelled"
        assert variant.source is not None
        assert variant.svg is None
        assert Attempt.objects.get().outcome == "OK"

    def test_what_is_finished_cannot_be_cancelled(self) -> None:
        made = generate_svg_variants("rosette")
        with pytest.raises(NothingToCancel):
            cancel_retry.cancel_generation(made.generation_id)


class TestRetrying:
    def test_takes_the_same_place_and_seed_and_keeps_the_attempts(self, paid: FakeOpenAI) -> None:
        generation = queued("[401] a crow", provider="openai", route="raster")
        work()
        before = Variant.objects.get()
        cancel_retry.retry_variant(before.variant_id, fresh=True)
        work()
        after = Variant.objects.get()
        assert (after.index, after.seed) == (before.index, before.seed)
        assert [a.number for a in after.attempts.order_by("number")] == [1, 2]
        assert generation.pk == after.generation_id

    def test_of_a_cancelled_one_makes_it_after_all(self) -> None:
        generation = queued()
        cancel_retry.cancel_generation(generation.generation_id)
        again = cancel_retry.retry_variant(Variant.objects.get().variant_id)
        assert again.status == "PENDING"
        assert get_generation(generation.generation_id).status == "PENDING"
        work()
        assert get_generation(generation.generation_id).status == "OK"

    def test_of_a_finished_one_needs_the_word_fresh(self, paid: FakeOpenAI) -> None:
        made = generate_svg_variants("a crow", provider="openai", route="raster")
        variant_id = made.variants.all()[0].variant_id
        with pytest.raises(NothingToRetry):
            cancel_retry.retry_variant(variant_id)
        cancel_retry.retry_variant(variant_id, fresh=True)
        work()
        assert len(paid.requests) == 2
        assert Variant.objects.get().status == "OK"


class TestWaiting:
    def test_is_over_as_soon_as_something_changes(self) -> None:
        generation = queued()
        known = state_of(generation)
        worker = threading.Timer(0.3, in_thread, [work])
        worker.start()
        started = time.monotonic()
        now = wait_for_news(generation.generation_id, state=known, timeout_s=20)
        assert time.monotonic() - started < 5
        assert state_of(now) != known
        worker.join()

    def test_is_over_when_the_time_is_up(self) -> None:
        generation = queued()
        started = time.monotonic()
        now = wait_for_news(generation.generation_id, state=state_of(generation), timeout_s=0.4)
        assert 0.3 < time.monotonic() - started < 3
        assert state_of(now) == state_of(generation)

    def test_is_no_waiting_where_the_state_is_another_already(self) -> None:
        generation = queued()
        started = time.monotonic()
        wait_for_news(generation.generation_id, state="of yesterday", timeout_s=20)
        assert time.monotonic() - started < 3

    def test_of_a_finished_one_is_over_at_once(self) -> None:
        made = generate_svg_variants("rosette")
        started = time.monotonic()
        wait_for_news(made.generation_id, state=state_of(made), timeout_s=20)
        assert time.monotonic() - started < 3


def test_what_a_dead_request_left_is_closed(settings: object) -> None:
    generation = queued()
    Variant.objects.update(
        status="RUNNING",
        is_queued=False,
        created_at_utc="2026-01-01T00:00Z",
        lease_renewed_at_utc="2026-01-01T00:00Z",
    )
    assert lost.fail_expired_variants() == 1
    assert code_of(Variant.objects.get()) == "interrupted"
    assert get_generation(generation.generation_id).status == "ERROR"
