"""Each call of a provider is on record before it is made, and with what it led to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection

from artstudio.models import (
    Attempt,
    AttemptOutcome,
    Generation,
    Variant,
)
from artstudio.services.generation import pipeline
from artstudio.services.generation.generate import (
    generate_svg_variants,
    get_generation,
)
from tests.fake_openai import FakeOpenAI
from tests.fake_openai.scenarios import SCENARIOS, Answer, Asked
from tests.integration.services.queued import code_of, queued, work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]


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

    def test_it_is_on_record_before_the_provider_hears_of_it(self, paid: FakeOpenAI) -> None:
        seen: list[tuple[str, str]] = []

        def look(asked: Asked) -> Answer:
            seen.extend(Attempt.objects.values_list("outcome", "client_request_id"))
            connection.close()
            return SCENARIOS["success"](asked)

        paid.set_scenario(look)
        generate_svg_variants("a crow", provider="openai", route="raster")
        assert seen == [("OPEN", paid.requests[0].headers["x-client-request-id"])]

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


class TestAfterAKill:
    """What a killed worker leaves behind, and what the next one makes of it."""

    @pytest.fixture
    def variant(self, paid: FakeOpenAI) -> Variant:
        """A drawing of one paid call."""
        made = generate_svg_variants("a crow", provider="openai", route="raster")
        return made.variants.get()

    def left_at_work(self, variant: Variant, **columns: object) -> None:
        Generation.objects.update(status="RUNNING", finished_at_utc=None)
        Variant.objects.filter(pk=variant.pk).update(
            status="RUNNING",
            lease_renewed_at_utc=None,
            finished_at_utc=None,
            is_queued=True,
            **columns,
        )

    def test_a_stored_answer_is_drawn_and_not_asked_for_again(
        self, paid: FakeOpenAI, variant: Variant
    ) -> None:
        drawing = variant.svg_id
        self.left_at_work(variant, svg=None, provenance=None, asset=None, fresh=True)
        pipeline.run_queued(variant.variant_id)
        variant.refresh_from_db()
        assert (variant.status, variant.svg_id) == ("OK", drawing), variant.error
        assert (len(paid.requests), Attempt.objects.count()) == (1, 1)

    def test_a_call_that_was_closed_as_unknown_is_not_repeated(
        self, paid: FakeOpenAI, variant: Variant
    ) -> None:
        Attempt.objects.update(outcome="UNKNOWN", error={"code": "provider_timeout"}, answer=None)
        nothing = {"svg": None, "provenance": None, "asset": None, "source": None}
        self.left_at_work(variant, source_metadata={}, fresh=True, **nothing)
        pipeline.run_queued(variant.variant_id)
        variant.refresh_from_db()
        assert (variant.status, code_of(variant)) == ("ERROR", "outcome_unknown")
        assert len(paid.requests) == 1
