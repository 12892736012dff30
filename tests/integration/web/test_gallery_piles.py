"""Piles in the gallery, and what is new there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from artstudio.models import ArtAsset
from artstudio.services.gallery import curation
from artstudio.web.gallery.page import PAGE_SIZE  # noqa: TID251  # the size decides what a page holds
from artstudio.web.gallery.timestamps import to_micros  # noqa: TID251  # as pages spell it
from tests.integration.web.pages import Page, page_of

pytestmark = pytest.mark.django_db
AddAssets = Callable[..., list[ArtAsset]]
RESULTS = {"HX-Request": "true", "HX-Target": "div#gallery-results"}


def shown(page: Page) -> list[int]:
    """Return the numbers of a page's drawings."""
    return [int(picture["alt"].removeprefix("Drawing ")) for picture in page.all("img")]


def piles(page: Page) -> dict[str, str]:
    """Return where each pile of a page is spread, or stacked, by whether it is spread."""
    return {link["href"]: link["aria-expanded"] for link in page.all("a", **{"class": "pile"})}


@pytest.fixture
def piled(add_assets: AddAssets) -> list[ArtAsset]:
    """Return seven drawings: 0 by itself, 1 to 3 of one request, 4 and 5 of another, 6."""
    assets = add_assets(7)
    for asset, stack in zip(
        assets, ["", "gen_a", "gen_a", "gen_a", "gen_b", "gen_b", ""], strict=True
    ):
        asset.stack = stack
    ArtAsset.objects.bulk_update(assets, ["stack"])
    return assets


class TestPiles:
    """Of a pile the first drawing that passes the filters lies on top."""

    def test_a_pile_is_one_card_that_says_how_many_it_holds(
        self, client: Client, piled: list[ArtAsset]
    ) -> None:
        page = page_of(client.get("/gallery?stack=1"))
        assert shown(page) == [6, 4, 1, 0]
        assert "3 drawings of one request" in page.words
        assert "2 drawings of one request" in page.words
        assert piles(page) == {
            f"/gallery?stack=1&spread=gen_b#{piled[4].asset_id}": "false",
            f"/gallery?stack=1&spread=gen_a#{piled[1].asset_id}": "false",
        }

    def test_its_link_spreads_it_in_its_place_and_back(
        self, client: Client, piled: list[ArtAsset]
    ) -> None:
        page = page_of(client.get("/gallery?stack=1&spread=gen_a"))
        assert shown(page) == [6, 4, 1, 2, 3, 0]
        assert piles(page) == {
            f"/gallery?stack=1&spread=gen_a%2Cgen_b#{piled[4].asset_id}": "false",
            f"/gallery?stack=1#{piled[1].asset_id}": "true",
        }
        assert shown(page_of(client.get("/gallery?stack=1&spread=gen_a,gen_b"))) == [
            6,
            4,
            5,
            1,
            2,
            3,
            0,
        ]

    def test_a_pile_of_those_that_pass_the_filters(
        self, client: Client, piled: list[ArtAsset]
    ) -> None:
        curation.star([piled[2].asset_id, piled[3].asset_id, piled[5].asset_id])
        page = page_of(client.get("/gallery?stack=1&star=1"))
        assert shown(page) == [5, 2]
        assert list(piles(page)) == [f"/gallery?star=1&stack=1&spread=gen_a#{piled[2].asset_id}"]
        assert shown(page_of(client.get("/gallery?stack=1&star=1&spread=gen_a"))) == [5, 2, 3]
        assert shown(page_of(client.get("/gallery?stack=1&q=drawing+1"))) == [1]

    def test_what_is_archived_lies_on_a_pile_of_its_own(
        self, client: Client, piled: list[ArtAsset]
    ) -> None:
        curation.archive([piled[1].asset_id])
        assert shown(page_of(client.get("/gallery?stack=1"))) == [6, 4, 2, 0]
        assert shown(page_of(client.get("/gallery?stack=1&status=archived"))) == [1]
        assert shown(page_of(client.get("/gallery?stack=1&status=all"))) == [6, 4, 1, 0]

    def test_nothing_is_spread_where_nothing_is_piled(
        self, client: Client, piled: list[ArtAsset]
    ) -> None:
        page = page_of(client.get("/gallery?spread=gen_a"))
        assert shown(page) == [6, 5, 4, 3, 2, 1, 0]
        assert piles(page) == {}
        assert shown(page_of(client.get("/gallery?stack=1&spread=gen_none"))) == [6, 4, 1, 0]

    @pytest.mark.parametrize("spread", ["%00", "x" * 1001])
    def test_a_pile_that_cannot_be_is_refused(self, client: Client, spread: str) -> None:
        assert client.get(f"/gallery?stack=1&spread={spread}").status_code == 400

    def test_a_card_that_is_starred_keeps_its_pile(
        self, client: Client, piled: list[ArtAsset]
    ) -> None:
        at = {"HX-Request": "true", "HX-Current-URL": "http://testserver/gallery?stack=1"}
        top = page_of(client.post(f"/assets/{piled[1].asset_id}/star", headers=at))
        assert "3 drawings of one request" in top.words
        below = page_of(client.post(f"/assets/{piled[2].asset_id}/star", headers=at))
        assert below.one("li")["data-pile"] == "gen_a"
        assert piles(below) == {}

    def test_spreading_replaces_the_address_and_a_filter_adds_one(
        self, client: Client, piled: list[ArtAsset]
    ) -> None:
        spread = client.get("/gallery?stack=1&spread=gen_a&seen=1", headers=RESULTS)
        assert shown(page_of(spread)) == []
        spread = client.get("/gallery?stack=1&spread=gen_a", headers=RESULTS)
        assert spread["HX-Replace-Url"] == "/gallery?stack=1&spread=gen_a"
        assert "HX-Push-Url" not in spread
        filtered = client.get("/gallery?stack=1&star=1", headers=RESULTS)
        assert filtered["HX-Push-Url"] == "/gallery?star=1&stack=1"

    def test_what_more_has_shown_stays_when_a_pile_is_spread(
        self, client: Client, htmx: Client, add_assets: AddAssets
    ) -> None:
        assets = add_assets(PAGE_SIZE + 3)
        ArtAsset.objects.filter(pk__in=[a.pk for a in assets[:2]]).update(stack="gen_a")
        (more,) = page_of(client.get("/gallery?stack=1")).all("a", **{"hx-target": "#more"})
        appended = htmx.get(more["href"])
        assert shown(page_of(appended)) == [2, 0]
        (link,) = piles(page_of(appended))
        assert shown(page_of(client.get(link)))[-3:] == [2, 0, 1]
        assert len(shown(page_of(client.get(link)))) == PAGE_SIZE + 3


class TestNews:
    """How many drawings a view has got since one looks at it."""

    def test_those_that_pass_the_filters_are_counted(
        self, client: Client, add_assets: AddAssets
    ) -> None:
        add_assets(2)
        seen = to_micros(timezone.now())
        assert client.get(f"/gallery/updates?seen={seen}").status_code == 204
        add_assets(3, start=10)
        add_assets(1, start=20, provider="openai")
        page = page_of(client.get(f"/gallery/updates?seen={seen}"))
        assert page.one("a")["href"] == "/gallery"
        assert page.words == "4 new"
        assert "1 new" in page_of(client.get(f"/gallery/updates?seen={seen}&provider=openai")).words
        assert client.get(f"/gallery/updates?seen={seen}&q=nothing").status_code == 204
        ArtAsset.objects.update(created_at_utc=timezone.now() - dt.timedelta(days=1))
        assert client.get(f"/gallery/updates?seen={seen}").status_code == 204

    def test_it_costs_the_same_however_many_there_are(
        self, client: Client, add_assets: AddAssets, django_assert_num_queries: Any
    ) -> None:
        add_assets(150)
        with django_assert_num_queries(1):
            page = page_of(client.get("/gallery/updates?seen=1"))
        assert page.words == "More than 100 new"

    def test_a_deed_shows_nothing_new(self, htmx: Client, add_assets: AddAssets) -> None:
        first = add_assets(3)
        seen = to_micros(timezone.now())
        add_assets(2, start=10)
        action = {"asset": [first[1].asset_id], "seen": seen}
        assert shown(page_of(htmx.post("/gallery/bulk/archive", action))) == [2, 0]
        assert htmx.post("/gallery/bulk/star", action | {"seen": "now"}).status_code == 400

    def test_a_moment_that_is_none_is_refused(self, client: Client) -> None:
        assert client.get("/gallery/updates?seen=today").status_code == 400
