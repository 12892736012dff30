"""However an ordered page is looked for, it is the same page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from artstudio.models import ArtAsset
from artstudio.services.gallery import ordering
from artstudio.services.gallery.filters import AssetFilters
from artstudio.services.gallery.ordering import (
    ARRANGED,
    ORDERS,
    Density,
    all_up_to,
    ordered_page,
)
from rmos_runs.models import RunAttachment

pytestmark = pytest.mark.django_db
SORTED = sorted(set(ORDERS) - {ARRANGED})


@pytest.fixture(autouse=True)
def _short_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "STRETCH", 7)


@pytest.fixture
def drawings() -> QuerySet[ArtAsset]:
    """Forty drawings with equal times, ratings, nodes and cuts among them; a third has a star."""
    now = timezone.now()
    for number in range(40):
        sha256 = f"{number * 7919 % 4096:012x}{'0' * 52}"
        attachment = RunAttachment.objects.create(
            sha256=sha256, kind="t", mime="image/svg+xml", size_bytes=1
        )
        asset = ArtAsset.objects.create(
            asset_id=f"asset_{sha256[:12]}",
            kind="svg",
            attachment=attachment,
            provider="stub",
            route="pattern",
            variant_seed="s",
            request_id="r",
            nodes=number * 5 % 9,
            cut_length_mm=None if number % 11 == 0 else number * 3 % 8 / 4,
            rating=number * 7 % 5 or None,
            starred_at_utc=now if number % 3 == 0 else None,
        )
        moment = now - dt.timedelta(microseconds=number * 11 % 13)
        ArtAsset.objects.filter(pk=asset.pk).update(created_at_utc=moment)
    return ArtAsset.objects.all()


def walk(rows: QuerySet[ArtAsset], order: str, density: Density, size: int) -> list[int]:
    """Return the ids of all pages, one after another."""
    seen: list[int] = []
    cursor = ""
    while True:
        page = ordered_page(rows, order=order, cursor=cursor, size=size, density=density)
        seen += [asset.pk for asset in page.items]
        cursor = page.next_cursor
        if not cursor:
            return seen


@pytest.mark.parametrize("order", SORTED)
@pytest.mark.parametrize("density", [Density.UNKNOWN, Density.LOW])
@pytest.mark.parametrize("size", [1, 3, 10, 100])
def test_every_way_gives_the_same_pages(
    drawings: QuerySet[ArtAsset], order: str, density: Density, size: int
) -> None:
    for rows in (drawings, drawings.filter(starred_at_utc__isnull=False), drawings.none()):
        assert walk(rows, order, density, size) == walk(rows, order, Density.HIGH, size)


@pytest.mark.parametrize("order", SORTED)
def test_all_up_to_a_cursor_is_the_same_every_way(drawings: QuerySet[ArtAsset], order: str) -> None:
    rows = drawings.filter(starred_at_utc__isnull=False)
    cursor = ordered_page(rows, order=order, cursor="", size=4).next_cursor
    for density in Density:
        found = all_up_to(rows, order=order, cursor=cursor, limit=50, density=density)
        assert len(found.items) == 4
        assert found.next_cursor == cursor


def test_a_full_page_on_the_way_is_all_that_is_read(drawings: QuerySet[ArtAsset]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        ordered_page(drawings, order="nodes", cursor="", size=3, density=Density.UNKNOWN)
    assert len(asked) == 2
    with CaptureQueriesContext(connection) as asked:
        ordered_page(drawings, order="nodes", cursor="", size=20, density=Density.UNKNOWN)
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("given", "density"),
    [
        ({"kind": "svg", "status": "kept"}, Density.HIGH),
        ({"kind": "svg", "status": "kept", "stacked": True}, Density.HIGH),
        ({"kind": "geometry_spec", "status": "kept"}, Density.UNKNOWN),
        ({"kind": "svg", "status": "archived"}, Density.UNKNOWN),
        ({"style": "celtic"}, Density.UNKNOWN),
        ({"starred": True}, Density.UNKNOWN),
        ({"rating": 1}, Density.UNKNOWN),
        ({"model": "m"}, Density.UNKNOWN),
        ({"run": "run_x"}, Density.LOW),
        ({"session": "ws_x", "starred": True}, Density.LOW),
        ({"collection": "col_x"}, Density.LOW),
    ],
)
def test_what_filters_say_of_how_much_passes(given: dict[str, object], density: Density) -> None:
    assert AssetFilters(**given).density is density  # type: ignore[arg-type]
