"""The art index over HTTP: searched and filtered as in the gallery; stars, points, tags."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from artstudio.models import ArtAsset, AssetKind
from artstudio.services.gallery import collections, curation
from artstudio.services.gallery.assets import MAX_CHOSEN
from rmos_runs.models import RunAttachment

pytestmark = pytest.mark.django_db
PROMPTS = ("Rosette of oak leaves", "Celtic knot", "Rosette of ferns", "Rope border")
AssertQueries = Callable[[int], AbstractContextManager[Any]]


def add(prompt: str, number: int) -> str:
    sha256 = f"{number:064x}"
    blob = RunAttachment.objects.create(
        sha256=sha256, kind="x", mime="image/svg+xml", filename="x.svg", size_bytes=1
    )
    asset = ArtAsset.objects.create(
        asset_id=f"asset_{sha256}",
        attachment=blob,
        kind=AssetKind.SVG,
        provider="stub",
        prompt=prompt,
    )
    return asset.asset_id


@pytest.fixture
def ids() -> list[str]:
    """Return the ids of four drawings."""
    return [add(prompt, number) for number, prompt in enumerate(PROMPTS)]


def post(client: Client, deed: str, body: Any) -> Any:
    return client.post(f"/api/art/assets/{deed}", body, content_type="application/json")


def found(client: Client, query: str) -> list[str]:
    answer = client.get(f"/api/art/assets?{query}")
    assert answer.status_code == 200, answer.content
    return [row["prompt"] for row in answer.json()["results"]]


class TestFilters:
    """What the gallery is narrowed by narrows the list too."""

    @pytest.mark.parametrize(
        ("query", "numbers"),
        [
            ("q=rosette", [2, 0]),
            ("q=rosete", [2, 0]),
            ("q=rosette+-fern", [0]),
            ("q=walnut", []),
            ("starred=true", [1]),
            ("starred=false", [3, 2, 0]),
            ("rating=3", [3, 2]),
            ("rating=4", [3]),
            ("tag=maple", [2, 1]),
            ("tag=Maple", [2, 1]),
            ("tag=none", []),
            ("archived=true", [0]),
            ("archived=false", [3, 2, 1]),
            ("tag=maple&q=rosette&rating=3", [2]),
        ],
    )
    def test_each(self, client: Client, ids: list[str], query: str, numbers: list[int]) -> None:
        curation.star(ids[1:2])
        curation.rate(ids[2:3], 3)
        curation.rate(ids[3:], 5)
        collections.tag_assets(ids[1:3], "maple")
        curation.archive(ids[:1])
        assert found(client, query) == [PROMPTS[number] for number in numbers]

    def test_a_collection(self, client: Client, ids: list[str]) -> None:
        board = collections.make_collection("Guitar 12")
        collections.add_assets(ids[:2], board.collection_id)
        assert found(client, f"collection={board.collection_id}") == [PROMPTS[1], PROMPTS[0]]
        assert client.get("/api/art/assets?collection=col_0").status_code == 404

    @pytest.mark.parametrize(
        "query",
        [
            *("starred=maybe", "archived=2", "rating=0", "rating=6", "rating=good"),
            *("q=%00", "tag=%00", "q=" + "x" * 201, "tag=" + "x" * 41),
        ],
    )
    def test_what_means_nothing_is_refused(self, client: Client, query: str) -> None:
        answer = client.get(f"/api/art/assets?{query}")
        assert answer.status_code == 400
        assert query.partition("=")[0] in answer.json()["fields"]

    def test_each_asset_tells_what_is_thought_of_it(
        self, client: Client, ids: list[str], django_assert_num_queries: AssertQueries
    ) -> None:
        collections.tag_assets(ids, "walnut, maple")
        curation.rate(ids, 4)
        # The assets with their tags.
        with django_assert_num_queries(1):
            rows = client.get("/api/art/assets").json()["results"]
        told = [(row["starred"], row["rating"], row["tags"], row["archived"]) for row in rows]
        assert told == [(False, 4, ["maple", "walnut"], False)] * 4
        assert client.get(f"/api/art/assets/{ids[0]}").json() == rows[-1]


#: Deed, what goes with the ids, and what is then told of each.
DEEDS = [
    ("star", {}, {"starred": True}),
    ("star", {"starred": True}, {"starred": True}),
    ("star", {"starred": False}, {"starred": False}),
    ("rate", {"rating": 5}, {"rating": 5}),
    ("rate", {"rating": 0}, {"rating": None}),
    ("tag", {"tags": ["Maple", "best of"]}, {"tags": ["best of", "maple", "old"]}),
    ("untag", {"tags": ["OLD", "never there"]}, {"tags": []}),
    ("archive", {}, {"archived": True}),
    ("unarchive", {}, {"archived": False}),
]


class TestDeeds:
    """Each for many at once, all or none, and twice is harmless."""

    @pytest.mark.parametrize(("deed", "more", "told"), DEEDS)
    def test_all_that_are_named_and_no_other(
        self,
        client: Client,
        ids: list[str],
        deed: str,
        more: dict[str, Any],
        told: dict[str, Any],
    ) -> None:
        collections.tag_assets(ids, "old")
        before = client.get(f"/api/art/assets/{ids[3]}").json()
        named = [ids[2], ids[0]]
        for _again in range(2):
            answer = post(client, deed, {"asset_ids": named, **more})
            assert answer.status_code == 200, answer.content
            assert [one["asset_id"] for one in answer.json()["assets"]] == named
            assert [one | told for one in answer.json()["assets"]] == answer.json()["assets"]
        assert client.get(f"/api/art/assets/{ids[3]}").json() == before

    @pytest.mark.parametrize(("deed", "more"), [deed[:2] for deed in DEEDS])
    def test_one_that_is_unknown_stops_all(
        self, client: Client, ids: list[str], deed: str, more: dict[str, Any]
    ) -> None:
        before = client.get("/api/art/assets").json()
        answer = post(client, deed, {"asset_ids": [ids[0], "asset_ffffffffffff"], **more})
        assert (answer.status_code, answer.json()["code"]) == (404, "asset_not_found")
        assert "asset_ffffffffffff" in answer.json()["detail"]
        assert client.get("/api/art/assets").json() == before

    @pytest.mark.parametrize(
        ("deed", "body", "field"),
        [
            ("star", {}, "asset_ids"),
            ("star", {"asset_ids": []}, "asset_ids"),
            ("star", {"asset_ids": "asset_1"}, "asset_ids"),
            ("star", {"asset_ids": [{}]}, "asset_ids.0"),
            ("star", {"asset_ids": ["a\0"]}, "asset_ids.0"),
            ("star", {"asset_ids": ["a"] * (MAX_CHOSEN + 1)}, "asset_ids"),
            ("star", {"asset_ids": ["a"], "starred": "maybe"}, "starred"),
            ("star", {"asset_ids": ["a"], "stared": True}, "stared"),
            ("rate", {"asset_ids": ["a"]}, "rating"),
            ("rate", {"asset_ids": ["a"], "rating": 6}, "rating"),
            ("rate", {"asset_ids": ["a"], "rating": -1}, "rating"),
            ("rate", {"asset_ids": ["a"], "rating": "best"}, "rating"),
            ("tag", {"asset_ids": ["a"]}, "tags"),
            ("tag", {"asset_ids": ["a"], "tags": []}, "tags"),
            ("tag", {"asset_ids": ["a"], "tags": [" "]}, "tags.0"),
            ("tag", {"asset_ids": ["a"], "tags": ["a,b"]}, "tags"),
            ("tag", {"asset_ids": ["a"], "tags": ["x" * 41]}, "tags.0"),
            ("tag", {"asset_ids": ["a"], "tags": ["a\0"]}, "tags.0"),
            ("untag", {"asset_ids": ["a"], "tags": "maple"}, "tags"),
            ("archive", {"asset_ids": None}, "asset_ids"),
            ("unarchive", [], ""),
        ],
    )
    def test_a_faulty_field_is_named(
        self, client: Client, deed: str, body: Any, field: str
    ) -> None:
        answer = post(client, deed, body)
        assert answer.status_code == 400, answer.content
        assert not field or field in answer.json()["fields"], answer.json()

    def test_as_many_queries_for_many_as_for_one(
        self, client: Client, ids: list[str], django_assert_num_queries: AssertQueries
    ) -> None:
        # The ids, the star, the assets as they are now (once for the answer), their tags.
        for named in (ids[:1], ids):
            with django_assert_num_queries(5):
                post(client, "star", {"asset_ids": named})

    def test_five_hundred_at_once(self, client: Client) -> None:
        many = [add("Many", number) for number in range(MAX_CHOSEN)]
        answer = post(client, "archive", {"asset_ids": many})
        assert len(answer.json()["assets"]) == MAX_CHOSEN
        assert ArtAsset.objects.filter(archived_at_utc=None).count() == 0

    def test_a_deed_is_a_post(self, client: Client) -> None:
        assert client.get("/api/art/assets/star").status_code == 405
