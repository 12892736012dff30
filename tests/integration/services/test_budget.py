"""A day's budget is held before anything is asked, also by many who ask at the same moment."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from artstudio.errors import BudgetSpent
from artstudio.models import Attempt, Generation, Variant
from artstudio.services.costs.budget import budget_today
from artstudio.services.generation import pipeline
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.tuning import cancel_retry
from tests.fake_openai import FakeOpenAI
from tests.integration.services.fake_prices import FAKE_PICTURE

pytestmark = pytest.mark.django_db
THREADS = pytest.mark.django_db(transaction=True)


def ask(prompt: str = "a crow", count: int = 1, **more: object) -> Generation:
    arguments: dict[str, object] = {"provider": "openai", "route": "raster", **more}
    return generate_svg_variants(prompt, count, **arguments)  # type: ignore[arg-type]


@pytest.fixture
def priced(paid: FakeOpenAI) -> FakeOpenAI:
    """Return the provider after one call: what the next one costs is known to the cent."""
    ask("a first heron")
    return paid


def test_without_a_budget_nothing_is_refused(priced: FakeOpenAI) -> None:
    state = budget_today()
    assert (state.daily, state.left, state.allows(Decimal(10**6))) == (None, None, True)
    assert state.spent == FAKE_PICTURE


class TestAtTheRequest:
    @THREADS
    def test_what_does_not_fit_is_refused_before_anything_is_asked_or_stored(
        self, priced: FakeOpenAI, settings: Settings
    ) -> None:
        settings.ARTSTUDIO_DAILY_BUDGET_USD = 0.40
        ask(count=2)
        before = Generation.objects.count(), len(priced.requests)
        for queued in (False, True):
            with pytest.raises(BudgetSpent) as refused:
                ask("a wren", queued=queued)
            assert "$0.40" in refused.value.message
            assert 0 < (refused.value.retry_after or 0) <= 24 * 3600
        assert (Generation.objects.count(), len(priced.requests)) == before
        assert not ProcrastinateJob.objects.exists()

    @THREADS
    def test_a_request_counts_as_a_whole(self, priced: FakeOpenAI, settings: Settings) -> None:
        settings.ARTSTUDIO_DAILY_BUDGET_USD = 0.40
        with pytest.raises(BudgetSpent):
            ask(count=3)
        assert ask(count=2).status == "OK"

    @THREADS
    def test_what_costs_nothing_is_never_refused(
        self, priced: FakeOpenAI, settings: Settings
    ) -> None:
        ask("a crow", 2, variant_seed="s")
        settings.ARTSTUDIO_DAILY_BUDGET_USD = 0.0
        assert ask("a crow", 2, variant_seed="s").status == "OK"
        assert ask("rosette", provider="stub", route="pattern").status == "OK"
        with pytest.raises(BudgetSpent):
            ask("a crow", 2, variant_seed="s", fresh=True)
        assert len(priced.requests) == 3

    def test_yesterday_does_not_count(self, priced: FakeOpenAI, settings: Settings) -> None:
        settings.ARTSTUDIO_DAILY_BUDGET_USD = 0.13
        Attempt.objects.update(started_at_utc=timezone.now() - timedelta(days=1))
        assert ask().status == "OK"

    @pytest.mark.parametrize("outcome", ["OPEN", "UNKNOWN"])
    def test_what_is_under_way_or_may_have_been_billed_counts_by_its_estimate(
        self, priced: FakeOpenAI, settings: Settings, outcome: str
    ) -> None:
        finished = None if outcome == "OPEN" else timezone.now()
        Attempt.objects.create(
            variant=Variant.objects.get(),
            number=2,
            provider="openai",
            model=Attempt.objects.get().model,
            outcome=outcome,
            finished_at_utc=finished,
            error=None if outcome == "OPEN" else {"code": "x"},
        )
        settings.ARTSTUDIO_DAILY_BUDGET_USD = 0.30
        state = budget_today()
        assert (state.spent, state.under_way) == (FAKE_PICTURE, FAKE_PICTURE)
        assert state.left == Decimal("0.30") - 2 * FAKE_PICTURE
        with pytest.raises(BudgetSpent):
            ask()

    def test_a_cost_that_nobody_knows_passes_while_anything_is_left_and_is_counted(
        self, paid: FakeOpenAI, settings: Settings
    ) -> None:
        settings.ARTSTUDIO_DAILY_BUDGET_USD = 0.01
        ask(model="my-own-model")
        assert ask(model="my-own-model").status == "OK"
        assert (budget_today().spent, budget_today().unknown) == (Decimal(0), 2)
        settings.ARTSTUDIO_DAILY_BUDGET_USD = 0.0
        with pytest.raises(BudgetSpent):
            ask(model="my-own-model")


class TestBeforeEachCall:
    def test_a_queued_variant_fails_with_the_reason_and_can_be_tried_later(
        self, priced: FakeOpenAI, settings: Settings
    ) -> None:
        variant = ask(queued=True).variants.all()[0]
        settings.ARTSTUDIO_DAILY_BUDGET_USD = 0.10
        pipeline.run_queued(variant.variant_id)
        variant.refresh_from_db()
        assert variant.error is not None
        assert (variant.status, variant.error["code"]) == ("ERROR", "budget_spent")
        assert len(priced.requests) == 1
        assert not variant.attempts.exists()

        settings.ARTSTUDIO_DAILY_BUDGET_USD = 10.0
        cancel_retry.retry_variant(variant.variant_id)
        pipeline.run_queued(variant.variant_id)
        variant.refresh_from_db()
        assert (variant.status, len(priced.requests)) == ("OK", 2)

    def test_a_drawing_that_cannot_be_mended_any_more_is_taken_as_it_is(
        self, paid: FakeOpenAI, settings: Settings
    ) -> None:
        ask("a rosette", route="direct")
        variant = ask("[repair] a rosette", route="direct", queued=True).variants.all()[0]
        # One more round of $0.0114 fits beside the first call, a second does not.
        settings.ARTSTUDIO_DAILY_BUDGET_USD = 0.03
        pipeline.run_queued(variant.variant_id)
        variant.refresh_from_db()
        assert len(paid.requests) == 2
        assert variant.status == "OK"
        assert "repair_failed" in {warning["code"] for warning in variant.warnings}

    @THREADS
    def test_many_at_once_spend_no_more_than_there_is(
        self, priced: FakeOpenAI, settings: Settings
    ) -> None:
        waiting = [
            ask(f"[slow:0.3] crow {number}", queued=True).variants.all()[0].variant_id
            for number in range(8)
        ]
        # The first call, and room for three more.
        settings.ARTSTUDIO_DAILY_BUDGET_USD = float(4 * FAKE_PICTURE) + 0.01
        start = threading.Barrier(len(waiting))

        def work(variant_id: str) -> None:
            start.wait()
            try:
                pipeline.run_queued(variant_id)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work, args=[variant_id]) for variant_id in waiting]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(priced.requests) == 4
        assert budget_today().spent == 4 * FAKE_PICTURE
        failed = Variant.objects.filter(status="ERROR").values_list("error__code", flat=True)
        assert list(failed) == ["budget_spent"] * 5
