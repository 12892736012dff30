"""Stacks in the gallery, and what is new there."""

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


def stacks(page: Page) -> dict[str, str]:
    """Return where each stack of a page is expanded, or stacked, by whether it is expanded."""
    return {link["href"]: link["aria-expanded"] for link in page.all("a", **{"class": "stack"})}


@pytest.fixture
def stacked(add_assets: AddAssets) -> list[ArtAsset]:
    """Return seven drawings: 0 by itself, 1 to 3 of one request, 4 and 5 of another, 6."""
    assets = add_assets(7)
    for asset, stack in zip(
        assets, ["", "gen_a", "gen_a", "gen_a", "gen_b", "gen_b", ""], strict=True
    ):
        asset.stack = stack
    ArtAsset.objects.bulk_update(assets, ["stack"])
    return assets


class TestStacks:
    """Of a stack the first drawing that passes the filters lies on top."""

    def test_a_stack_is_one_card_that_says_how_many_it_holds(
        self, client: Client, stacked: list[ArtAsset]
    ) -> None:
        page = page_of(client.get("/gallery?stack=1"))
        assert shown(page) == [6, 4, 1, 0]
        assert "3 drawings of one request" in page.words
        assert "2 drawings of one request" in page.words
        assert stacks(page) == {
            f"/gallery?stack=1&expanded=gen_b#{stacked[4].asset_id}": "false",
            f"/gallery?stack=1&expanded=gen_a#{stacked[1].asset_id}": "false",
        }

    def test_its_link_expands_it_in_its_place_and_back(
        self, client: Client, stacked: list[ArtAsset]
    ) -> None:
        page = page_of(client.get("/gallery?stack=1&expanded=gen_a"))
        assert shown(page) == [6, 4, 1, 2, 3, 0]
        assert stacks(page) == {
            f"/gallery?stack=1&expanded=gen_a%2Cgen_b#{stacked[4].asset_id}": "false",
            f"/gallery?stack=1#{stacked[1].asset_id}": "true",
        }
        assert shown(page_of(client.get("/gallery?stack=1&expanded=gen_a,gen_b"))) == [
            6,
            4,
            5,
            1,
            2,
            3,
            0,
        ]

    def test_a_stack_of_those_that_pass_the_filters(
        self, client: Client, stacked: list[ArtAsset]
    ) -> None:
        curation.star([stacked[2].asset_id, stacked[3].asset_id, stacked[5].asset_id])
        page = page_of(client.get("/gallery?stack=1&star=1"))
        assert shown(page) == [5, 2]
        assert list(stacks(page)) == [
            f"/gallery?star=1&stack=1&expanded=gen_a#{stacked[2].asset_id}"
        ]
        assert shown(page_of(client.get("/gallery?stack=1&star=1&expanded=gen_a"))) == [5, 2, 3]
        assert shown(page_of(client.get("/gallery?stack=1&q=drawing+1"))) == [1]

    def test_what_is_archived_lies_on_a_stack_of_its_own(
        self, client: Client, stacked: list[ArtAsset]
    ) -> None:
        curation.archive([stacked[1].asset_id])
        assert shown(page_of(client.get("/gallery?stack=1"))) == [6, 4, 2, 0]
        assert shown(page_of(client.get("/gallery?stack=1&status=archived"))) == [1]
        assert shown(page_of(client.get("/gallery?stack=1&status=all"))) == [6, 4, 1, 0]

    def test_an_old_address_expands_it_too(self, client: Client, stacked: list[ArtAsset]) -> None:
        old, new = (
            page_of(client.get(f"/gallery?stack=1&{n}=gen_a")) for n in ("spread", "expanded")
        )
        assert shown(old) == shown(new) == [6, 4, 1, 2, 3, 0]
        assert stacks(old) == stacks(new)

    def test_nothing_is_expanded_where_nothing_is_stacked(
        self, client: Client, stacked: list[ArtAsset]
    ) -> None:
        page = page_of(client.get("/gallery?expanded=gen_a"))
        assert shown(page) == [6, 5, 4, 3, 2, 1, 0]
        assert stacks(page) == {}
        assert shown(page_of(client.get("/gallery?stack=1&expanded=gen_none"))) == [6, 4, 1, 0]

    @pytest.mark.parametrize("expanded", ["%00", "x" * 1001])
    def test_a_stack_that_cannot_be_is_refused(self, client: Client, expanded: str) -> None:
        assert client.get(f"/gallery?stack=1&expanded={expanded}").status_code == 400

    def test_a_card_that_is_starred_keeps_its_stack(
        self, client: Client, stacked: list[ArtAsset]
    ) -> None:
        at = {"HX-Request": "true", "HX-Current-URL": "http://testserver/gallery?stack=1"}
        top = page_of(client.post(f"/assets/{stacked[1].asset_id}/star", headers=at))
        assert "3 drawings of one request" in top.words
        below = page_of(client.post(f"/assets/{stacked[2].asset_id}/star", headers=at))
        assert below.one("li")["data-stack"] == "gen_a"
        assert stacks(below) == {}

    def test_spreading_replaces_the_address_and_a_filter_adds_one(
        self, client: Client, stacked: list[ArtAsset]
    ) -> None:
        expanded = client.get("/gallery?stack=1&expanded=gen_a&seen=1", headers=RESULTS)
        assert shown(page_of(expanded)) == []
        expanded = client.get("/gallery?stack=1&expanded=gen_a", headers=RESULTS)
        assert expanded["HX-Replace-Url"] == "/gallery?stack=1&expanded=gen_a"
        assert "HX-Push-Url" not in expanded
        filtered = client.get("/gallery?stack=1&star=1", headers=RESULTS)
        assert filtered["HX-Push-Url"] == "/gallery?star=1&stack=1"

    def test_what_more_has_shown_stays_when_a_stack_is_expanded(
        self, client: Client, htmx: Client, add_assets: AddAssets
    ) -> None:
        assets = add_assets(PAGE_SIZE + 3)
        ArtAsset.objects.filter(pk__in=[a.pk for a in assets[:2]]).update(stack="gen_a")
        (more,) = page_of(client.get("/gallery?stack=1")).all("a", **{"hx-target": "#more"})
        appended = htmx.get(more["href"])
        assert shown(page_of(appended)) == [2, 0]
        (link,) = stacks(page_of(appended))
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
