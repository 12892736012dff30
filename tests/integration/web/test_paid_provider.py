"""A provider that is paid for, and fails in its own ways, on the pages."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from artstudio.models import Generation
from tests.fake_openai import FakeOpenAI
from tests.fake_openai.fixtures import fake_openai
from tests.integration.web.pages import Page, page_of
from tests.queue_work import work

__all__ = ["fake_openai"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paid(fake_openai: FakeOpenAI, settings: Settings) -> None:
    """Point the `openai` provider to the fake server."""
    settings.OPENAI_API_KEY = "sk-a-key-that-is-shown-nowhere"
    settings.OPENAI_BASE_URL = fake_openai.base_url


def drawn_page(htmx: Client, prompt: str) -> Page:
    response = htmx.post("/", {"prompt": prompt, "count": "1", "provider": "openai"})
    assert response.status_code == 200
    work()
    made = Generation.objects.order_by("-id")[0]
    return page_of(htmx.get(f"/generations/{made.generation_id}"))


def test_once_set_up_it_can_be_chosen(client: Client) -> None:
    page = page_of(client.get("/?provider=openai"))
    choice = page.one("input", name="provider", value="openai")
    assert "checked" in choice
    assert "disabled" not in choice
    assert "sk-a-key" not in page.words


def test_a_route_says_who_offers_it_and_whether_that_is_set_up(
    client: Client, settings: Settings
) -> None:
    assert "disabled" not in page_of(client.get("/")).one("input", name="route", value="direct")
    settings.OPENAI_API_KEY = ""
    page = page_of(client.get("/?route=direct"))
    assert "disabled" in page.one("input", name="route", value="direct")
    assert "checked" in page.one("input", name="route", value="")
    assert "not set up" in page.words


def test_a_route_that_no_model_offers_says_so(client: Client, settings: Settings) -> None:
    # A gateway may have models that give SVG; of OpenAI's own it is known.
    settings.OPENAI_BASE_URL = ""
    settings.ARTSTUDIO_OPENAI_IMAGE_MODEL = "gpt-image-1"
    page = page_of(client.get("/"))
    assert "disabled" in page.one("input", name="route", value="native")
    assert "No provider offers it with the models that are set." in page.words


def test_a_route_that_the_provider_lacks_is_left_to_the_words(client: Client) -> None:
    page = page_of(client.get("/?provider=openai&route=pattern"))
    assert "checked" in page.one("input", name="route", value="")


def test_what_was_sent_and_how_it_was_read_is_shown(client: Client, htmx: Client) -> None:
    drawn_page(htmx, "a crow [revised]")
    variant = Generation.objects.get().variants.get()
    assert variant.asset is not None
    page = page_of(client.get(f"/assets/{variant.asset.asset_id}"))
    assert "Prompt as sent" in page.words
    assert " ".join(variant.prompt_sent.split()) in page.words
    assert "redrawn in the provider's own words" in page.words
    assert "not taken by the provider" in page.words
    assert variant.provider_request_id in page.words


@pytest.mark.parametrize(
    ("scenario", "code", "words"),
    [
        ("moderation", "prompt_blocked", "Change the prompt"),
        ("429-quota", "quota_exhausted", "billing"),
        ("404", "model_not_found", "model"),
        ("not-an-image", "image_format_unsupported", "not a picture"),
    ],
)
def test_a_failure_is_told_in_words_and_with_its_code(
    htmx: Client, scenario: str, code: str, words: str
) -> None:
    page = drawn_page(htmx, f"a crow [{scenario}]")
    assert "Nothing could be drawn" in page.words
    assert code in page.words
    assert words in page.words
    assert not page.all("img", width="100")


def test_what_came_back_in_vain_can_be_had(htmx: Client) -> None:
    page = drawn_page(htmx, "a crow [not-an-image]")
    variant = Generation.objects.get().variants.get()
    address = f"/api/rmos/attachments/{variant.source_id}?download=1"
    assert page.one("a", href=address, download="")


def test_what_may_have_been_billed_is_said_and_asked_again_only_by_hand(
    client: Client, htmx: Client, fake_openai: FakeOpenAI, settings: Settings
) -> None:
    settings.ARTSTUDIO_OPENAI_TIMEOUT_S = 0.5
    page = drawn_page(htmx, "a crow [slow:9]")
    variant = Generation.objects.get().variants.get()
    assert "may have been billed" in page.words
    assert len(fake_openai.requests) == 1
    settings.ARTSTUDIO_OPENAI_TIMEOUT_S = 30
    fake_openai.set_scenario("success")
    Generation.objects.update(prompt="a crow")
    htmx.post(f"/variants/{variant.variant_id}/retry")
    work()
    whole = page_of(client.get(f"/generations/{variant.generation.generation_id}"))
    assert len(fake_openai.requests) == 2
    assert "may have been billed" in whole.words
    assert "answered" in whole.words
