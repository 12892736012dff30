"""What a request would cost, and what was spent, over HTTP."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from artstudio.models import Attempt, Generation, Variant
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.models import RunAttachment
from tests.fake_openai import FakeOpenAI
from tests.fake_openai.fixtures import fake_openai
from tests.integration.services.conftest import paid

__all__ = ["fake_openai", "paid"]
pytestmark = pytest.mark.django_db(transaction=True)


def post(client: Client, query: str = "?dry_run=1", **body: Any) -> tuple[int, dict[str, Any]]:
    answer = client.post(
        f"/api/art/prompt-to-svg{query}", json.dumps(body), content_type="application/json"
    )
    return answer.status_code, answer.json()


class TestDryRun:
    def test_asks_and_stores_nothing(self, paid: FakeOpenAI, client: Client) -> None:
        status, plan = post(client, prompt="a crow", provider="openai", count=3)
        assert status == 200
        assert plan["dry_run"] is True
        assert paid.requests == []
        for model in (Generation, Variant, Attempt, RunAttachment):
            assert not model.objects.exists()

    def test_says_the_route_and_why_with_warnings_and_flags(
        self, paid: FakeOpenAI, client: Client
    ) -> None:
        _status, plan = post(
            client,
            prompt="a 12-fold rosette with a dagger",
            provider="openai",
            constraints={"wobble": 3},
        )
        assert (plan["route"], plan["model"]) == ("direct", "gpt-6.1-terra")
        assert "rosette" in plan["route_reason"]
        assert "wobble" in plan["warnings"][0]
        assert plan["warning_details"][0]["code"] == "unknown_constraint"
        assert plan["safety_flags"][0]["rule"] == "weapons"
        assert plan["estimate"]["basis"] == "typical"
        assert plan["estimate"]["calls_at_most"] == 3
        assert plan["budget"] == {
            "daily": None,
            "spent": "0.000000",
            "under_way": "0.000000",
            "unknown": 0,
            "left": None,
        }

    def test_its_seed_gives_just_what_was_estimated(self, paid: FakeOpenAI, client: Client) -> None:
        asked = {"prompt": "a crow", "provider": "openai", "route": "raster"}
        _status, plan = post(client, **asked)
        seed = plan["variant_seed"]
        assert post(client, "", variant_seed=seed, **asked)[0] == 200
        _status, again = post(client, variant_seed=seed, **asked)
        assert again["estimate"]["basis"] == "stored"
        assert again["estimate"]["cost_high"] == "0.000000"

    def test_says_what_the_budget_lets_pass(
        self, paid: FakeOpenAI, client: Client, settings: Settings
    ) -> None:
        generate_svg_variants("a crow", provider="openai", route="raster")
        settings.ARTSTUDIO_DAILY_BUDGET_USD = 0.30
        asked = {"prompt": "a wren", "provider": "openai", "route": "raster"}
        _status, one = post(client, **asked)
        assert (one["fits_budget"], one["budget"]["left"]) == (True, "0.174950")
        _status, two = post(client, count=2, **asked)
        assert two["fits_budget"] is False
        status, refused = post(client, "", count=2, **asked)
        assert (status, refused["code"]) == (429, "budget_spent")
        assert len(paid.requests) == 1
        body = json.dumps({"count": 2, **asked})
        answer = client.post(
            "/api/art/prompt-to-svg",
            body,
            content_type="application/json",
            headers={"Prefer": "respond-async"},
        )
        assert answer.status_code == 429
        assert 0 < int(answer["Retry-After"]) <= 24 * 3600

    def test_a_faulty_request_is_told_as_it_would_be(self, client: Client) -> None:
        status, problem = post(client, prompt="vine", constraints={"width_mm": "80"})
        assert (status, list(problem["fields"])) == (400, ["constraints.width_mm"])


@pytest.mark.django_db
class TestSpending:
    @pytest.fixture
    def calls(self, db: None) -> None:
        """Six calls on two days, of two providers and three models."""
        variant = generate_svg_variants("rosette").variants.all()[0]
        noon = datetime(2026, 3, 5, 12, tzinfo=UTC)
        rows = [
            (noon, "openai", "flare", "OK", "0.100000"),
            (noon, "openai", "flare", "FAILED", "0.000000"),
            (noon, "openai", "terra", "OK", None),
            (noon, "other", "flare", "UNKNOWN", None),
            (noon - timedelta(days=1), "openai", "terra", "OK", "0.020000"),
            (noon - timedelta(days=1), "openai", "terra", "OPEN", None),
        ]
        for number, (started, provider, model, outcome, cost) in enumerate(rows, start=1):
            attempt = Attempt.objects.create(
                variant=variant,
                number=number,
                provider=provider,
                model=model,
                outcome=outcome,
                cost_usd=cost and Decimal(cost),
                finished_at_utc=None if outcome == "OPEN" else timezone.now(),
                error={} if outcome in ("FAILED", "UNKNOWN") else None,
            )
            Attempt.objects.filter(pk=attempt.pk).update(started_at_utc=started)

    def get(self, client: Client, **query: str) -> tuple[int, dict[str, Any]]:
        span = {"from": "2026-03-04", "to": "2026-03-05"}
        answer = client.get("/api/art/spending", span | query)
        return answer.status_code, answer.json()

    def test_sums_all_calls_of_the_days(self, client: Client, calls: None) -> None:
        status, found = self.get(client)
        assert status == 200
        assert (found["from"], found["to"]) == ("2026-03-04", "2026-03-05")
        assert found["total"] == {
            "key": {},
            "attempts": 6,
            "by_outcome": {"OPEN": 1, "OK": 3, "REFUSED": 0, "FAILED": 1, "UNKNOWN": 1},
            "cost_usd": "0.120000",
            "unknown_costs": 2,
        }

    @pytest.mark.parametrize(
        ("group", "rows"),
        [
            ("day", {"2026-03-05": ("0.100000", 2), "2026-03-04": ("0.020000", 0)}),
            ("provider", {"openai": ("0.120000", 1), "other": (None, 1)}),
            ("model", {"flare": ("0.100000", 1), "terra": ("0.020000", 1)}),
        ],
    )
    def test_tells_them_apart(
        self, client: Client, calls: None, group: str, rows: dict[str, Any]
    ) -> None:
        _status, found = self.get(client, group=group)
        told = {row["key"][group]: (row["cost_usd"], row["unknown_costs"]) for row in found["rows"]}
        assert told == rows
        assert list(told) == list(rows)

    def test_tells_them_apart_by_several_things(self, client: Client, calls: None) -> None:
        _status, found = self.get(client, group="day, provider,model")
        assert [tuple(row["key"].values()) for row in found["rows"]] == [
            ("2026-03-05", "openai", "flare"),
            ("2026-03-05", "openai", "terra"),
            ("2026-03-05", "other", "flare"),
            ("2026-03-04", "openai", "terra"),
        ]

    def test_one_day_is_one_day(self, client: Client, calls: None) -> None:
        _status, found = self.get(client, **{"from": "2026-03-05"})
        assert found["total"]["attempts"] == 4

    def test_without_days_it_is_the_last_thirty(self, client: Client, calls: None) -> None:
        found = client.get("/api/art/spending").json()
        assert found["to"] == f"{timezone.now():%Y-%m-%d}"
        assert found["total"] == {
            "key": {},
            "attempts": 0,
            "by_outcome": dict.fromkeys(["OPEN", "OK", "REFUSED", "FAILED", "UNKNOWN"], 0),
            "cost_usd": None,
            "unknown_costs": 0,
        }

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({"from": "2026-03-06"}, "from"),
            ({"from": "2020-01-01"}, "from"),
            ({"from": "yesterday"}, "from"),
            ({"to": "9999-12-31"}, "from"),
            ({"group": "colour"}, "group"),
            ({"group": "day,day"}, "group"),
        ],
    )
    def test_other_questions_are_refused(
        self, client: Client, query: dict[str, str], field: str
    ) -> None:
        status, problem = self.get(client, **query)
        assert (status, list(problem["fields"])) == (400, [field])

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    def test_the_calendars_ends_are_days_too(self, client: Client, day: str) -> None:
        answers = [
            client.get("/api/art/spending", query)
            for query in ({"from": day, "to": day}, {"to": day})
        ]
        assert [answer.json()["total"]["attempts"] for answer in answers] == [0, 0]


class TestAttempts:
    def get(self, client: Client, **query: str) -> list[dict[str, Any]]:
        answer = client.get("/api/art/attempts", query)
        assert answer.status_code == 200
        found: list[dict[str, Any]] = answer.json()["results"]
        return found

    def test_are_listed_newest_first_with_what_they_were_for(
        self, paid: FakeOpenAI, client: Client
    ) -> None:
        first = generate_svg_variants("a crow", provider="openai", route="raster")
        generate_svg_variants("[401] a crow", provider="openai", route="raster")
        failed, made = self.get(client)
        assert made["generation_id"] == first.generation_id
        assert made["client_request_id"] == f"{made['variant_id']}-1"
        assert (made["outcome"], made["cost_usd"]) == ("OK", "0.125050")
        assert (failed["outcome"], failed["cost_usd"]) == ("FAILED", "0.000000")
        assert failed["error_details"]["code"] == "authentication_failed"
        assert self.get(client, outcome="OK") == self.get(client, variant_id=made["variant_id"])
        assert self.get(client, outcome="OK") == [made]
        assert self.get(client, started_before=made["started_at_utc"]) == []

    def test_more_of_them_need_no_more_queries(
        self, paid: FakeOpenAI, client: Client, django_assert_num_queries: Any
    ) -> None:
        for count in (1, 4):
            generate_svg_variants(f"{count} crows", count, provider="openai", route="raster")
            with django_assert_num_queries(1):
                self.get(client)
