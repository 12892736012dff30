"""The gallery: newest first, a page at a time, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from artstudio.models import ArtAsset, AssetKind
from artstudio.services.gallery import curation
from artstudio.web.gallery.page import PAGE_SIZE  # noqa: TID251  # the size decides what a page holds
from tests.integration.web.pages import Page, page_of

pytestmark = pytest.mark.django_db
AddAssets = Callable[..., list[ArtAsset]]


def shown(page: Page) -> list[str]:
    """Return the prompts of a page's pictures."""
    return [picture["alt"] for picture in page.all("img")]


def more(page: Page) -> str:
    """Return where the next page is, or ""."""
    links = page.all("a", **{"hx-target": "#more"})
    return links[0]["href"] if links else ""


def test_an_empty_gallery_leads_to_the_studio(client: Client) -> None:
    page = page_of(client.get("/gallery"))
    assert "No drawings yet" in page.words
    assert page.one("a", **{"class": "button button-main", "href": "/"})
    assert "Draw the first one" in page.words


@pytest.mark.parametrize("archived", [False, True])
def test_where_only_a_filter_finds_nothing_nobody_draws_the_first_one(
    client: Client, add_assets: AddAssets, archived: bool
) -> None:
    (drawing,) = add_assets(1)
    if archived:
        curation.archive([drawing.asset_id])
    page = page_of(client.get("/gallery" if archived else "/gallery?star=1"))
    assert "Go to the studio" in page.words
    assert page.one("a", **{"class": "button button-main", "href": "/"})
    assert "Draw the first one" not in page.words


@pytest.mark.parametrize("same_moment", [False, True])
def test_pages_follow_one_another_without_gap_or_repetition(
    client: Client, add_assets: AddAssets, same_moment: bool
) -> None:
    total = PAGE_SIZE * 2 + 3
    add_assets(total)
    if same_moment:
        ArtAsset.objects.update(created_at_utc=timezone.now())
    seen: list[str] = []
    address = "/gallery"
    while address:
        page = page_of(client.get(address))
        seen += shown(page)
        address = more(page)
    assert seen == [f"Drawing {number}" for number in reversed(range(total))]


def test_a_last_page_that_is_full_has_no_next(client: Client, add_assets: AddAssets) -> None:
    add_assets(PAGE_SIZE)
    assert more(page_of(client.get("/gallery"))) == ""


def test_what_is_added_meanwhile_does_not_shift_the_next_page(
    client: Client, add_assets: AddAssets
) -> None:
    add_assets(PAGE_SIZE + 2)
    following = more(page_of(client.get("/gallery")))
    add_assets(5, start=1000)
    assert shown(page_of(client.get(following))) == ["Drawing 1", "Drawing 0"]


def test_htmx_gets_only_the_next_cards(client: Client, htmx: Client, add_assets: AddAssets) -> None:
    add_assets(PAGE_SIZE + 2)
    page = page_of(htmx.get(more(page_of(client.get("/gallery")))))
    assert not page.is_whole
    assert shown(page) == ["Drawing 1", "Drawing 0"]
    assert len(page.all("a", autofocus="")) == 1


def test_the_next_page_without_a_script_leads_back_to_the_newest(
    client: Client, add_assets: AddAssets
) -> None:
    add_assets(PAGE_SIZE + 2, provider="openai")
    following = more(page_of(client.get("/gallery?provider=openai")))
    page = page_of(client.get(following))
    assert page.is_whole
    assert page.all("a", href="/gallery?provider=openai")


def test_drawings_are_shown_unless_another_kind_is_asked_for(
    client: Client, add_assets: AddAssets
) -> None:
    add_assets(1)
    add_assets(1, kind=AssetKind.AI_PROVENANCE, start=10)
    add_assets(1, kind=AssetKind.GEOMETRY_SPEC, start=20)
    assert shown(page_of(client.get("/gallery"))) == ["Drawing 0"]
    everything = page_of(client.get("/gallery?kind=all"))
    assert [found["aria-label"] for found in everything.all("svg", role="img")] == [
        "Geometry of: Drawing 20",
        "Provenance of: Drawing 10",
    ]
    assert shown(page_of(client.get("/gallery?kind=ai_provenance"))) == []


def test_filters_combine_and_say_what_is_chosen(client: Client, add_assets: AddAssets) -> None:
    add_assets(1, provider="openai")
    add_assets(1, provider="stub", start=10)
    page = page_of(client.get("/gallery?kind=all&provider=openai"))
    assert shown(page) == ["Drawing 0"]
    chosen = page.all("a", **{"class": "chip", "aria-current": "true"})
    assert [link["href"] for link in chosen] == [
        "/gallery?kind=all&provider=openai",
        "/gallery?kind=all&provider=openai",
        "/gallery?kind=all&provider=openai",
        "/gallery?kind=all&provider=openai",
    ]
    nothing = page_of(client.get("/gallery?kind=geometry_spec"))
    assert "Nothing of this kind yet" in nothing.words


@pytest.mark.parametrize(
    "query",
    [
        "kind=elephant",
        "provider=nobody",
        "provider=%00",
        "cursor=1",
        "cursor=1-2-3",
        "cursor=-1--1",
        "cursor=٣-٣",
        "cursor=" + "9" * 18 + "-1",
        "cursor=1-" + "9" * 19,
        "cursor=%00",
    ],
)
@pytest.mark.parametrize("kind", ["client", "htmx"])
def test_an_address_that_means_nothing_is_refused_in_words(
    query: str, kind: str, request: pytest.FixtureRequest
) -> None:
    response = request.getfixturevalue(kind).get(f"/gallery?{query}")
    assert response.status_code == 400
    assert page_of(response).is_whole == (kind == "client")
    assert page_of(response).one("section", id="problem")


@pytest.mark.parametrize("cursor", ["99999999999999999-999999999999999999", "0-0"])
def test_a_cursor_at_the_end_of_time_is_a_page_like_others(client: Client, cursor: str) -> None:
    assert client.get(f"/gallery?cursor={cursor}").status_code == 200


def test_queries_do_not_grow_with_the_rows(
    client: Client, add_assets: AddAssets, django_assert_num_queries: Any
) -> None:
    add_assets(1)
    # The assets with their tags, and the lists of collections, tags and searches.
    with django_assert_num_queries(4):
        client.get("/gallery?kind=all")
    add_assets(20, start=100)
    with django_assert_num_queries(4):
        client.get("/gallery?kind=all")


def test_pictures_wait_until_they_are_scrolled_to(client: Client, add_assets: AddAssets) -> None:
    add_assets(2)
    assert {picture["loading"] for picture in page_of(client.get("/gallery")).all("img")} == {
        "lazy"
    }
