"""Drawings leave the house: in another format, or with all that proves where they come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from artstudio.services.exports import bundle, formats
from rmos_runs.api.blob_response import SAVED_TYPE, type_for
from rmos_runs.api.export_view import bundle_response
from rmos_runs.api.serializers import ProblemSerializer

PROBLEM = OpenApiResponse(ProblemSerializer)


class AnyContentNegotiation(BaseContentNegotiation):
    """`format` is this view's own word, and `Accept: image/svg+xml` no reason for a 406."""

    def select_parser(self, _request: Request, parsers: Iterable[Any]) -> Any:
        """Return the first parser; a GET has no body."""
        return next(iter(parsers))

    def select_renderer(
        self,
        _request: Request,
        renderers: Iterable[BaseRenderer],
        _suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        """Return the first renderer, which only writes errors."""
        first = next(iter(renderers))
        return first, first.media_type


class ExportQuery(serializers.Serializer[Any]):
    """How to export. An option that the format would have to ignore is refused."""

    format = serializers.ChoiceField(
        formats.FORMATS,
        required=False,
        help_text="svg (default) is the drawing as stored, byte for byte.",
    )
    preset = serializers.ChoiceField(
        formats.PRESETS,
        required=False,
        help_text="Colours and layers as this program wants them; plain (default) keeps the "
        "drawing's own. Not for png. Without a role areas are cut (red hairlines) and single "
        "strokes scored (blue ones); where a drawing has several colours, each is a layer of "
        "its own, in a colour of its own that the program tells from the others. Where there "
        "are red strokes, they are the cuts, and black areas are engraved.",
    )
    role = serializers.ChoiceField(
        formats.ROLES,
        required=False,
        help_text="With a preset, for the whole drawing: cut is a red hairline, engrave a black "
        "area (a stroke keeps its width), score a blue hairline.",
    )
    roles = serializers.JSONField(
        required=False,
        help_text="Several roles in one drawing, as a JSON object: outline (contours that lie in "
        "no other), inside (all others) and colours (#rrggbb), each with cut, engrave or score. "
        "A colour says more than a place. Engraving comes first, then scores, then cuts; inner "
        'contours come before outer ones. Such as {"outline": "cut", "inside": "engrave"}.',
    )
    curves = serializers.ChoiceField(
        formats.CURVES,
        required=False,
        help_text="dxf and dxf-r12: what curves become. arcs (default) are bulges of polylines "
        "and circles, splines are exact (not in dxf-r12), lines are short straight ones.",
    )
    tolerance_mm = serializers.FloatField(
        required=False,
        min_value=formats.TOLERANCE_MM[0],
        max_value=formats.TOLERANCE_MM[1],
        help_text="dxf and dxf-r12: how far an arc or a straight line may stray from its "
        "curve; default 0.01.",
    )
    dpi = serializers.IntegerField(
        required=False,
        min_value=formats.DPI[0],
        max_value=formats.DPI[1],
        help_text="png: pixels for each 25.4 mm; default 300. At most 40 million in all.",
    )


class AssetExport(APIView):
    """GET: a drawing in a format that machines read."""

    query_names = tuple(ExportQuery().fields)
    content_negotiation_class = AnyContentNegotiation

    @extend_schema(
        operation_id="asset_export",
        parameters=[ExportQuery],
        responses={
            **{
                (200, media_type): OpenApiTypes.BINARY
                for media_type in (*formats.MEDIA_TYPES, SAVED_TYPE)
            },
            304: OpenApiResponse(description="The client has this export."),
            412: OpenApiResponse(ProblemSerializer, "Another export than If-Match names."),
            400: PROBLEM,
            404: PROBLEM,
            410: PROBLEM,
            503: PROBLEM,
        },
    )
    def get(self, request: Request, asset_id: str) -> HttpResponseBase:
        """Answer the bytes; the ETag is the digest of all they depend on."""
        found = formats.prepare_export(asset_id, **_query(request))
        etag = f'"{found.digest}"'
        plain = request._request  # noqa: SLF001 - DRF's way
        held = get_conditional_response(plain, etag=etag)
        response = held or HttpResponse(
            found.data(),
            content_type=type_for(plain, found.media_type),
            headers={"Vary": "Accept"},
        )
        return _named(response, etag, found.filename)


class VariantBundle(APIView):
    """GET: a drawing with its source, its record and a list of digests, as a zip."""

    content_negotiation_class = AnyContentNegotiation

    @extend_schema(
        operation_id="variant_bundle",
        responses={
            (200, "application/zip"): OpenApiTypes.BINARY,
            (200, SAVED_TYPE): OpenApiTypes.BINARY,
            304: OpenApiResponse(description="The client has this bundle."),
            412: OpenApiResponse(ProblemSerializer, "Another bundle than If-Match names."),
            404: PROBLEM,
            409: PROBLEM,
            410: PROBLEM,
        },
    )
    def get(self, request: Request, variant_id: str) -> HttpResponseBase:
        """Answer the zip; `sha256sum -c SHA256SUMS` proves what was unpacked."""
        return bundle_response(request._request, bundle.bundle_variant(variant_id))  # noqa: SLF001 - DRF's way


def _query(request: Request) -> dict[str, Any]:
    """Return the options asked for; raises for unusable values."""
    query = ExportQuery(data=request.query_params)
    query.is_valid(raise_exception=True)
    options: dict[str, Any] = query.validated_data
    return options


def _named(response: HttpResponseBase, etag: str, filename: str) -> HttpResponseBase:
    if response.status_code < 400:
        response["ETag"] = etag
        # A newer exporter may write other bytes: ask, and mostly get a 304.
        response["Cache-Control"] = "no-cache"
        response["X-Content-Type-Options"] = "nosniff"
        disposition = content_disposition_header(as_attachment=True, filename=filename)
        response["Content-Disposition"] = disposition or "attachment"
    return response
