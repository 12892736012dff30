"""Pattern parameters over HTTP: what they may be, a try, and a drawing by edited ones."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artstudio.api.variant_serializers import VariantRecord
from artstudio.services.tuning import redraw
from rmos_runs.api.bodies import validated
from rmos_runs.api.serializers import ProblemSerializer

PROBLEM = OpenApiResponse(ProblemSerializer)


class PatternPreviewRequest(serializers.Serializer[Any]):
    """The whole record of a pattern, as GET /api/art/patterns/schema describes it."""

    spec = serializers.DictField()


class PatternPreviewAnswer(serializers.Serializer[Any]):
    """A drawing that was not stored, and its record with every default written out."""

    spec = serializers.DictField()
    svg = serializers.CharField()
    nodes = serializers.IntegerField(source="measurements.nodes")
    measurements = serializers.DictField()
    timings_ms = serializers.DictField(child=serializers.FloatField())


class RedrawRequest(serializers.Serializer[Any]):
    """Either the whole record, or the parameters that change."""

    spec = serializers.DictField(required=False)
    parameters = serializers.DictField(required=False)


class PatternSchema(APIView):
    """GET: the JSON schema (2020-12) of a pattern's record."""

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    def get(self, _request: Request) -> Response:
        """Answer the schema; it changes only with the program."""
        return Response(redraw.pattern_schema(), headers={"Cache-Control": "public, max-age=300"})


class PatternPreview(APIView):
    """POST: try a pattern and store nothing."""

    @extend_schema(
        request=PatternPreviewRequest, responses={200: PatternPreviewAnswer, 400: PROBLEM}
    )
    def post(self, request: Request) -> Response:
        """Answer the drawing with its measurements."""
        preview = redraw.preview_pattern(validated(PatternPreviewRequest, request)["spec"])
        answer = PatternPreviewAnswer(preview).data
        return Response(answer, headers={"Cache-Control": "no-store"})


class Redraw(APIView):
    """POST: keep a drawing by edited parameters."""

    @extend_schema(
        request=RedrawRequest,
        responses={201: VariantRecord, 400: PROBLEM, 404: PROBLEM, 409: PROBLEM, 503: PROBLEM},
    )
    def post(self, request: Request, variant_id: str) -> Response:
        """Answer the new variant, which names the one it came from."""
        body = validated(RedrawRequest, request)
        return Response(VariantRecord(redraw.redraw(variant_id, **body)).data, status=201)
