"""What a drawing that did not come has cost, may have cost, and would cost once more."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pytest_django import Settings

from artstudio.models import Generation
from artstudio.services.costs.failed_costs import FailedCost, failed_costs_of
from artstudio.services.generation.generate import (
    generate_svg_variants,
    get_generation,
)
from artstudio.services.tuning.cancel_retry import cancel_generation
from tests.fake_openai import FakeOpenAI
from tests.fake_openai.fixtures import fake_openai

__all__ = ["fake_openai"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paid(fake_openai: FakeOpenAI, settings: Settings) -> None:
    """Point the `openai` provider to the fake server."""
    settings.OPENAI_API_KEY = "sk-of-nobody"
    settings.OPENAI_BASE_URL = fake_openai.base_url


def asked(prompt: str, **more: Any) -> Generation:
    made = generate_svg_variants(prompt, provider="openai", route="raster", **more)
    return get_generation(made.generation_id)


def charge_of(generation: Generation) -> FailedCost:
    (charge,) = failed_costs_of(generation).values()
    return charge


def test_a_refusal_costs_nothing() -> None:
    charge = charge_of(asked("a crow [moderation]"))
    assert (charge.calls, charge.charged, charge.unseen) == (1, Decimal(0), ())
    assert not charge.is_stored


def test_an_answer_that_is_no_picture_is_charged_or_of_unknown_price() -> None:
    charge = charge_of(asked("a crow [not-an-image]"))
    assert charge.calls == 1
    assert charge.charged > 0 or charge.unpriced == 1


def test_a_call_whose_end_nobody_saw_may_have_been_billed(settings: Settings) -> None:
    settings.ARTSTUDIO_OPENAI_TIMEOUT_S = 0.3
    charge = charge_of(asked("a crow [slow:9]"))
    assert charge.unseen == (1,)
    assert charge.unseen_usd == charge.again_usd
    assert charge.again_usd
    assert charge.charged == 0


def test_what_was_never_asked_was_never_charged() -> None:
    waiting = asked("a crow", queued=True)
    cancel_generation(waiting.generation_id)
    assert charge_of(get_generation(waiting.generation_id)).calls == 0


def test_a_drawing_that_came_and_a_provider_that_is_free_have_none() -> None:
    assert failed_costs_of(asked("a crow")) == {}
    free = generate_svg_variants("vine", queued=True)
    cancel_generation(free.generation_id)
    assert failed_costs_of(get_generation(free.generation_id)) == {}
