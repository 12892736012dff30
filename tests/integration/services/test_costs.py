"""What was paid is on record to the micro-dollar, and what is not known is never called zero."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from artstudio.ai.model_table import LIVE_MODELS
from artstudio.ai.text_models import TEXT_MODELS
from artstudio.models import Attempt, Variant
from artstudio.services.costs.price_table import price_table
from artstudio.services.costs.prices import cost_of
from artstudio.services.generation.generate import generate_svg_variants
from tests.fake_openai import FakeOpenAI
from tests.fake_openai.scenarios import SCENARIOS, Answer, Asked, json_answer
from tests.integration.services.fake_prices import FAKE_PICTURE, FAKE_TEXT

FLARE = "gpt-image-2.6-flare"


class TestCostOfAUsage:
    @pytest.mark.parametrize(
        ("model", "usage", "dollars"),
        [
            (FLARE, {"input_tokens": 50, "output_tokens": 4160}, "0.125050"),
            ("gpt-6.1-terra", {"input_tokens": 900, "output_tokens": 2100}, "0.011400"),
            ("gpt-6.1-terra", {"prompt_tokens": 900, "completion_tokens": 2100}, "0.011400"),
            ("openai/gpt-6.1-terra", {"prompt_tokens": 900, "completion_tokens": 0}, "0.000900"),
            (
                "gpt-image-2.5-flare-2026-09-08",
                {"input_tokens": 0, "output_tokens": 1000},
                "0.030000",
            ),
            # 100 of text, 900 of a picture: each at its own price.
            (
                "gpt-image-1.5",
                {
                    "input_tokens": 1000,
                    "input_tokens_details": {"image_tokens": 900, "text_tokens": 100},
                    "output_tokens": 0,
                },
                "0.007700",
            ),
            # 600 of 1000 from the cache.
            (
                "gpt-6-astra",
                {
                    "input_tokens": 1000,
                    "input_tokens_details": {"cached_tokens": 600, "cache_write_tokens": 100},
                    "output_tokens": 10,
                },
                "0.005350",
            ),
            # No price for the cache is known: in full, which is never too little.
            (
                "gpt-6.2-sol",
                {
                    "input_tokens": 1000,
                    "input_tokens_details": {"cached_tokens": 600},
                    "output_tokens": 0,
                },
                "0.002000",
            ),
            # The picture and the text model that wrote the SVG after it.
            (
                FLARE,
                {
                    "input_tokens": 50,
                    "output_tokens": 4160,
                    "svg_usage": {
                        "model": "gpt-5.6-terra",
                        "input_tokens": 1400,
                        "output_tokens": 5200,
                    },
                },
                "0.190250",
            ),
        ],
    )
    def test_each_sort_of_token_has_its_price(
        self, model: str, usage: dict[str, Any], dollars: str
    ) -> None:
        assert cost_of(model, usage) == Decimal(dollars)

    @pytest.mark.parametrize(
        ("model", "usage"),
        [
            (FLARE, None),
            (FLARE, {}),
            (FLARE, {"by": "key"}),
            (FLARE, {"input_tokens": 50}),
            (FLARE, {"input_tokens": -1, "output_tokens": 5}),
            (FLARE, {"input_tokens": True, "output_tokens": 5}),
            (FLARE, {"input_tokens": "50", "output_tokens": 5}),
            (FLARE, {"input_tokens": 1.5, "output_tokens": 5}),
            (FLARE, {"input_tokens": 5, "output_tokens": 10**18}),
            (FLARE, {"input_tokens": 5, "output_tokens": 10**9}),
            (FLARE, {"input_tokens": 5, "input_tokens_details": [7], "output_tokens": 5}),
            (FLARE, {"input_tokens": 5, "output_tokens": 5, "svg_usage": {"input_tokens": 5}}),
            (FLARE, {"input_tokens": 5, "output_tokens": 5, "svg_usage": 7}),
            ("chatgpt-image-latest", {"input_tokens": 5, "output_tokens": 5}),
            ("my-own-model", {"input_tokens": 5, "output_tokens": 5}),
        ],
    )
    def test_what_nobody_knows_is_not_zero(self, model: str, usage: Any) -> None:
        assert cost_of(model, usage) is None

    def test_an_operators_own_table_takes_effect_at_once(
        self, prices: Callable[[dict[str, Any]], None]
    ) -> None:
        usage = {"input_tokens": 1_000_000, "output_tokens": 0}
        prices({"my-own-model": {"text_input": 0.3}})
        assert cost_of("my-own-model", usage) == Decimal("0.3")
        prices({"my-own-model": {"text_input": 4}})
        assert cost_of("my-own-model", usage) == Decimal(4)
        assert price_table().as_of == "2026-01-02"

    @pytest.mark.parametrize(
        "text",
        ["", "[]", "{}", '{"as_of": "x", "models": {"m": {"text_input": -1}}}', '{"models": {}}'],
    )
    def test_a_table_that_cannot_be_read_makes_costs_unknown_and_says_so(
        self, settings: Settings, tmp_path: Path, text: str
    ) -> None:
        settings.ARTSTUDIO_PRICES = tmp_path / "mine.json"
        assert "mine.json" in price_table().fault
        settings.ARTSTUDIO_PRICES.write_text(text)
        assert "mine.json" in price_table().fault
        assert cost_of("m", {"input_tokens": 5, "output_tokens": 5}) is None

    def test_the_shipped_table_knows_every_model_that_is_offered_but_the_moving_alias(self) -> None:
        table = price_table()
        assert not table.fault
        unknown = {m for m in (*LIVE_MODELS, *TEXT_MODELS) if table.price_of(m) is None}
        assert unknown == {"chatgpt-image-latest"}


@pytest.mark.django_db
class TestOnRecord:
    def test_a_pictures_cost_is_with_its_attempt_and_its_variant(self, paid: FakeOpenAI) -> None:
        generate_svg_variants("a crow", provider="openai", route="raster")
        assert Attempt.objects.get().cost_usd == FAKE_PICTURE
        assert Variant.objects.get().cost_usd == FAKE_PICTURE

    def test_every_round_of_writing_is_paid(self, paid: FakeOpenAI) -> None:
        generate_svg_variants("[repair] a rosette", provider="openai", route="direct")
        costs = list(Attempt.objects.values_list("cost_usd", flat=True))
        assert costs == [FAKE_TEXT] * len(paid.requests)
        assert Variant.objects.get().cost_usd == len(costs) * FAKE_TEXT

    def test_an_svg_is_paid_to_both_models(self, paid: FakeOpenAI) -> None:
        generate_svg_variants("a crow", provider="openai", route="native")
        attempt = Attempt.objects.get()
        assert attempt.usage is not None
        assert attempt.usage["svg_usage"]["model"] == "gpt-5.6-terra"
        assert attempt.cost_usd == Decimal("0.190250")

    def test_an_answer_without_a_picture_is_paid_all_the_same(self, paid: FakeOpenAI) -> None:
        tokens = {"input_tokens": 50, "output_tokens": 4160, "by": "\x00" * 99}

        def no_picture(asked: Asked) -> Answer:
            return json_answer({"created": 1, "data": [], "usage": tokens})

        paid.set_scenario(no_picture)
        generate_svg_variants("a crow", provider="openai", route="raster")
        attempt = Attempt.objects.get()
        assert (attempt.outcome, attempt.cost_usd) == ("FAILED", FAKE_PICTURE)
        assert attempt.usage == {"input_tokens": 50, "output_tokens": 4160}

    @pytest.mark.parametrize(
        ("scenario", "cost"),
        # What the provider refused costs nothing, for sure; an answer that was lost may have.
        [("401", Decimal(0)), ("moderation", Decimal(0)), ("cut", None)],
    )
    def test_what_failed_costs_nothing_only_where_that_is_sure(
        self, paid: FakeOpenAI, scenario: str, cost: Decimal | None
    ) -> None:
        generate_svg_variants(f"[{scenario}] a crow", provider="openai", route="raster")
        assert Attempt.objects.get().cost_usd == cost

    @pytest.mark.parametrize(
        ("scenario", "outcome"), [("refuse", "REFUSED"), ("incomplete", "FAILED")]
    )
    def test_words_instead_of_a_drawing_are_paid_by_their_number(
        self, paid: FakeOpenAI, scenario: str, outcome: str
    ) -> None:
        generate_svg_variants(f"[{scenario}] a rosette", provider="openai", route="direct")
        attempt = Attempt.objects.get()
        assert (attempt.outcome, attempt.cost_usd) == (outcome, FAKE_TEXT)
        assert Variant.objects.get().cost_usd == FAKE_TEXT

    @pytest.mark.parametrize("tokens", [10**30, -5, "many", 1e300, [1], None])
    def test_a_usage_that_makes_no_sense_loses_no_answer(
        self, paid: FakeOpenAI, tokens: object
    ) -> None:
        def absurd(asked: Asked) -> Answer:
            body = json.loads(SCENARIOS["success"](asked).body)
            return json_answer(body | {"usage": {"input_tokens": 5, "output_tokens": tokens}})

        paid.set_scenario(absurd)
        generate_svg_variants("a crow", provider="openai", route="raster")
        attempt = Attempt.objects.get()
        assert (attempt.outcome, attempt.cost_usd) == ("OK", None)
        assert Variant.objects.get().status == "OK"
