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
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.tuning import cancel_retry
from tests.fake_openai import FakeOpenAI
from tests.integration.queue.invariants import check_calls, check_files, check_rows, is_all_finished
from tests.integration.queue.processes import Nursery, is_gone, kill, wait_until
from tests.rounds import rounds

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


def is_killed_at(stage: str, worker: int, variant: Variant) -> bool:
    """Stop the worker as soon as it shows the stage, look again, and kill it; whether in time."""
    wait_until(lambda: stage_of(variant.pk) in (stage, ""), seconds=20, every=0.001)
    kill(worker, signal.SIGSTOP)
    at = stage_of(variant.pk)
    kill(worker)
    wait_until(lambda: is_gone(worker), seconds=5)
    return at == stage


def killed_at(stage: str, workers: Nursery) -> Variant:
    """A variant whose worker was killed at a stage."""
    for number in range(5):
        variant = ask("a crow", seed=f"{stage}-{number}").variants.get()
        worker = workers.worker()
        wait_until(lambda: stage_of(variant.pk) != "", seconds=20, every=0.001)  # noqa: B023
        if is_killed_at(stage, worker, variant):
            return variant
    pytest.fail(f"never caught {stage}")


def check_all(root: Path, provider: FakeOpenAI) -> None:
    check_rows()
    check_files(root)
    check_calls(provider)


def seen(variant: Variant) -> tuple[str, str, list[str]]:
    """The outcome of a variant, its error's code, and the outcomes of its calls."""
    variant.refresh_from_db()
    calls = variant.attempts.order_by("number").values_list("outcome", flat=True)
    return variant.status, str((variant.error or {}).get("code", "")), list(calls)


def test_killed_at_every_stage(
    workers: Nursery, provider: FakeOpenAI, attachments_dir: Path
) -> None:
    asking = ask("[slow:30] a crow", seed="asking").variants.get()
    first = workers.worker()
    # At this stage a call is first put on record, then sent.
    wait_until(lambda: provider.image_requests, seconds=20)
    assert is_killed_at("asking", first, asking)
    cancelled = ask("[slow:30] a crow", seed="cancelled").variants.get()
    worker = workers.worker()
    wait_until(lambda: len(provider.image_requests) == 2, seconds=20)
    cancel_retry.cancel_variant(cancelled.variant_id)
    assert is_killed_at("asking", worker, cancelled)
    with table_locked("rmos_runs_runattachment"):
        storing = killed_at("storing", workers)
    tracing = killed_at("tracing", workers)
    measuring = killed_at("measuring", workers)
    with table_locked("artstudio_artasset"):
        indexing = killed_at("indexing", workers)
    drawing = Variant.objects.get(pk=indexing.pk).svg_id
    suspended = ask("a crow", seed="suspended").variants.get()
    sleeper = workers.worker()
    wait_until(lambda: stage_of(suspended.pk) == "tracing", seconds=20, every=0.001)
    kill(sleeper, signal.SIGSTOP)

    workers.worker()
    assert wait_until(is_all_finished, seconds=PICKED_UP_WITHIN_S + 10) < PICKED_UP_WITHIN_S
    check_all(attachments_dir, provider)
    unknown = ("ERROR", "outcome_unknown", ["UNKNOWN"])
    assert seen(asking) == seen(storing) == unknown
    assert seen(cancelled) == ("CANCELLED", "cancelled", ["UNKNOWN"])
    # From the one answer that was stored:
    for variant in (tracing, measuring, indexing, suspended):
        assert seen(variant) == ("OK", "", ["OK"])
    assert indexing.svg_id == drawing

    before = Variant.objects.values().get(pk=suspended.pk)
    kill(sleeper, signal.SIGCONT)
    cancel_retry.retry_variant(storing.variant_id)
    wait_until(is_all_finished, seconds=10)
    # What was only suspended finds its work taken over, and writes nothing.
    assert Variant.objects.values().get(pk=suspended.pk) == before
    # A second call is made because it was asked for.
    assert seen(storing) == ("OK", "", ["UNKNOWN", "OK"])
    check_all(attachments_dir, provider)


def test_sigterm_hands_back_what_it_cannot_finish(workers: Nursery, provider: FakeOpenAI) -> None:
    ask("[slow:30] a crow")
    first = workers.worker()
    wait_until(lambda: provider.image_requests, seconds=20)
    workers.worker()
    time.sleep(0.5)
    kill(first, signal.SIGTERM)
    # Four seconds of grace, and then it need not be found out by its silence.
    assert wait_until(is_all_finished, seconds=15) < 9
    wait_until(lambda: is_gone(first), seconds=5)
    assert [a.outcome for a in Attempt.objects.all()] == ["UNKNOWN"]
    check_rows()


def test_sigterm_finishes_what_it_can(workers: Nursery, provider: FakeOpenAI) -> None:
    ask("[slow:0.5] a crow")
    worker = workers.worker()
    wait_until(lambda: provider.image_requests, seconds=20)
    kill(worker, signal.SIGTERM)
    wait_until(lambda: is_gone(worker), seconds=10)
    assert Generation.objects.get().status == "OK"


@pytest.mark.parametrize("seed", range(20261122, 20261122 + rounds(1)))
def test_many_killed_at_any_moment(
    seed: int, workers: Nursery, provider: FakeOpenAI, attachments_dir: Path
) -> None:
    """Three workers, of which one is killed and replaced again and again."""
    dice = random.Random(seed)
    for number in range(12):
        ask("a crow [slow:0.3]", seed=f"s{number}", count=2)
        ask("rosette", seed=f"s{number}", count=1, provider="stub")
    at_work = [workers.worker() for _ in range(3)]
    kills = 0
    until = time.monotonic() + 7
    while time.monotonic() < until and not is_all_finished():
        time.sleep(dice.uniform(0.1, 0.9))
        kill(at_work.pop(dice.randrange(3)))
        kills += 1
        at_work.append(workers.worker())
    wait_until(is_all_finished, seconds=PICKED_UP_WITHIN_S + 10)
    check_all(attachments_dir, provider)
    assert kills > 5
    outcomes = Attempt.objects.values_list("outcome", flat=True)
    # FAILED were those not sent yet: they were asked again.
    assert set(outcomes) <= {"OK", "UNKNOWN", "FAILED"}
    # Who was not asked in vain is done, from one call.
    assert Variant.objects.filter(status="OK").count() == 36 - list(outcomes).count("UNKNOWN")
    errors = Variant.objects.filter(status="ERROR").values_list("error__code", flat=True)
    assert set(errors) <= {"outcome_unknown"}
