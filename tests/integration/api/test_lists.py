"""Lists: cursor pages, stable while rows are added, a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from artstudio.models import Generation
from artstudio.services.gallery.assets import index_asset
from rmos_runs.models import RunAttachment

pytestmark = pytest.mark.django_db


def add_generations(count: int, start: int = 0) -> None:
    """Add finished generations with an indexed drawing each."""
    for number in range(start, start + count):
        generation = Generation.objects.create(
            prompt=f"p{number}", variant_seed="s", provider="stub", route="pattern", request_id="r"
        )
        blob = RunAttachment.objects.create(
            sha256=f"{number:064x}", kind="geometry_svg", mime="image/svg+xml", size_bytes=1
        )
        generation.variants.create(index=0, seed=number, source_key="k", svg=blob, source=blob)
        index_asset(blob, "svg", generation=generation)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/api/art/assets", "/api/art/generations"])
class TestList:
    """What holds for both lists."""

    def test_pages_follow_one_another_without_a_gap(self, client: Client, path: str) -> None:
        add_generations(5)
        seen, url = [], f"{path}?page_size=2"
        while url:
            page = client.get(url).json()
            assert set(page) == {"next", "previous", "results"}
            seen += [row["prompt"] for row in page["results"]]
            if len(seen) == 2:
                add_generations(1, start=100)
            url = page["next"]
        assert seen == ["p4", "p3", "p2", "p1", "p0"]

    def test_as_many_queries_for_twenty_rows_as_for_one(
        self,
        client: Client,
        path: str,
        django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
    ) -> None:
        expected = 1 if "assets" in path else 3
        for total in (1, 20):
            add_generations(total, start=total)
            with django_assert_num_queries(expected):
                assert len(client.get(path).json()["results"]) >= total

    @pytest.mark.parametrize("cursor", ["broken", "cD1nYXJiYWdl", "cD0lMDA="])
    def test_a_broken_cursor_is_refused(self, client: Client, path: str, cursor: str) -> None:
        answer = client.get(f"{path}?cursor={cursor}")
        assert answer.status_code == 400
        assert set(answer.json()["fields"]) == {"cursor"}

    def test_filters_that_match_nothing_give_an_empty_page(self, client: Client, path: str) -> None:
        add_generations(1)
        assert client.get(f"{path}?provider=openai").json()["results"] == []
        assert len(client.get(f"{path}?provider=stub").json()["results"]) == 1
