"""The art index over HTTP: the list with the gallery's filters, and one asset."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artstudio.api.asset_serializers import AssetRecord
from artstudio.api.views import PROBLEM, NewestFirst
from artstudio.models import ArtAsset, AssetKind
from artstudio.models.assets import MAX_RATING
from artstudio.models.gallery import MAX_TAG_LENGTH
from artstudio.services.gallery import assets, collections
from artstudio.services.gallery.filters import ARCHIVED, KEPT, AssetFilters
from artstudio.services.gallery.search import MAX_QUERY_LENGTH, read_search
from rmos_runs.api.pages import TimestampFilter

_YES, _NO = "true", "false"
_RATINGS = [(str(rating), f"{rating} or better") for rating in range(1, MAX_RATING + 1)]
Rows = QuerySet[ArtAsset]


class _YesOrNo(filters.ChoiceFilter):  # type: ignore[misc]  # the library is untyped
    """Refuses what is neither; a BooleanFilter takes it for no filter at all."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[(_YES, "yes"), (_NO, "no")], **options)


class AssetFilter(filters.FilterSet):  # type: ignore[misc]  # as above
    """What assets can be filtered by."""

    q = filters.CharFilter(
        method="search", max_length=MAX_QUERY_LENGTH, label="Words of the prompt, as in the gallery"
    )
    kind = filters.ChoiceFilter(choices=AssetKind.choices)
    starred = _YesOrNo(method="with_star", label="With a star, or without")
    rating = filters.ChoiceFilter(choices=_RATINGS, method="rated", label="At least so many points")
    tag = filters.CharFilter(method="tagged", max_length=MAX_TAG_LENGTH, label="With this tag")
    collection = filters.CharFilter(
        method="collected", max_length=16, label="In the collection of this id"
    )
    archived = _YesOrNo(method="out_of_sight", label="Archived, or not; both where it is left out")
    created_after = TimestampFilter("created_at_utc", lookup_expr="gte")
    created_before = TimestampFilter("created_at_utc", lookup_expr="lt")

    class Meta:
        model = ArtAsset
        fields = ("kind", "provider", "model", "route", "variant_seed", "request_id")

    def search(self, rows: Rows, _name: str, words: str) -> Rows:
        """Keep assets whose prompts hold the words."""
        return AssetFilters(search=read_search(words)).apply(rows)

    def with_star(self, rows: Rows, _name: str, wanted: str) -> Rows:
        """Keep assets with a star, or those without."""
        return rows.filter(starred_at_utc__isnull=wanted == _NO)

    def rated(self, rows: Rows, _name: str, rating: str) -> Rows:
        """Keep assets with at least so many points."""
        return AssetFilters(rating=int(rating)).apply(rows)

    def tagged(self, rows: Rows, _name: str, tag: str) -> Rows:
        """Keep assets with a tag."""
        return AssetFilters(tag=tag.lower()).apply(rows)

    def collected(self, rows: Rows, _name: str, collection_id: str) -> Rows:
        """Keep the assets of a collection. Raises CollectionNotFound."""
        collections.get_collection(collection_id)
        return AssetFilters(collection=collection_id).apply(rows)

    def out_of_sight(self, rows: Rows, _name: str, wanted: str) -> Rows:
        """Keep what is archived, or what is not."""
        return AssetFilters(status=ARCHIVED if wanted == _YES else KEPT).apply(rows)


@extend_schema_view(
    get=extend_schema(responses={200: AssetRecord(many=True), 400: PROBLEM, 404: PROBLEM})
)
class AssetList(generics.ListAPIView[ArtAsset]):
    """GET: the art index, newest first."""

    serializer_class = AssetRecord
    pagination_class = NewestFirst
    filterset_class = AssetFilter

    def get_queryset(self) -> Any:
        """Return every asset with its attachment and tags."""
        return collections.with_tag_names(assets.list_assets()).defer(
            "words", "attachment__metadata"
        )


class AssetDetail(APIView):
    """GET: one asset."""

    @extend_schema(responses={200: AssetRecord, 404: PROBLEM})
    def get(self, _request: Request, asset_id: str) -> Response:
        """Answer the asset's row."""
        return Response(AssetRecord(assets.get_asset(asset_id)).data)
