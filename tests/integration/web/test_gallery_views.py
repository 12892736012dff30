"""Every filter and order of the gallery, and what is done to drawings from it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from artstudio.models import ArtAsset
from artstudio.services.gallery import collections
from artstudio.web.gallery.page import PAGE_SIZE  # noqa: TID251  # the size decides what a page holds
from rmos_runs.models import RunArtifact
from tests.integration.web.pages import Page, page_of

pytestmark = pytest.mark.django_db
AddAssets = Callable[..., list[ArtAsset]]


def shown(page: Page) -> list[int]:
    """Return the numbers of a page's drawings."""
    return [int(picture["alt"].removeprefix("Drawing ")) for picture in page.all("img")]


@pytest.fixture
def five(add_assets: AddAssets) -> list[ArtAsset]:
    """Return five drawings that differ in everything."""
    assets = add_assets(5)
    for number, asset in enumerate(assets):
        asset.model = f"model-{number}"
        asset.route = "raster" if number == 1 else "pattern"
        asset.styles = ["celtic", f"style {number}"]
        asset.width_mm, asset.height_mm = 10.0 + number, 100.0 - number
        asset.nodes, asset.cut_length_mm = 10 * number, 100.5 - number
        asset.pieces, asset.smallest_feature_mm = number, number / 10
        asset.warning_count = number % 2
        asset.rating = number or None
        asset.stack = f"gen_{number // 2}"
        asset.starred_at_utc = timezone.now() if number == 2 else None
        asset.created_at_utc = dt.datetime(2026, 3, 1 + number, 12, tzinfo=dt.UTC)
        asset.save()
    return assets


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("model=model-3", [3]),
        ("route=raster", [1]),
        ("style=celtic", [4, 3, 2, 1, 0]),
        ("style=style+2", [2]),
        ("star=1", [2]),
        ("rating=3", [4, 3]),
        ("warnings=with", [3, 1]),
        ("warnings=without", [4, 2, 0]),
        ("date_from=2026-03-03&date_to=2026-03-04", [3, 2]),
        ("width_min=11&width_max=12.5", [2, 1]),
        ("height_min=99", [1, 0]),
        ("pieces_min=2&pieces_max=3", [3, 2]),
        ("feature_min=0.3", [4, 3]),
        ("stack=1", [4, 2, 0]),
        ("q=drawing+3", [3]),
        ("q=drawing&rating=2&warnings=with", [3]),
        ("sort=rating", [4, 3, 2, 1, 0]),
        ("sort=nodes", [0, 1, 2, 3, 4]),
        ("sort=-nodes", [4, 3, 2, 1, 0]),
        ("sort=cut", [4, 3, 2, 1, 0]),
        ("sort=-cut", [0, 1, 2, 3, 4]),
        ("provider=upload", []),
        ("tag=none", []),
        ("run=none", []),
        ("session=none", []),
    ],
)
def test_each_filter_and_order(
    client: Client, five: list[ArtAsset], query: str, numbers: list[int]
) -> None:
    assert shown(page_of(client.get(f"/gallery?{query}"))) == numbers


@pytest.mark.parametrize(
    "query",
    [
        "sort=price",
        "sort=arranged",
        "rating=9",
        "width_min=-1",
        "width_min=nan",
        "width_max=wide",
        "date_from=yesterday",
        "route=elephant",
        "star=2",
        "q=" + "x" * 201,
        "q=%00",
        "model=%00",
        "upto=1",
        "sort=nodes&cursor=x-1",
        "sort=cut&cursor=1e999-1",
        "collection=col_1&cursor=1-1-1",
        "archived=soon",
    ],
)
def test_what_means_nothing_is_refused_in_words(client: Client, query: str) -> None:
    response = client.get(f"/gallery?{query}")
    assert response.status_code in {400, 404}
    assert page_of(response).one("section", id="problem")


def test_a_page_of_drawings_that_a_run_uses(client: Client, five: list[ArtAsset]) -> None:
    run = make_run(client)
    client.post("/gallery/bulk/attach", {"asset": [five[1].asset_id], "run_id": run.pk})
    assert shown(page_of(client.get(f"/gallery?run={run.pk}"))) == [1]


def make_run(client: Client) -> RunArtifact:
    """Record a run by the API."""
    digest = hashlib.sha256(b"{}").hexdigest()
    body = {
        "mode": "inlay",
        "tool_id": "endmill-1mm",
        "status": "OK",
        "decision": {"risk_level": "GREEN", "score": 92},
        "feasibility": {},
        "hashes": {"feasibility_sha256": digest},
    }
    answer = client.post("/api/rmos/runs", body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return RunArtifact.objects.get()


@pytest.mark.parametrize("sort", ["newest", "rating", "nodes", "-nodes", "cut", "-cut"])
def test_pages_of_every_order_follow_without_gap_or_repetition(
    client: Client, add_assets: AddAssets, sort: str
) -> None:
    total = PAGE_SIZE * 2 + 3
    assets = add_assets(total)
    for asset in assets:
        # Many are equal, so that the place is told by the id.
        asset.rating, asset.nodes, asset.cut_length_mm = asset.pk % 3 or None, asset.pk % 4, 0.1
    ArtAsset.objects.bulk_update(assets, ["rating", "nodes", "cut_length_mm"])
    seen: list[int] = []
    address = f"/gallery?sort={sort}"
    while address:
        page = page_of(client.get(address))
        seen += shown(page)
        links = page.all("a", **{"hx-target": "#more"})
        address = links[0]["href"] if links else ""
    assert sorted(seen) == list(range(total))


def test_the_address_names_all_that_is_shown(
    client: Client, htmx: Client, add_assets: AddAssets
) -> None:
    add_assets(PAGE_SIZE + 5)
    (link,) = page_of(client.get("/gallery")).all("a", **{"hx-target": "#more"})
    whole = htmx.get(link["href"])["HX-Replace-Url"]
    add_assets(2, start=1000)
    assert len(shown(page_of(client.get(whole)))) == PAGE_SIZE + 7
    assert page_of(client.get(whole)).all("a", **{"hx-target": "#more"}) == []


def test_empty_fields_leave_the_address(client: Client, five: list[ArtAsset]) -> None:
    answer = client.get("/gallery?kind=svg&q=&width_min=&rating=3&sort=newest")
    assert (answer.status_code, answer["Location"]) == (302, "/gallery?rating=3")


def test_a_card_answers_alone_to_htmx(htmx: Client, five: list[ArtAsset]) -> None:
    page = page_of(htmx.post(f"/assets/{five[0].asset_id}/star"))
    assert not page.is_whole
    assert page.one("button", **{"class": "star"})["aria-pressed"] == "true"
    page = page_of(htmx.post(f"/assets/{five[0].asset_id}/rate/2"))
    assert len(page.all("button", **{"class": "on"})) == 2


def test_without_a_script_one_is_back_at_the_card(client: Client, five: list[ArtAsset]) -> None:
    back = "/gallery?rating=1"
    answer = client.post(f"/assets/{five[1].asset_id}/star", {"back": back})
    assert answer["Location"] == f"{back}#{five[1].asset_id}"


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "javascript:1", ""])
def test_nobody_is_led_elsewhere(client: Client, five: list[ArtAsset], back: str) -> None:
    answer = client.post(f"/assets/{five[1].asset_id}/star", {"back": back})
    assert answer["Location"].startswith("/gallery#")
    answer = client.post("/gallery/bulk/star", {"back": back, "asset": [five[1].asset_id]})
    assert answer["Location"] == "/gallery"


def test_a_deed_is_a_post_and_must_be_known(client: Client, five: list[ArtAsset]) -> None:
    assert client.get(f"/assets/{five[0].asset_id}/star").status_code == 405
    assert client.get("/gallery/bulk/archive").status_code == 405
    assert client.post("/gallery/bulk/burn").status_code == 400
    assert client.post("/gallery/bulk/archive").status_code == 400
    assert client.post("/assets/asset_000000000000/star").status_code == 404


def test_no_deed_without_the_token(five: list[ArtAsset]) -> None:
    guarded = Client(enforce_csrf_checks=True)
    assert guarded.post(f"/assets/{five[0].asset_id}/star").status_code == 403
    assert ArtAsset.objects.filter(starred_at_utc__isnull=False).count() == 1


def test_archiving_and_undoing_without_a_script(client: Client, five: list[ArtAsset]) -> None:
    ids = [asset.asset_id for asset in five[:2]]
    answer = client.post("/gallery/bulk/archive", {"asset": ids, "back": "/gallery?sort=nodes"})
    page = page_of(client.get(answer["Location"]))
    assert shown(page) == [2, 3, 4]
    assert shown(page_of(client.get("/gallery?status=archived"))) == [1, 0]
    undo = next(b for b in page.all("button") if "/undo/" in b.get("formaction", ""))
    answer = client.post(undo["formaction"], {"back": answer["Location"]})
    assert answer["Location"] == "/gallery?sort=nodes"
    assert shown(page_of(client.get(answer["Location"]))) == [0, 1, 2, 3, 4]


def test_a_collection_is_shown_as_arranged(client: Client, five: list[ArtAsset]) -> None:
    ids = [five[n].asset_id for n in (3, 0, 4)]
    client.post("/gallery/bulk/collect", {"asset": ids, "name": "Guitar 12"})
    board = collections.make_collection("Guitar 12")
    address = f"/gallery?collection={board.collection_id}"
    assert shown(page_of(client.get(address))) == [3, 0, 4]
    moved = {"moved": ids[2], "before": ids[0]}
    client.post(f"/gallery/collections/{board.collection_id}/move", moved)
    assert shown(page_of(client.get(address))) == [4, 3, 0]
    assert shown(page_of(client.get(f"{address}&sort=nodes"))) == [0, 3, 4]
    action = {"asset": ids[:1], "board": board.collection_id, "back": address}
    assert client.post("/gallery/bulk/uncollect", action)["Location"] == address
    assert shown(page_of(client.get(address))) == [4, 0]


def test_a_view_is_saved_and_found_again(client: Client, five: list[ArtAsset]) -> None:
    back = "/gallery?rating=3&sort=nodes&cursor=5-5"
    client.post("/gallery/searches", {"name": "Good", "back": back})
    page = page_of(client.get("/gallery"))
    assert page.all("a", href="/gallery?rating=3&sort=nodes")
    (form,) = [f for f in page.all("form") if f.get("action", "").endswith("/forget")]
    client.post(form["action"])
    assert "Good" not in page_of(client.get("/gallery")).words


def test_words_from_outside_stay_words(client: Client, add_assets: AddAssets) -> None:
    (asset,) = add_assets(1)
    ArtAsset.objects.filter(pk=asset.pk).update(prompt='<script>alert("1")</script> 🎻')
    collections.tag_assets([asset.asset_id], "<b>bold</b>")
    collections.make_collection('"><script>')
    page = page_of(client.get('/gallery?q="><script>alert(1)</script>'))
    assert all(script.get("src") for script in page.all("script"))
    page = page_of(client.get("/gallery"))
    assert all(script.get("src") for script in page.all("script"))
    assert not page.all("b")


def test_attaching_what_is_chosen_to_a_run(client: Client, five: list[ArtAsset]) -> None:
    run = make_run(client)
    ids = [asset.asset_id for asset in five]
    client.post("/gallery/bulk/attach", {"asset": ids, "run_id": run.pk})
    assert run.advisory_inputs.count() == 5


def test_a_refused_deed_leaves_the_drawings_in_sight(htmx: Client, five: list[ArtAsset]) -> None:
    action = {"asset": [five[0].asset_id], "run_id": "run_unknown", "back": "/gallery?sort=nodes"}
    answer = htmx.post("/gallery/bulk/attach", action)
    assert answer.status_code == 404
    assert shown(page_of(answer)) == [0, 1, 2, 3, 4]
    assert page_of(answer).one("p", role="alert")
