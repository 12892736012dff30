"""What is left to workers: nothing is lost, nothing is made twice, and whoever waits is told."""

from __future__ import annotations

import threading
import time
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, connections, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from artstudio.errors import (
    IdempotencyKeyReused,
    NothingToCancel,
    NothingToRetry,
)
from artstudio.models import (
    Attempt,
    AttemptOutcome,
    Generation,
    IdempotencyKey,
    Variant,
)
from artstudio.services import control, jobs
from artstudio.services.generation import (
    generate_svg_variants,
    get_generation,
    state_of,
    wait_for_news,
)
from tests.fake_openai import FakeOpenAI

pytestmark = pytest.mark.django_db(transaction=True)


def work() -> None:
    """Do what waits in the queue, as a worker would."""
    for job in ProcrastinateJob.objects.filter(status="todo").order_by("id"):
        jobs.draw_variant(job.args["variant_id"])
        # Jobs belong to the queue's own functions; only their arguments matter here.


def code_of(row: Variant | Attempt) -> str:
    assert row.error is not None
    return str(row.error["code"])


def queued(prompt: str = "rosette", count: int = 1, **more: object) -> Generation:
    return generate_svg_variants(prompt, count, queued=True, variant_seed="s", **more)  # type: ignore[arg-type]


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


class TestAttempts:
    def test_a_call_is_on_record_with_what_it_led_to(self, paid: FakeOpenAI) -> None:
        generate_svg_variants("a crow", provider="openai", route="raster")
        attempt = Attempt.objects.get()
        variant = Variant.objects.get()
        assert (attempt.number, attempt.outcome) == (1, AttemptOutcome.OK)
        assert attempt.client_request_id == f"{variant.variant_id}-1"
        assert attempt.answer_id == variant.source_id
        assert attempt.finished_at_utc is not None
        assert attempt.started_at_utc < attempt.finished_at_utc

    @pytest.mark.parametrize(
        ("scenario", "outcome"),
        [("moderation", "REFUSED"), ("401", "FAILED"), ("slow:20", "UNKNOWN"), ("cut", "UNKNOWN")],
    )
    def test_a_failure_says_whether_it_may_have_been_billed(
        self, paid: FakeOpenAI, settings: object, scenario: str, outcome: str
    ) -> None:
        settings.ARTSTUDIO_OPENAI_TIMEOUT_S = 0.7  # type: ignore[attr-defined]
        generate_svg_variants(f"[{scenario}] a crow", provider="openai", route="raster")
        attempt = Attempt.objects.get()
        assert attempt.outcome == outcome
        assert code_of(attempt)

    def test_a_stored_answer_is_no_attempt(self, paid: FakeOpenAI) -> None:
        for _ in range(2):
            generate_svg_variants("a crow", provider="openai", route="raster", variant_seed="s")
        assert Attempt.objects.count() == 1

    def test_a_call_whose_end_nobody_saw_is_unknown_and_not_repeated(
        self, paid: FakeOpenAI
    ) -> None:
        generation = queued(provider="openai", route="raster")
        variant = Variant.objects.get()
        # What a worker that was killed while the provider was at work leaves behind.
        Variant.objects.update(status="RUNNING", stage="asking")
        Attempt.objects.create(variant=variant, number=1, provider="openai", client_request_id="x")
        work()
        variant.refresh_from_db()
        assert (variant.status, code_of(variant)) == ("ERROR", "outcome_unknown")
        assert Attempt.objects.get().outcome == "UNKNOWN"
        assert paid.requests == []
        assert get_generation(generation.generation_id).status == "ERROR"

    @pytest.mark.parametrize(
        "facts",
        [
            {"number": 0},
            {"outcome": "MAYBE"},
            {"outcome": "OK"},
            {"outcome": "FAILED", "finished_at_utc": "2026-01-01T00:00Z"},
            {"cost_usd": Decimal(-1)},
        ],
    )
    def test_the_database_refuses_what_cannot_be(self, facts: dict[str, object]) -> None:
        queued()
        row = {"number": 1, "provider": "openai", "client_request_id": "x"} | facts
        with pytest.raises(IntegrityError):
            Attempt.objects.create(variant=Variant.objects.get(), **row)

    def test_each_number_is_used_once(self) -> None:
        queued()
        variant = Variant.objects.get()
        Attempt.objects.create(variant=variant, number=1, provider="p", client_request_id="x")
        with pytest.raises(IntegrityError):
            Attempt.objects.create(variant=variant, number=1, provider="p", client_request_id="y")


class TestCancelling:
    def test_what_waits_never_starts(self, paid: FakeOpenAI) -> None:
        generation = queued(count=2, provider="openai")
        cancelled = control.cancel_generation(generation.generation_id)
        work()
        assert cancelled.status == "CANCELLED"
        assert {v.status for v in Variant.objects.all()} == {"CANCELLED"}
        assert paid.requests == []

    def test_one_of_several_leaves_the_others(self) -> None:
        generation = queued(count=2)
        first = generation.variants.all()[0]
        control.cancel_variant(first.variant_id)
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
        control.cancel_variant(Variant.objects.get().variant_id)
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
            control.cancel_generation(made.generation_id)


class TestRetrying:
    def test_takes_the_same_place_and_seed_and_keeps_the_attempts(self, paid: FakeOpenAI) -> None:
        generation = queued("[401] a crow", provider="openai", route="raster")
        work()
        before = Variant.objects.get()
        control.retry_variant(before.variant_id, fresh=True)
        work()
        after = Variant.objects.get()
        assert (after.index, after.seed) == (before.index, before.seed)
        assert [a.number for a in after.attempts.order_by("number")] == [1, 2]
        assert generation.pk == after.generation_id

    def test_of_a_cancelled_one_makes_it_after_all(self) -> None:
        generation = queued()
        control.cancel_generation(generation.generation_id)
        again = control.retry_variant(Variant.objects.get().variant_id)
        assert again.status == "PENDING"
        assert get_generation(generation.generation_id).status == "PENDING"
        work()
        assert get_generation(generation.generation_id).status == "OK"

    def test_of_a_finished_one_needs_the_word_fresh(self, paid: FakeOpenAI) -> None:
        made = generate_svg_variants("a crow", provider="openai", route="raster")
        variant_id = made.variants.all()[0].variant_id
        with pytest.raises(NothingToRetry):
            control.retry_variant(variant_id)
        control.retry_variant(variant_id, fresh=True)
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


class TestIdempotencyKey:
    def test_gives_the_same_generation_for_the_same_request(self) -> None:
        one, two = (generate_svg_variants("rosette", idempotency_key="k") for _ in range(2))
        assert one.generation_id == two.generation_id
        assert Generation.objects.count() == 1

    def test_with_another_body_is_refused(self) -> None:
        generate_svg_variants("rosette", idempotency_key="k")
        with pytest.raises(IdempotencyKeyReused):
            generate_svg_variants("celtic knot", idempotency_key="k")

    def test_is_the_caller_s_own(self) -> None:
        ada, bob = (queued(idempotency_key="k", caller=name) for name in ("ada", "bob"))
        assert ada.generation_id != bob.generation_id
        assert queued(idempotency_key="k", caller="ada").generation_id == ada.generation_id

    def test_racing_makes_one_generation(self) -> None:
        made: list[str] = []
        barrier = threading.Barrier(6)

        def ask() -> None:
            barrier.wait()
            made.append(queued(idempotency_key="k").generation_id)

        threads = [threading.Thread(target=in_thread, args=[ask]) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(made) == 6
        assert len(set(made)) == 1
        assert Generation.objects.count() == 1

    def test_is_forgotten_after_a_day(self) -> None:
        one = queued(idempotency_key="k")
        IdempotencyKey.objects.update(created_at_utc="2026-01-01T00:00Z")
        assert queued(idempotency_key="k").generation_id != one.generation_id


def test_what_a_dead_request_left_is_closed(settings: object) -> None:
    generation = queued()
    Variant.objects.update(
        status="RUNNING",
        is_queued=False,
        created_at_utc="2026-01-01T00:00Z",
        seen_at_utc="2026-01-01T00:00Z",
    )
    assert jobs.close_silent_variants() == 1
    assert code_of(Variant.objects.get()) == "interrupted"
    assert get_generation(generation.generation_id).status == "ERROR"


def in_thread(step: object) -> None:
    try:
        step()  # type: ignore[operator]
    finally:
        connections.close_all()


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db: None) -> None:
    """The queue's tables are not Django's, so its flush leaves them as they are."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
