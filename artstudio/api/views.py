"""The art API: each view parses, calls one service and answers."""

from __future__ import annotations

from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artstudio.api.answers import answer_of
from artstudio.api.serializers import (
    AssetRecord,
    GenerationRecord,
    PromptToSvgAnswer,
    PromptToSvgRequest,
    ProviderRecord,
)
from artstudio.models import ArtAsset, AssetKind, Generation, GenerationStatus
from artstudio.services import assets, generation, providers
from rmos_runs.api import pages
from rmos_runs.api.serializers import ProblemSerializer

PROBLEM = OpenApiResponse(ProblemSerializer)


class NewestFirst(pages.NewestFirst):
    """Pages by a cursor: `{next, previous, results}`, stable while rows are added."""

    ordering = ("-created_at_utc", "-id")


class PromptToSvg(APIView):
    """POST: make one to four drawings of a prompt."""

    @extend_schema(
        request=PromptToSvgRequest,
        responses={
            200: PromptToSvgAnswer,
            400: PROBLEM,
            422: OpenApiResponse(PromptToSvgAnswer, "The provider's moderation refused them all."),
            502: OpenApiResponse(PromptToSvgAnswer, "No variant could be made."),
            503: PROBLEM,
        },
    )
    def post(self, request: Request) -> Response:
        """Answer when every variant is done; 200 when at least one is OK."""
        body = PromptToSvgRequest(data=request.data)
        body.is_valid(raise_exception=True)
        made = generation.generate_svg_variants(**body.validated_data)
        status, answer = answer_of(made)
        return Response(answer, status=status)


class AssetFilter(filters.FilterSet):  # type: ignore[misc]  # the library is untyped
    """What assets can be filtered by."""

    kind = filters.ChoiceFilter(choices=AssetKind.choices)
    created_after = filters.IsoDateTimeFilter("created_at_utc", lookup_expr="gte")
    created_before = filters.IsoDateTimeFilter("created_at_utc", lookup_expr="lt")

    class Meta:
        model = ArtAsset
        fields = ("kind", "provider", "model", "route", "variant_seed", "request_id")


@extend_schema_view(get=extend_schema(responses={200: AssetRecord(many=True), 400: PROBLEM}))
class AssetList(generics.ListAPIView[ArtAsset]):
    """GET: the art index, newest first."""

    serializer_class = AssetRecord
    pagination_class = NewestFirst
    filterset_class = AssetFilter

    def get_queryset(self) -> Any:
        """Return every asset with its attachment."""
        return assets.list_assets()


class AssetDetail(APIView):
    """GET: one asset."""

    @extend_schema(responses={200: AssetRecord, 404: PROBLEM})
    def get(self, _request: Request, asset_id: str) -> Response:
        """Answer the asset's row."""
        return Response(AssetRecord(assets.get_asset(asset_id)).data)


class GenerationFilter(filters.FilterSet):  # type: ignore[misc]  # as above
    """What generations can be filtered by."""

    status = filters.ChoiceFilter(choices=GenerationStatus.choices)
    created_after = filters.IsoDateTimeFilter("created_at_utc", lookup_expr="gte")
    created_before = filters.IsoDateTimeFilter("created_at_utc", lookup_expr="lt")

    class Meta:
        model = Generation
        fields = ("status", "provider", "model", "route", "variant_seed", "request_id")


@extend_schema_view(get=extend_schema(responses={200: GenerationRecord(many=True), 400: PROBLEM}))
class GenerationList(generics.ListAPIView[Generation]):
    """GET: what was asked, newest first, with the state of every variant."""

    serializer_class = GenerationRecord
    pagination_class = NewestFirst
    filterset_class = GenerationFilter

    def get_queryset(self) -> Any:
        """Return every generation with its variants."""
        return generation.list_generations()


class GenerationDetail(APIView):
    """GET: one generation."""

    @extend_schema(responses={200: GenerationRecord, 404: PROBLEM})
    def get(self, _request: Request, generation_id: str) -> Response:
        """Answer the generation with the state of every variant."""
        return Response(GenerationRecord(generation.get_generation(generation_id)).data)


class Providers(APIView):
    """GET: who can draw here."""

    @extend_schema(responses={200: ProviderRecord(many=True)})
    def get(self, _request: Request) -> Response:
        """Answer every provider, configured or not and why."""
        return Response(ProviderRecord(providers.list_providers(), many=True).data)
