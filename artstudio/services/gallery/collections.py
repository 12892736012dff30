"""Tags, collections and saved searches: what people sort drawings into."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.db import IntegrityError, transaction
from django.db.models import (
    F,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)

from artstudio.errors import CollectionNotFound
from artstudio.models import (
    ArtAsset,
    AssetTag,
    Collection,
    CollectionItem,
    SavedSearch,
    Tag,
)
from artstudio.models.gallery import MAX_NAME_LENGTH, MAX_TAG_LENGTH
from artstudio.services.gallery.assets import get_asset, get_assets
from rmos_runs.errors import InvalidRequest
from rmos_runs.http.storable_json import is_storable_text

MAX_TAGS_SHOWN = 40
MAX_LISTED = 200
MAX_ITEMS = 2000


def list_tags() -> QuerySet[Tag]:
    """Return the tags used most, with how many drawings carry each as `uses`."""
    return Tag.objects.filter(uses__gt=0).order_by("-uses", "name")[:MAX_TAGS_SHOWN]


def with_tags(rows: QuerySet[ArtAsset]) -> QuerySet[ArtAsset]:
    """Return the same assets with their tags by name, fetched in one query for all."""
    return rows.prefetch_related(_tags_by_name())


def with_tag_names(rows: QuerySet[ArtAsset]) -> QuerySet[ArtAsset]:
    """Return the same assets with the names of their tags, sorted, as the list `tag_names`."""
    carried = AssetTag.objects.filter(asset=OuterRef("pk")).order_by("tag__name")
    return rows.annotate(tag_names=ArraySubquery(carried.values("tag__name")))


def get_tagged(asset_ids: Sequence[str]) -> list[ArtAsset]:
    """Return assets with their tags in the order of their ids. Raises like `get_assets`."""
    found = get_assets(asset_ids)
    prefetch_related_objects(found, _tags_by_name())
    return found


def _tags_by_name() -> Prefetch[str]:
    tagged = AssetTag.objects.select_related("tag").order_by("tag__name")
    return Prefetch("asset_tags", queryset=tagged)


def tag_assets(asset_ids: Sequence[str], names: str) -> list[Tag]:
    """Give assets the tags in a comma-separated text; what has one keeps it.

    Raises InvalidRequest for a text without a tag or with one that is too long, AssetNotFound.
    """
    wanted = _tag_names(names)
    found = get_assets(asset_ids)
    tags = [Tag.objects.get_or_create(name=name)[0] for name in sorted(wanted)]
    AssetTag.objects.bulk_create(
        [AssetTag(asset=asset, tag=tag) for asset in found for tag in tags], ignore_conflicts=True
    )
    return tags


def untag_assets(asset_ids: Sequence[str], names: str) -> int:
    """Take tags away; return how many were there. Raises InvalidRequest, AssetNotFound."""
    carried = AssetTag.objects.filter(
        asset__in=get_assets(asset_ids), tag__name__in=_tag_names(names)
    )
    return carried.delete()[0]


def _tag_names(text: str) -> set[str]:
    names = {" ".join(part.lower().split()) for part in text.split(",")} - {""}
    if not names or not is_storable_text(text):
        raise InvalidRequest(
            "Write a tag, or several with commas between them.",
            fields={"tag": ["Write at least one word."]},
        )
    if max(map(len, names)) > MAX_TAG_LENGTH or any(re.search("[A-Z]", n) for n in names):
        raise InvalidRequest(
            f"A tag has at most {MAX_TAG_LENGTH} characters.",
            fields={"tag": [f"Use at most {MAX_TAG_LENGTH} characters for each."]},
        )
    return names


def list_collections() -> QuerySet[Collection]:
    """Return the collections by name, with the number of their drawings as `size`."""
    return Collection.objects.order_by("name")[:MAX_LISTED]


def get_collection(collection_id: str) -> Collection:
    """Return a collection; raises CollectionNotFound."""
    found = Collection.objects.filter(collection_id=collection_id).first()
    if found is None:
        raise CollectionNotFound
    return found


def make_collection(name: str) -> Collection:
    """Return the collection of that name, made if there is none. Raises InvalidRequest."""
    said = _name(name)
    try:
        with transaction.atomic():
            return Collection.objects.create(name=said)
    except IntegrityError:
        return Collection.objects.get(name__iexact=said)


def rename_collection(collection_id: str, name: str) -> Collection:
    """Give a collection another name. Raises InvalidRequest, CollectionNotFound."""
    found = get_collection(collection_id)
    found.name = _name(name)
    try:
        with transaction.atomic():
            found.save(update_fields=["name"])
    except IntegrityError as error:
        raise InvalidRequest(
            "Another collection has this name.", fields={"name": ["Choose another name."]}
        ) from error
    return found


def delete_collection(collection_id: str) -> None:
    """Forget a collection; its drawings stay. Raises CollectionNotFound."""
    get_collection(collection_id).delete()


@transaction.atomic
def add_assets(asset_ids: Sequence[str], collection_id: str) -> int:
    """Put assets at the end of a collection; return how many were not in it.

    Raises CollectionNotFound, AssetNotFound, InvalidRequest for one that would get too long.
    """
    collection = _held(collection_id)
    there = set(collection.items.values_list("asset_id", flat=True))
    fresh = [asset for asset in get_assets(asset_ids) if asset.pk not in there]
    if len(there) + len(fresh) > MAX_ITEMS:
        raise InvalidRequest(
            f"A collection holds {MAX_ITEMS} drawings.",
            fields={"collection": ["Choose another collection."]},
        )
    last = collection.items.aggregate(last=Max("position"))["last"] or 0
    CollectionItem.objects.bulk_create(
        CollectionItem(collection=collection, asset=asset, position=last + number)
        for number, asset in enumerate(fresh, 1)
    )
    return len(fresh)


def remove_assets(asset_ids: Sequence[str], collection_id: str) -> int:
    """Take assets out of a collection; return how many were in it."""
    items = get_collection(collection_id).items.filter(asset__in=get_assets(asset_ids))
    return items.delete()[0]


@transaction.atomic
def move(asset_id: str, collection_id: str, *, before: str = "") -> None:
    """Move an asset of a collection before another one, or to its end.

    Raises CollectionNotFound, AssetNotFound, InvalidRequest where one is not in it.
    """
    collection = _held(collection_id)
    moved = _item(collection, get_asset(asset_id))
    if before == asset_id:
        return
    others = collection.items.exclude(pk=moved.pk)
    if before:
        place = _item(collection, get_asset(before)).position
        others.filter(position__gte=place).update(position=F("position") + 1)
    else:
        place = (others.aggregate(last=Max("position"))["last"] or 0) + 1
    collection.items.filter(pk=moved.pk).update(position=place)


def _item(collection: Collection, asset: ArtAsset) -> CollectionItem:
    found = collection.items.filter(asset=asset).first()
    if found is None:
        raise InvalidRequest(
            f"{asset.asset_id} is not in this collection.", fields={"asset": ["Collect it first."]}
        )
    return found


def _held(collection_id: str) -> Collection:
    """Return a collection that nobody else rearranges before the transaction ends."""
    held = Collection.objects.select_for_update().filter(collection_id=collection_id).first()
    if held is None:
        raise CollectionNotFound
    return held


def list_searches() -> QuerySet[SavedSearch]:
    """Return the saved searches by name."""
    return SavedSearch.objects.order_by("name")[:MAX_LISTED]


def save_search(name: str, query: str) -> SavedSearch:
    """Keep the query of an address under a name; the same name takes the new one.

    Raises InvalidRequest for an empty or too long name or query.
    """
    said = _name(name)
    if not query or len(query) > 1000 or not is_storable_text(query):
        raise InvalidRequest(
            "Search or filter first; then there is something to save.",
            fields={"query": ["Give the part of the address after the question mark."]},
        )
    try:
        with transaction.atomic():
            return SavedSearch.objects.create(name=said, query=query)
    except IntegrityError:
        saved = SavedSearch.objects.get(name__iexact=said)
        saved.query = query
        saved.save(update_fields=["query"])
        return saved


def forget_search(pk: int) -> None:
    """Remove a saved search; one that is gone is no fault."""
    SavedSearch.objects.filter(Q(pk=pk)).delete()


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 1 <= len(name) <= MAX_NAME_LENGTH or not is_storable_text(name):
        raise InvalidRequest(
            f"A name has 1 to {MAX_NAME_LENGTH} characters.",
            fields={"name": [f"Write 1 to {MAX_NAME_LENGTH} characters."]},
        )
    return name
