"""How often a tag is used and how much a collection holds is counted by the database itself."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, connections, transaction

from artstudio.models import ArtAsset, AssetTag, Collection, CollectionItem, Tag
from artstudio.services.gallery import collections
from rmos_runs.models import RunAttachment

pytestmark = pytest.mark.django_db


def add_drawings(count: int) -> list[str]:
    """Add indexed drawings; return their ids."""
    made = []
    for number in range(count):
        sha256 = f"{number:012x}{'0' * 52}"
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
        )
        made.append(asset.asset_id)
    return made


def kept_and_true() -> tuple[dict[str, int], dict[str, int]]:
    """Return every count as it is kept, and as counting gives it."""
    kept = {f"tag {tag.name}": tag.uses for tag in Tag.objects.all()}
    kept |= {f"collection {one.name}": one.size for one in Collection.objects.all()}
    names = [f"tag {row.tag.name}" for row in AssetTag.objects.select_related("tag")]
    items = CollectionItem.objects.select_related("collection")
    names += [f"collection {item.collection.name}" for item in items]
    return kept, {**dict.fromkeys(kept, 0), **Counter(names)}


def test_counts_follow_tagging_and_untagging() -> None:
    ids = add_drawings(5)
    collections.tag_assets(ids, "maple, walnut")
    collections.tag_assets(ids[:3], "maple, best")
    collections.untag_assets(ids[:2], "walnut")
    kept, true = kept_and_true()
    assert kept == true == {"tag maple": 5, "tag walnut": 3, "tag best": 3}
    assert [(tag.name, tag.uses) for tag in collections.list_tags()] == [
        ("maple", 5),
        ("best", 3),
        ("walnut", 3),
    ]


def test_a_tag_that_nothing_carries_is_not_listed() -> None:
    ids = add_drawings(1)
    collections.tag_assets(ids, "maple")
    collections.untag_assets(ids, "maple")
    assert Tag.objects.get().uses == 0
    assert not collections.list_tags()


def test_counts_follow_collecting_and_what_is_deleted() -> None:
    ids = add_drawings(4)
    board = collections.make_collection("Guitar 12").collection_id
    collections.add_assets(ids, board)
    collections.move(ids[3], board, before=ids[0])
    collections.remove_assets(ids[:1], board)
    assert [one.size for one in collections.list_collections()] == [3]
    collections.tag_assets(ids, "maple")
    ArtAsset.objects.get(asset_id=ids[1]).delete()
    kept, true = kept_and_true()
    assert kept == true == {"collection Guitar 12": 2, "tag maple": 3}


def test_counts_follow_sql_that_nobody_foresaw() -> None:
    ids = add_drawings(3)
    collections.tag_assets(ids, "maple")
    collections.add_assets(ids, collections.make_collection("Board").collection_id)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DELETE FROM artstudio_assettag WHERE id % 2 = 0")
        cursor.execute("TRUNCATE artstudio_collectionitem")
    kept, true = kept_and_true()
    assert kept == true
    assert kept["collection Board"] == 0


def test_what_was_rolled_back_was_not_counted() -> None:
    ids = add_drawings(2)
    collections.tag_assets(ids[:1], "maple")
    with transaction.atomic():
        collections.tag_assets(ids, "maple")
        transaction.set_rollback(True)
    assert Tag.objects.get().uses == 1


def test_a_row_cannot_move_to_another_tag_or_collection() -> None:
    ids = add_drawings(1)
    collections.tag_assets(ids, "maple, walnut")
    collections.add_assets(ids, collections.make_collection("One").collection_id)
    other = collections.make_collection("Two")
    with pytest.raises(IntegrityError, match="not moved"), transaction.atomic():
        AssetTag.objects.filter(tag__name="maple").update(tag=Tag.objects.get(name="walnut"))
    with pytest.raises(IntegrityError, match="not moved"), transaction.atomic():
        CollectionItem.objects.update(collection=other)


@pytest.mark.django_db(transaction=True)
def test_many_who_tag_at_once_are_all_counted() -> None:
    ids = add_drawings(8)

    def tag(number: int) -> None:
        # In turns the other way about: whoever locks as it is told waits for ever.
        names = ["maple", "oak", "walnut"] if number % 2 else ["walnut", "oak", "maple"]
        try:
            collections.tag_assets([ids[number]], ", ".join(names))
            collections.untag_assets([ids[number]], names[1])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(tag, range(8)))
    kept, true = kept_and_true()
    assert kept == true == {"tag maple": 8, "tag oak": 0, "tag walnut": 8}
