"""What the database itself refuses, and what tags, boards and searches promise."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from artstudio.errors import AssetNotFound, CollectionNotFound
from artstudio.models import (
    ArtAsset,
    AssetKind,
    AssetTag,
    Collection,
    CollectionItem,
    SavedSearch,
    Tag,
)
from artstudio.services.gallery import collections, curation
from artstudio.services.gallery.assets import MAX_CHOSEN, get_assets
from rmos_runs.errors import InvalidRequest
from rmos_runs.models import RunAttachment

pytestmark = pytest.mark.django_db


@pytest.fixture
def ids() -> list[str]:
    """Return the ids of four indexed assets."""
    made = []
    for number in range(4):
        sha256 = f"{number:064x}"
        blob = RunAttachment.objects.create(
            sha256=sha256, kind="x", mime="image/svg+xml", filename="x.svg", size_bytes=1
        )
        asset = ArtAsset.objects.create(
            asset_id=f"asset_{sha256}", attachment=blob, kind=AssetKind.SVG, provider="stub"
        )
        made.append(asset.asset_id)
    return made


REFUSED: list[Callable[[ArtAsset], object]] = [
    lambda asset: ArtAsset.objects.filter(pk=asset.pk).update(rating=0),
    lambda asset: ArtAsset.objects.filter(pk=asset.pk).update(rating=6),
    lambda _asset: Tag.objects.create(name=""),
    lambda _asset: Tag.objects.create(name="Maple"),
    lambda _asset: Tag.objects.create(name="a,b"),
    lambda _asset: Tag.objects.create(name=" a"),
    lambda _asset: Tag.objects.bulk_create([Tag(name="a"), Tag(name="a")]),
    lambda _asset: Collection.objects.create(name=""),
    lambda _asset: Collection.objects.create(name=" "),
    lambda _asset: Collection.objects.bulk_create([Collection(name="a"), Collection(name="A")]),
    lambda _asset: Collection.objects.create(name="a", collection_id="col_1"),
    lambda _asset: SavedSearch.objects.create(name="a", query=""),
    lambda _asset: SavedSearch.objects.create(name="", query="q=1"),
    lambda asset: [
        AssetTag.objects.create(asset=asset, tag=Tag.objects.get_or_create(name="a")[0])
        for _ in range(2)
    ],
    lambda asset: [
        CollectionItem.objects.create(
            collection=Collection.objects.get_or_create(name="a")[0], asset=asset, position=place
        )
        for place in range(2)
    ],
]


@pytest.mark.parametrize("attempt", range(len(REFUSED)))
def test_the_database_refuses_what_must_not_be(ids: list[str], attempt: int) -> None:
    asset = ArtAsset.objects.get(asset_id=ids[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        REFUSED[attempt](asset)


def check_deferred() -> None:
    """Ask now what the database asks at the end of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_two_drawings_never_share_a_place(ids: list[str]) -> None:
    board = collections.make_collection("a")
    for asset in get_assets(ids[:2]):
        CollectionItem.objects.create(collection=board, asset=asset, position=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        check_deferred()
    board.delete()


def arranged(board: Collection) -> list[str]:
    return list(board.items.order_by("position").values_list("asset__asset_id", flat=True))


def test_a_collection_keeps_the_order_and_takes_each_once(ids: list[str]) -> None:
    board = collections.make_collection(" Guitar  12 ")
    assert board.name == "Guitar 12"
    assert collections.make_collection("guitar 12") == board
    assert collections.add_assets([ids[2], ids[0]], board.collection_id) == 2
    assert collections.add_assets(ids, board.collection_id) == 2
    assert arranged(board) == [ids[2], ids[0], ids[1], ids[3]]


def test_moving_before_another_or_to_the_end(ids: list[str]) -> None:
    board = collections.make_collection("a")
    collections.add_assets(ids, board.collection_id)
    collections.move(ids[3], board.collection_id, before=ids[0])
    assert arranged(board) == [ids[3], ids[0], ids[1], ids[2]]
    collections.move(ids[3], board.collection_id, before=ids[2])
    assert arranged(board) == [ids[0], ids[1], ids[3], ids[2]]
    collections.move(ids[0], board.collection_id)
    assert arranged(board) == [ids[1], ids[3], ids[2], ids[0]]
    collections.move(ids[0], board.collection_id, before=ids[0])
    assert arranged(board) == [ids[1], ids[3], ids[2], ids[0]]
    check_deferred()


def test_only_what_is_in_a_collection_can_be_moved(ids: list[str]) -> None:
    board = collections.make_collection("a")
    collections.add_assets(ids[:1], board.collection_id)
    with pytest.raises(InvalidRequest):
        collections.move(ids[1], board.collection_id)
    with pytest.raises(CollectionNotFound):
        collections.move(ids[0], "col_000000000000")


def test_forgetting_a_collection_keeps_its_drawings(ids: list[str]) -> None:
    board = collections.make_collection("a")
    collections.add_assets(ids, board.collection_id)
    collections.delete_collection(board.collection_id)
    assert ArtAsset.objects.count() == 4


def test_tags_are_small_letters_and_given_once(ids: list[str]) -> None:
    collections.tag_assets(ids[:2], "Maple,  BEST of , maple,")
    collections.tag_assets(ids[:1], "maple")
    tags = {tag.name: tag.uses for tag in collections.list_tags()}
    assert tags == {"maple": 2, "best of": 2}
    assert collections.untag_assets(ids, "maple") == 2


@pytest.mark.parametrize("text", ["", " , ,", "x" * 41, "a\x00b"])
def test_what_is_no_tag_is_refused(ids: list[str], text: str) -> None:
    with pytest.raises(InvalidRequest):
        collections.tag_assets(ids, text)


def test_a_saved_search_takes_a_new_address_under_its_old_name() -> None:
    collections.save_search("Cut next", "q=knot")
    collections.save_search("cut NEXT", "q=rosette")
    assert [(s.name, s.query) for s in collections.list_searches()] == [("Cut next", "q=rosette")]
    with pytest.raises(InvalidRequest):
        collections.save_search("Everything", "")


def test_a_star_keeps_the_time_it_was_given(ids: list[str]) -> None:
    (first,) = curation.star(ids[:1])
    again = curation.star(ids[:2])
    assert again[0].starred_at_utc == first.starred_at_utc
    assert curation.star(ids[:1], starred=False)[0].starred_at_utc is None


def test_undo_brings_back_only_what_that_call_archived(ids: list[str]) -> None:
    early = curation.archive(ids[:1])
    late = curation.archive(ids)
    assert early is not None
    assert late is not None
    assert curation.archive(ids) is None
    assert curation.unarchive_batch(late) == 3
    assert ArtAsset.objects.get(archived_at_utc__isnull=False).asset_id == ids[0]
    assert curation.unarchive_batch(timezone.now()) == 0


@pytest.mark.parametrize("rating", [-1, 6, 100])
def test_ratings_outside_one_to_five_are_refused(ids: list[str], rating: int) -> None:
    with pytest.raises(InvalidRequest):
        curation.rate(ids, rating)


def test_of_a_choice_all_or_none_are_changed(ids: list[str]) -> None:
    with pytest.raises(AssetNotFound):
        curation.rate([*ids, "asset_ffffffffffff"], 5)
    assert not ArtAsset.objects.filter(rating=5).exists()
    for wrong in ([], [f"asset_{n}" for n in range(MAX_CHOSEN + 1)]):
        with pytest.raises(InvalidRequest):
            curation.archive(wrong)
