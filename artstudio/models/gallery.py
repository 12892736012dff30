"""What people add to drawings: tags, collections and searches they want to come back to."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from artstudio.models.assets import ArtAsset

MAX_TAG_LENGTH = 40
MAX_NAME_LENGTH = 80
MAX_WORD_LENGTH = 40
#: A tag as it is stored: no capitals, no comma, no space at an end or doubled.
_TAG = r"^[^\s,A-Z]+( [^\s,A-Z]+)*$"


def new_collection_id() -> str:
    """Return `col_` and 12 hexadecimal digits."""
    return f"col_{uuid.uuid4().hex[:12]}"


class Tag(models.Model):
    """A word for drawings that belong together, in small letters."""

    name = models.CharField(max_length=MAX_TAG_LENGTH, unique=True)
    #: How many assets carry it; a trigger of the database counts.
    uses = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        indexes = [models.Index(F("uses").desc(), "name", name="tag_most_used")]
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=_TAG), name="tag_name_format"),
        ]

    def __str__(self) -> str:
        return self.name


class AssetTag(models.Model):
    """An asset carries a tag."""

    asset = models.ForeignKey(ArtAsset, on_delete=models.CASCADE, related_name="asset_tags")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="asset_tags")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "tag"], name="asset_tag_once"),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.tag_id}"


class Collection(models.Model):
    """A collection: drawings in an order that somebody chose."""

    collection_id = models.CharField(max_length=16, unique=True, default=new_collection_id)
    name = models.CharField(max_length=MAX_NAME_LENGTH)
    created_at_utc = models.DateTimeField(auto_now_add=True)
    #: How many assets it holds; a trigger of the database counts.
    size = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="collection_name_once"),
            models.CheckConstraint(
                condition=Q(name__regex=r"^\S(.*\S)?$"), name="collection_name_says_something"
            ),
            models.CheckConstraint(
                condition=Q(collection_id__regex=r"^col_[0-9a-f]{12}$"),
                name="collection_id_format",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CollectionItem(models.Model):
    """An asset's place in a collection; the lowest position comes first."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    asset = models.ForeignKey(ArtAsset, on_delete=models.CASCADE, related_name="places")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "asset"], name="collection_asset_once"),
            models.UniqueConstraint(
                fields=["collection", "position"],
                # Moving one drawing renumbers others; they may clash on the way.
                deferrable=models.Deferrable.DEFERRED,
                name="collection_position_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.position}"


class SavedSearch(models.Model):
    """The address of a view of the gallery under a name."""

    name = models.CharField(max_length=MAX_NAME_LENGTH)
    query = models.CharField(max_length=1000)
    created_at_utc = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="saved_search_name_once"),
            models.CheckConstraint(
                condition=Q(name__regex=r"^\S(.*\S)?$"), name="saved_search_name_says_something"
            ),
            models.CheckConstraint(condition=~Q(query=""), name="saved_search_narrows"),
        ]

    def __str__(self) -> str:
        return self.name


class SearchWord(models.Model):
    """A word that occurs in some prompt; a trigger of the database keeps them.

    Words that nobody wrote are compared with these, so that a slip of the
    finger finds what was meant. Their number grows with the language and not
    with the drawings.
    """

    word = models.CharField(max_length=MAX_WORD_LENGTH, primary_key=True)

    def __str__(self) -> str:
        return self.word
