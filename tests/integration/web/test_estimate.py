"""What it would cost, told before it is asked."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from artstudio.models import Generation
from artstudio.services.generation.generate import generate_svg_variants
from tests.fake_openai import FakeOpenAI
from tests.fake_openai.fixtures import fake_openai
from tests.integration.web.pages import page_of

__all__ = ["fake_openai"]

pytestmark = pytest.mark.django_db
ASKED = {"prompt": "a crow", "count": "2", "provider": "openai", "route": "raster"}


@pytest.fixture(autouse=True)
def _paid(fake_openai: FakeOpenAI, settings: Settings) -> None:
    settings.OPENAI_API_KEY = "sk-test"
    settings.OPENAI_BASE_URL = fake_openai.base_url


def told(client: Client, **changes: str) -> str:
    response = client.post("/estimate", ASKED | changes, headers={"HX-Request": "true"})
    return page_of(response).words


def test_the_form_asks_for_it_as_it_is_filled_in(client: Client) -> None:
    assert page_of(client.get("/")).all(
        "div", **{"hx-post": "/estimate", "hx-include": "#workspace"}
    )


def test_the_offline_provider_is_free(client: Client) -> None:
    words = told(client, provider="stub", route="", prompt="rosette")
    assert "Free, drawn on this machine." in words
    assert "Route pattern" in words


def test_a_paid_one_says_how_many_calls_and_stores_nothing(
    client: Client, fake_openai: FakeOpenAI
) -> None:
    assert "2 calls at most" in told(client)
    assert fake_openai.requests == []
    assert not Generation.objects.exists()


def test_what_is_stored_costs_nothing(client: Client) -> None:
    generate_svg_variants("a crow", 1, "s", provider="openai", route="raster")
    assert "Answered from the store" in told(client, count="1", variant_seed="s")


def test_a_budget_says_what_is_left(client: Client, settings: Settings) -> None:
    settings.ARTSTUDIO_DAILY_BUDGET_USD = 5.0
    assert "$5.00 left today" in told(client)


def test_a_soft_flag_is_told_before(client: Client) -> None:
    assert "names a weapon" in told(client, prompt="a dagger among roses")


@pytest.mark.parametrize("change", [{"prompt": " "}, {"count": "9"}, {"width": "x"}])
def test_a_form_with_faults_has_no_estimate(client: Client, change: dict[str, str]) -> None:
    assert told(client, **change) == ""


def test_without_a_script_it_is_asked_for_and_nothing_typed_is_lost(client: Client) -> None:
    form = ASKED | {"prompt": "a dagger", "width": "4", "unit": "in"}
    page = page_of(client.post("/estimate", form))
    assert page.is_whole
    assert "2 calls at most" in page.words
    assert "names a weapon" in page.words
    assert page.one("input", name="width")["value"] == "4"
    assert page.one("button", formaction="/estimate")
    assert not Generation.objects.exists()


def test_without_a_script_faults_are_said_at_their_fields(client: Client) -> None:
    response = client.post("/estimate", ASKED | {"width": "x"})
    assert response.status_code == 400
    assert page_of(response).one("ul", id="id_width_error")
