"""How a drawing is built: the parts that are cut for it, as a table."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from artstudio.api.export_views import AnyContentNegotiation
from artstudio.services.exports.cut_lists import CutListOfAsset, cut_list_of
from rmos_runs.api.blob_response import SAVED_TYPE, type_for
from rmos_runs.api.serializers import ProblemSerializer

PROBLEM = OpenApiResponse(ProblemSerializer)
CSV = "text/csv"


class CutListQuery(serializers.Serializer[Any]):
    """In which form the list is answered."""

    format = serializers.ChoiceField(
        ("json", "csv", "html"),
        default="json",
        help_text="json (default) has all measures; csv one line for each part; html is a "
        "sheet to print. All lengths are millimetres.",
    )


class StackSerializer(serializers.Serializer[Any]):
    """Veneers glued on each other, from the inside of the ring outward."""

    name = serializers.CharField()
    woods = serializers.ListField(child=serializers.CharField())
    columns = serializers.ListField(child=serializers.IntegerField())
    strips = serializers.IntegerField()
    width_mm = serializers.FloatField()
    length_mm = serializers.FloatField()
    height_mm = serializers.FloatField()


class PartSerializer(serializers.Serializer[Any]):
    """A line of the cut list."""

    part = serializers.ChoiceField(("veneer", "strip", "stick", "chip", "line"))
    name = serializers.CharField(allow_blank=True)
    wood = serializers.CharField(allow_blank=True)
    pieces = serializers.IntegerField()
    length_mm = serializers.FloatField(allow_null=True)
    width_mm = serializers.FloatField(allow_null=True)
    thickness_mm = serializers.FloatField(allow_null=True)
    note = serializers.CharField(allow_blank=True)


class LineSerializer(serializers.Serializer[Any]):
    """A ring of one wood."""

    wood = serializers.CharField()
    inner_mm = serializers.FloatField()
    outer_mm = serializers.FloatField()


class VeneerSerializer(serializers.Serializer[Any]):
    """All veneer of one wood."""

    wood = serializers.CharField()
    thickness_mm = serializers.FloatField()
    pieces = serializers.IntegerField()
    area_cm2 = serializers.FloatField()


class CutListSerializer(serializers.Serializer[Any]):
    """How a mosaic wheel is built: its chart as stacks, its tiles, and all parts."""

    asset_id = serializers.CharField()
    outer_mm = serializers.FloatField()
    inner_mm = serializers.FloatField()
    mosaic_outer_mm = serializers.FloatField()
    mosaic_inner_mm = serializers.FloatField()
    columns = serializers.IntegerField()
    rows = serializers.IntegerField()
    veneer_mm = serializers.FloatField()
    match = serializers.ChoiceField(("slip", "book", "turned"))
    stacks = StackSerializer(many=True)
    order = serializers.ListField(child=serializers.CharField())
    tiles = serializers.IntegerField()
    tiles_with_spare = serializers.IntegerField()
    degrees_a_tile = serializers.FloatField()
    degrees_a_column = serializers.FloatField()
    strip_inside_mm = serializers.FloatField()
    strip_mean_mm = serializers.FloatField()
    strip_outside_mm = serializers.FloatField()
    taper_degrees = serializers.FloatField()
    chip_mm = serializers.FloatField()
    kerf_mm = serializers.FloatField()
    sticks = serializers.IntegerField()
    stick_mm = serializers.FloatField()
    chips_a_stick = serializers.IntegerField()
    lines = LineSerializer(many=True)
    veneers = VeneerSerializer(many=True)
    parts = PartSerializer(many=True)


class AssetCutList(APIView):
    """GET: what is cut and glued to build a mosaic wheel."""

    query_names = tuple(CutListQuery().fields)
    content_negotiation_class = AnyContentNegotiation

    @extend_schema(
        operation_id="asset_cut_list",
        parameters=[CutListQuery],
        responses={
            (200, "application/json"): CutListSerializer,
            (200, CSV): OpenApiTypes.STR,
            (200, "text/html"): OpenApiTypes.STR,
            (200, SAVED_TYPE): OpenApiTypes.BINARY,
            400: PROBLEM,
            404: PROBLEM,
            410: PROBLEM,
        },
    )
    def get(self, request: Request, asset_id: str) -> HttpResponseBase:
        """Answer the list; it is worked out from the stored parameters."""
        query = CutListQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        found = cut_list_of(asset_id)
        if query.validated_data["format"] == "csv":
            return _csv(request, found)
        if query.validated_data["format"] == "html":
            return _sheet(request, found)
        return JsonResponse(found.as_dict())


def _csv(request: Request, found: CutListOfAsset) -> HttpResponse:
    name = f"cut-list-{found.asset.asset_id}.csv"
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(
        found.as_csv(),
        content_type=type_for(request._request, f"{CSV}; charset=utf-8"),  # noqa: SLF001 - DRF's way
        headers={"Content-Disposition": disposition, "Vary": "Accept"},
    )


def _sheet(request: Request, found: CutListOfAsset) -> HttpResponse:
    context = {
        "asset": found.asset,
        "sheet": found.sheet,
        "rows": found.rows,
        "chart": found.chart(),
        "key": [(letter, wood.replace("-", " ")) for wood, letter in found.key().items()],
    }
    return render(request._request, "cut_list.html", context)  # noqa: SLF001 - DRF's way
