"""Workers killed with SIGKILL at every stage: nothing is lost, and nothing is paid for twice."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from artstudio.models import Attempt, Generation, Variant
from artstudio.services import control
from artstudio.services.generation import generate_svg_variants
from tests.fake_openai import FakeOpenAI
from tests.integration.queue.processes import Nursery, is_gone, kill, wait_until
from tests.integration.queue.whole import check_calls, check_files, check_rows, is_all_finished

pytestmark = pytest.mark.slow
#: Seconds within which others go on with the work of a killed worker.
PICKED_UP_WITHIN_S = 15.0


def ask(prompt: str, *, seed: str = "s", count: int = 1, provider: str = "openai") -> Generation:
    route = "raster" if provider == "openai" else None
    return generate_svg_variants(prompt, count, seed, queued=True, provider=provider, route=route)


@contextmanager
def table_locked(name: str) -> Iterator[None]:
    """Let nobody else write to a table."""
    parameters = connections["default"].get_connection_params()
    for unknown in ("context", "cursor_factory", "prepare_threshold"):
        parameters.pop(unknown, None)
    with psycopg.connect(**parameters) as holder:
        holder.execute(f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE")
        yield
        holder.rollback()


def stage_of(pk: int) -> str:
    return str(Variant.objects.values_list("stage", flat=True).get(pk=pk))


def kill_at(stage: str, worker: int, variant: Variant) -> None:
    """Stop the worker as soon as it shows the stage, look again, and kill it there."""
    wait_until(lambda: stage_of(variant.pk) == stage, seconds=20, every=0.001)
    kill(worker, signal.SIGSTOP)
    at = stage_of(variant.pk)
    kill(worker)
    wait_until(lambda: is_gone(worker), seconds=5)
    assert at == stage


def finish_with(worker_of: Nursery) -> float:
    """Start another worker and return after how many seconds all was done."""
    worker_of.worker()
    return wait_until(is_all_finished, seconds=PICKED_UP_WITHIN_S + 10)


def check_all(root: Path, provider: FakeOpenAI) -> None:
    check_rows()
    check_files(root)
    check_calls(provider)


class TestKilledWhile:
    """One test for each stage; what came before it is not done again."""

    @pytest.fixture(autouse=True)
    def _whole_afterwards(
        self, workers: Nursery, attachments_dir: Path, provider: FakeOpenAI
    ) -> Iterator[None]:
        yield
        check_all(attachments_dir, provider)

    def test_asking_the_call_is_unknown_and_left_to_the_user(
        self, workers: Nursery, provider: FakeOpenAI
    ) -> None:
        variant = ask("[slow:30] a crow").variants.get()
        worker = workers.worker()
        wait_until(lambda: provider.image_requests, seconds=20)
        kill_at("asking", worker, variant)
        assert finish_with(workers) < PICKED_UP_WITHIN_S
        variant.refresh_from_db()
        assert (variant.status, (variant.error or {})["code"]) == ("ERROR", "outcome_unknown")
        assert [a.outcome for a in Attempt.objects.all()] == ["UNKNOWN"]
        assert len(provider.image_requests) == 1
        Generation.objects.update(prompt="a crow")
        control.retry_variant(variant.variant_id)
        wait_until(is_all_finished, seconds=10)
        assert Generation.objects.get().status == "OK"
        assert [a.outcome for a in Attempt.objects.order_by("number")] == ["UNKNOWN", "OK"]

    def test_storing_the_call_is_unknown(self, workers: Nursery, provider: FakeOpenAI) -> None:
        with table_locked("rmos_runs_runattachment"):
            variant = ask("a crow").variants.get()
            kill_at("storing", workers.worker(), variant)
        assert finish_with(workers) < PICKED_UP_WITHIN_S
        variant.refresh_from_db()
        assert (variant.error or {})["code"] == "outcome_unknown"
        assert len(provider.image_requests) == 1

    def test_tracing_the_stored_answer_is_traced_by_another(
        self, workers: Nursery, provider: FakeOpenAI
    ) -> None:
        variant = ask("a crow").variants.get()
        kill_at("tracing", workers.worker(), variant)
        self.check_made_from_one_call(workers, provider)

    def test_measuring_the_stored_answer_is_used(
        self, workers: Nursery, provider: FakeOpenAI
    ) -> None:
        variant = ask("a crow").variants.get()
        kill_at("measuring", workers.worker(), variant)
        self.check_made_from_one_call(workers, provider)

    def test_indexing_the_stored_drawing_is_used(
        self, workers: Nursery, provider: FakeOpenAI
    ) -> None:
        with table_locked("artstudio_artasset"):
            variant = ask("a crow").variants.get()
            kill_at("indexing", workers.worker(), variant)
            drawing = Variant.objects.get().svg_id
        self.check_made_from_one_call(workers, provider)
        assert Variant.objects.get().svg_id == drawing

    def check_made_from_one_call(self, workers: Nursery, provider: FakeOpenAI) -> None:
        assert finish_with(workers) < PICKED_UP_WITHIN_S
        assert Generation.objects.get().status == "OK"
        assert [a.outcome for a in Attempt.objects.all()] == ["OK"]
        assert len(provider.image_requests) == 1

    def test_it_is_being_cancelled_it_ends_cancelled(
        self, workers: Nursery, provider: FakeOpenAI
    ) -> None:
        variant = ask("[slow:30] a crow").variants.get()
        worker = workers.worker()
        wait_until(lambda: provider.image_requests, seconds=20)
        control.cancel_variant(variant.variant_id)
        kill_at("asking", worker, variant)
        assert finish_with(workers) < PICKED_UP_WITHIN_S
        assert Generation.objects.get().status == "CANCELLED"
        assert [a.outcome for a in Attempt.objects.all()] == ["UNKNOWN"]
        assert len(provider.image_requests) == 1


def test_a_worker_that_was_only_suspended_writes_nothing_after_another_took_over(
    workers: Nursery, provider: FakeOpenAI, attachments_dir: Path
) -> None:
    variant = ask("a crow").variants.get()
    first = workers.worker()
    wait_until(lambda: stage_of(variant.pk) == "tracing", seconds=20, every=0.001)
    kill(first, signal.SIGSTOP)
    assert finish_with(workers) < PICKED_UP_WITHIN_S
    made = Variant.objects.values().get()
    kill(first, signal.SIGCONT)
    time.sleep(1.0)
    assert Variant.objects.values().get() == made
    assert made["status"] == "OK"
    check_all(attachments_dir, provider)


def test_sigterm_hands_back_what_it_cannot_finish(workers: Nursery, provider: FakeOpenAI) -> None:
    ask("[slow:30] a crow")
    first, _second = workers.worker(), None
    wait_until(lambda: provider.image_requests, seconds=20)
    workers.worker()
    time.sleep(0.5)
    kill(first, signal.SIGTERM)
    # A second of grace, and then it need not be found out by its silence.
    assert wait_until(is_all_finished, seconds=10) < 5
    assert is_gone(first)
    assert [a.outcome for a in Attempt.objects.all()] == ["UNKNOWN"]
    check_rows()


def test_sigterm_finishes_what_it_can(workers: Nursery, provider: FakeOpenAI) -> None:
    ask("[slow:0.5] a crow")
    worker = workers.worker()
    wait_until(lambda: provider.image_requests, seconds=20)
    kill(worker, signal.SIGTERM)
    wait_until(lambda: is_gone(worker), seconds=10)
    assert Generation.objects.get().status == "OK"


def test_many_killed_at_any_moment(
    workers: Nursery, provider: FakeOpenAI, attachments_dir: Path
) -> None:
    """Three workers, of which one is killed and replaced again and again."""
    dice = random.Random(20261122)
    for number in range(24):
        ask("a crow [slow:0.3]", seed=f"s{number}", count=2)
        ask("rosette", seed=f"s{number}", count=1, provider="stub")
    at_work = [workers.worker() for _ in range(3)]
    kills = 0
    until = time.monotonic() + 14
    while time.monotonic() < until and not is_all_finished():
        time.sleep(dice.uniform(0.1, 0.9))
        kill(at_work.pop(dice.randrange(3)))
        kills += 1
        at_work.append(workers.worker())
    wait_until(is_all_finished, seconds=PICKED_UP_WITHIN_S + 10)
    check_all(attachments_dir, provider)
    assert kills > 10
    outcomes = Attempt.objects.values_list("outcome", flat=True)
    assert set(outcomes) <= {"OK", "UNKNOWN"}
    # Who was not asked in vain is done, from one call.
    assert Variant.objects.filter(status="OK").count() == 72 - list(outcomes).count("UNKNOWN")
    errors = Variant.objects.filter(status="ERROR").values_list("error__code", flat=True)
    assert set(errors) <= {"outcome_unknown"}
