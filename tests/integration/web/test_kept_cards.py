"""A card that was rendered before is shown only as long as all that it shows is the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from artstudio.models import ArtAsset
from artstudio.services.gallery import collections, curation

pytestmark = pytest.mark.django_db
AddAssets = Callable[..., list[ArtAsset]]


def card(client: Client, asset: ArtAsset, query: str = "kind=all&status=all") -> str:
    """Return the HTML of an asset's card in the gallery."""
    page = client.get(f"/gallery?{query}").content.decode()
    return page.partition(f'id="{asset.asset_id}"')[2].partition("</li>")[0]


CHANGES: dict[str, dict[str, Any]] = {
    "prompt": {"prompt": "Another rosette"},
    "width": {"width_mm": 41.5},
    "height": {"height_mm": 87.25},
    "nodes": {"nodes": 4321},
    "warnings": {"warning_count": 2},
    "star": {"starred_at_utc": timezone.now()},
    "rating": {"rating": 4},
    "archive": {"archived_at_utc": timezone.now()},
    "kind": {"kind": "ai_provenance"},
    "id": {"asset_id": f"asset_{'e' * 12}"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_card_follows_each_thing_it_shows(
    client: Client, add_assets: AddAssets, change: dict[str, Any]
) -> None:
    (asset,) = add_assets(1)
    before = card(client, asset)
    assert before
    assert card(client, asset) == before
    ArtAsset.objects.filter(pk=asset.pk).update(**change)
    asset.refresh_from_db()
    assert card(client, asset) != before


def test_a_card_follows_its_tags(client: Client, add_assets: AddAssets) -> None:
    (asset,) = add_assets(1)
    before = card(client, asset)
    collections.tag_assets([asset.asset_id], "walnut, best")
    tagged = card(client, asset)
    assert tagged.index(">best<") < tagged.index(">walnut<")
    collections.untag_assets([asset.asset_id], "walnut, best")
    assert card(client, asset) == before


def test_a_card_follows_its_stack(client: Client, add_assets: AddAssets) -> None:
    first, second = add_assets(2)
    ArtAsset.objects.update(stack="gen_1")
    top = min(first, second, key=lambda asset: asset.pk)
    assert '>2<span class="visually-hidden"> drawings of one request' in card(
        client, top, "stack=1&kind=all"
    )
    curation.archive([max(first, second, key=lambda asset: asset.pk).asset_id])
    assert "drawings of one request" not in card(client, top, "stack=1&kind=all")


def test_a_form_of_filters_that_was_kept_still_shows_its_own_words(client: Client) -> None:
    for words in ("rosette", "oak", "rosette"):
        page = client.get(f"/gallery?q={words}").content.decode()
        assert f'name="q" id="filter-q" value="{words}"' in page


def test_what_is_kept_holds_no_token_of_a_visitor(client: Client, add_assets: AddAssets) -> None:
    add_assets(2)
    tokens = set()
    for visitor in (Client(), Client()):
        page = visitor.get("/gallery").content.decode()
        tokens.add(page.partition('name="csrfmiddlewaretoken" value="')[2][:64])
        cookie = visitor.cookies["csrftoken"].value
        back = visitor.post(
            "/gallery/bulk/star", {"csrfmiddlewaretoken": cookie, "back": "/gallery"}
        )
        assert back.status_code == 400
    assert len(tokens) == 2
