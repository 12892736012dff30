"""What a request will cost is said before it is made, as far as that is known."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from artstudio.models import Attempt
from artstudio.services.costs.estimates import (
    Basis,
    Estimate,
    estimate,
    most_calls,
)
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.requests.intake import check_request
from tests.fake_openai import FakeOpenAI
from tests.integration.services.fake_prices import FAKE_PICTURE, FAKE_TEXT


def plan(**asked: Any) -> Estimate:
    return estimate(check_request(**{"prompt": "a crow", "provider": "openai", **asked}))


@pytest.mark.django_db
class TestEstimate:
    def test_the_offline_provider_is_free(self) -> None:
        free = plan(provider="stub", count=4)
        assert (free.basis, free.cost_high, free.calls_at_most) == (Basis.FREE, Decimal(0), 0)

    def test_a_first_picture_is_estimated_by_the_table(self, paid: FakeOpenAI) -> None:
        guess = plan(route="raster", count=2)
        assert guess.basis == Basis.TYPICAL
        assert guess.prices_as_of == "2026-11-22"
        assert guess.cost_low is not None
        assert guess.cost_expected is not None
        assert guess.cost_high is not None
        assert 0 < guess.cost_low < guess.cost_expected < guess.cost_high
        assert (guess.calls_expected, guess.calls_at_most) == (2, 2)
        assert paid.requests == []

    def test_what_was_paid_lately_says_it_better(self, paid: FakeOpenAI) -> None:
        generate_svg_variants("a heron", provider="openai", route="raster")
        guess = plan(route="raster", count=3)
        assert guess.basis == Basis.HISTORY
        assert guess.cost_low == guess.cost_expected == guess.cost_high == 3 * FAKE_PICTURE

    def test_writing_may_take_rounds(self, paid: FakeOpenAI) -> None:
        assert most_calls("direct") == 3
        generate_svg_variants("[repair] a rosette", provider="openai", route="direct")
        rounds = len(paid.requests)
        assert rounds > 1
        guess = plan(route="direct")
        assert (guess.calls_expected, guess.calls_at_most) == (rounds, 3)
        assert guess.cost_low == FAKE_TEXT
        assert guess.cost_expected == rounds * FAKE_TEXT
        assert guess.cost_high == 3 * FAKE_TEXT

    def test_another_route_of_the_same_model_says_nothing(self, paid: FakeOpenAI) -> None:
        generate_svg_variants("a heron", provider="openai", route="raster")
        guess = plan(route="native")
        assert (guess.basis, guess.cost_high, guess.is_known) == (Basis.UNKNOWN, None, False)

    @pytest.mark.django_db(transaction=True)
    def test_what_is_stored_costs_nothing(self, paid: FakeOpenAI) -> None:
        generate_svg_variants("a crow", 2, "s", provider="openai", route="raster")
        again = plan(route="raster", count=2, variant_seed="s")
        assert (again.basis, again.stored, again.cost_high) == (Basis.STORED, 2, Decimal(0))
        more = plan(route="raster", count=3, variant_seed="s")
        assert (more.stored, more.calls_at_most, more.cost_high) == (2, 1, FAKE_PICTURE)
        fresh = plan(route="raster", count=2, variant_seed="s", fresh=True)
        assert (fresh.stored, fresh.cost_high) == (0, 2 * FAKE_PICTURE)

    def test_a_model_without_a_price_has_no_estimate(
        self, paid: FakeOpenAI, prices: Callable[[dict[str, Any]], None]
    ) -> None:
        prices({})
        generate_svg_variants("a heron", provider="openai", route="raster")
        assert Attempt.objects.get().cost_usd is None
        guess = plan(route="raster")
        assert (guess.basis, guess.cost_low, guess.cost_high) == (Basis.UNKNOWN, None, None)
