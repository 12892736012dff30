"""No view of the gallery asks the database more often for more rows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from artstudio.models import ArtAsset, Generation
from artstudio.services.gallery import collections
from artstudio.services.runs.linking import attach_assets_to_run
from rmos_runs.runs import service, sessions
from tests.integration.web.pages import page_of

pytestmark = pytest.mark.django_db
AddAssets = Callable[..., list[ArtAsset]]


def fill(add_assets: AddAssets, count: int, start: int) -> None:
    """Add drawings that pass every filter, three on a stack, used by every kind of thing."""
    assets = add_assets(count, start=start)
    for number, asset in enumerate(assets, start):
        asset.stack, asset.styles, asset.starred_at_utc = (
            f"gen_{number // 3}",
            ["s"],
            timezone.now(),
        )
    ArtAsset.objects.bulk_update(assets, ["stack", "styles", "starred_at_utc"])
    ids = [asset.asset_id for asset in assets]
    collections.tag_assets(ids, "maple, best")
    collections.add_assets(ids, collections.make_collection("Guitar 12").collection_id)


VIEWS = {
    "": 4,
    "kind=all": 4,
    # The words that are known, and, as for every filter, how far a stretch of the order goes.
    "q=drawing": 6,
    "star=1&sort=nodes&style=s": 5,
    # The tag itself.
    "tag=maple": 6,
    # The collection itself, once for the rows and once for its name.
    "collection={board}": 6,
    "run={run}": 5,
    "session={session}": 5,
    # How many lie on each stack.
    "stack=1": 5,
    "stack=1&tag=maple&sort=rating": 7,
    "stack=1&collection={board}": 7,
    # The drawings below.
    "stack=1&expanded=gen_0,gen_1": 6,
}


@pytest.mark.parametrize(("query", "expected"), VIEWS.items())
def test_no_view_asks_more_often_for_more_rows(
    client: Client,
    add_assets: AddAssets,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
    query: str,
    expected: int,
) -> None:
    run = service.create_run(
        mode="cut",
        tool_id="t",
        status="OK",
        decision={"risk_level": "GREEN"},
        hashes={"feasibility_sha256": "ab" * 32},
    )
    session = sessions.create_session()
    asked = Generation.objects.create(
        prompt="p",
        variant_seed="s",
        provider="stub",
        route="pattern",
        request_id="r",
        workflow_session=session,
    )
    seen = []
    for count, start in ((3, 0), (21, 3)):
        fill(add_assets, count, start)
        for number, asset in enumerate(ArtAsset.objects.filter(variants=None), start):
            asked.variants.create(index=number, seed=0, source_key="k", asset=asset)
            attach_assets_to_run(asset_ids=[asset.asset_id], run_id=run.pk)
        board = collections.make_collection("Guitar 12").collection_id
        address = f"/gallery?{query.format(run=run.pk, session=session.pk, board=board)}"
        with django_assert_num_queries(expected):
            seen.append(len(page_of(client.get(address)).all("img")))
    assert 0 < seen[0] < seen[1]
