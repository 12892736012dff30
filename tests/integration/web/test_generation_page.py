"""A generation's page: what was asked and what came of it, good or bad."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from artstudio.models import Generation, Variant
from artstudio.services.generation.generate import generate_svg_variants
from tests.integration.web.pages import page_of

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>\"' 🎻 \u202eوردة\n" + "x" * 1900


def add_unfinished() -> Generation:
    generation = Generation.objects.create(
        prompt="slow", variant_seed="s", provider="openai", route="raster", status="RUNNING"
    )
    generation.variants.create(index=0, seed=1, source_key="k", status="RUNNING")
    return generation


def add_failed(error: dict[str, str]) -> Generation:
    generation = generate_svg_variants("Rosette", 1, "s")
    generation.variants.create(index=1, seed=2, source_key="k", status="ERROR", error=error)
    generation.status = "PARTIAL"
    generation.save()
    return generation


def test_it_shows_prompt_settings_and_drawings(client: Client, drawn: Generation) -> None:
    page = page_of(client.get(f"/generations/{drawn.generation_id}"))
    for words in (
        "Rosette of oak leaves",
        "seed-1",
        "80 mm",
        "80 \N{MULTIPLICATION SIGN} 80 mm",
        drawn.request_id,
    ):
        assert words in page.words
    assert page.all("img", alt="Drawing 1: Rosette of oak leaves")
    assert page.all("a", href=f"/?generation={drawn.generation_id}&variant_seed=seed-1")


def test_htmx_gets_the_drawings_alone(htmx: Client, drawn: Generation) -> None:
    page = page_of(htmx.get(f"/generations/{drawn.generation_id}"))
    assert not page.is_whole
    assert page.all("img")


def test_hostile_words_are_only_words(client: Client) -> None:
    generation = generate_svg_variants(HOSTILE.strip(), 1, '"><script>')
    response = client.get(f"/generations/{generation.generation_id}")
    page = page_of(response)
    assert all("src" in script for script in page.all("script"))
    assert "<script>alert(1)</script>\"' 🎻" in page.text
    assert page.one("blockquote")["dir"] == "auto"


def test_an_unfinished_one_asks_again_until_it_is_done(client: Client, htmx: Client) -> None:
    generation = add_unfinished()
    address = f"/generations/{generation.generation_id}"
    waiting = page_of(client.get(address))
    (watch,) = (element for _, element in waiting.elements if "hx-get" in element)
    assert watch["hx-get"].startswith(f"{address}?state=")
    assert "Drawing…" in waiting.words
    finished = generate_svg_variants("Rosette", 1, "s")
    done = page_of(htmx.get(f"/generations/{finished.generation_id}"))
    assert not [element for _, element in done.elements if "hx-trigger" in element]


def test_a_failed_variant_says_why_in_plain_words(client: Client) -> None:
    generation = add_failed({"type": "X", "code": "quota_exhausted", "message": "No credit left."})
    page = page_of(client.get(f"/generations/{generation.generation_id}"))
    assert "No credit left." in page.words
    assert "quota_exhausted" in page.words
    assert "not all succeeded" in page.words
    assert len(page.all("img")) == 1


def test_warnings_stand_on_their_card(client: Client, drawn: Generation) -> None:
    Variant.objects.update(warnings=[{"code": "x", "message": "Lines are very thin."}])
    page = page_of(client.get(f"/generations/{drawn.generation_id}"))
    assert "Lines are very thin." in page.words


def test_it_is_read_in_a_constant_number_of_queries(
    client: Client, drawn: Generation, django_assert_num_queries: Any
) -> None:
    address = f"/generations/{drawn.generation_id}"
    with django_assert_num_queries(3):
        client.get(address)
    drawn.variants.create(index=1, seed=2, source_key="k", status="RUNNING")
    drawn.variants.create(index=2, seed=2, source_key="k", status="RUNNING")
    with django_assert_num_queries(3):
        client.get(address)


@pytest.mark.parametrize("kind", ["client", "htmx"])
def test_an_unknown_one_is_not_found(kind: str, request: pytest.FixtureRequest) -> None:
    response = request.getfixturevalue(kind).get("/generations/gen_0")
    assert response.status_code == 404
    assert page_of(response).is_whole == (kind == "client")


class TestStoppingAndRepeating:
    """The buttons on the cards."""

    @pytest.fixture
    def queued(self, db: None) -> Generation:
        return generate_svg_variants("Rosette", 2, "s", queued=True)

    def test_all_can_be_cancelled(self, client: Client, queued: Generation) -> None:
        address = f"/generations/{queued.generation_id}"
        response = client.post(f"{address}/cancel")
        assert response["Location"] == address
        page = page_of(client.get(address))
        assert "Cancelled" in page.words
        assert len(page.all("form", action=f"{address}/cancel")) == 0

    def test_one_can_be_cancelled_and_made_after_all(
        self, htmx: Client, queued: Generation
    ) -> None:
        first, second = queued.variants.all()
        page = page_of(htmx.post(f"/variants/{first.variant_id}/cancel"))
        assert page.one("form", action=f"/variants/{first.variant_id}/retry")
        assert page.one("form", action=f"/variants/{second.variant_id}/cancel")
        page = page_of(htmx.post(f"/variants/{first.variant_id}/retry"))
        assert page.one("form", action=f"/variants/{first.variant_id}/cancel")

    @pytest.mark.parametrize("action", ["cancel", "retry"])
    def test_what_another_window_did_first_is_only_shown(
        self, htmx: Client, drawn: Generation, action: str
    ) -> None:
        variant = drawn.variants.get()
        response = htmx.post(f"/variants/{variant.variant_id}/{action}")
        assert response.status_code == 200
        assert page_of(response).all("img")

    def test_without_a_worker_the_page_says_so(self, client: Client, queued: Generation) -> None:
        page = page_of(client.get(f"/generations/{queued.generation_id}"))
        assert "No worker has been seen" in page.words
