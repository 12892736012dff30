"""Drawing a stored source again over HTTP: re-trace, preview, reproduce. Nothing is paid."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artstudio.api.variant_serializers import VariantRecord, WarningNote
from artstudio.services.requests.warning_texts import texts_of
from artstudio.services.tuning import retrace
from rmos_runs.api.bodies import no_body, validated
from rmos_runs.api.serializers import ProblemSerializer

PROBLEM = OpenApiResponse(ProblemSerializer)


class RetraceRequest(serializers.Serializer[Any]):
    """Trace and size constraints, as in prompt-to-svg."""

    constraints = serializers.DictField(required=False, default=dict)


class TracePreviewRequest(RetraceRequest):
    """Which variant's stored picture to trace, and how."""

    variant_id = serializers.CharField(max_length=64)


class TracePreviewAnswer(serializers.Serializer[Any]):
    """A drawing that was not stored."""

    svg = serializers.CharField()
    measurements = serializers.DictField()
    warnings = serializers.ListField(child=serializers.CharField())
    warning_details = WarningNote(many=True)
    trace_options = serializers.DictField()
    timings_ms = serializers.DictField(child=serializers.FloatField())


class ReproductionAnswer(serializers.Serializer[Any]):
    """Whether the stored source still gives the recorded drawing."""

    same = serializers.BooleanField()
    recorded_sha256 = serializers.CharField()
    actual_sha256 = serializers.CharField()
    recorded_nodes = serializers.IntegerField(allow_null=True)
    actual_nodes = serializers.IntegerField(allow_null=True)
    iou = serializers.FloatField(
        allow_null=True, help_text="How much both drawings cover alike, 0 to 1."
    )
    recorded_tools = serializers.DictField()
    actual_tools = serializers.DictField()


class Retrace(APIView):
    """POST: keep another trace of a variant's stored picture."""

    @extend_schema(
        request=RetraceRequest,
        responses={201: VariantRecord, 400: PROBLEM, 404: PROBLEM, 409: PROBLEM},
    )
    def post(self, request: Request, variant_id: str) -> Response:
        """Answer the new variant, which names the one it came from."""
        body = validated(RetraceRequest, request)
        return Response(
            VariantRecord(retrace.retrace(variant_id, body["constraints"])).data, status=201
        )


class TracePreview(APIView):
    """POST: try a trace and store nothing."""

    @extend_schema(
        request=TracePreviewRequest,
        responses={200: TracePreviewAnswer, 400: PROBLEM, 404: PROBLEM, 409: PROBLEM},
    )
    def post(self, request: Request) -> Response:
        """Answer the drawing with its measurements."""
        body = validated(TracePreviewRequest, request)
        drawn = retrace.preview_trace(body["variant_id"], body["constraints"])
        answer = {
            "svg": drawn.svg.decode(),
            "measurements": drawn.measurements,
            "warnings": texts_of(drawn.warnings),
            "warning_details": drawn.warnings,
            "trace_options": drawn.trace_options,
            "timings_ms": drawn.timings_ms,
        }
        return Response(answer, headers={"Cache-Control": "no-store"})


class Reproduce(APIView):
    """POST: draw a variant's stored source again and compare."""

    @extend_schema(
        request=None, responses={200: ReproductionAnswer, 404: PROBLEM, 409: PROBLEM, 503: PROBLEM}
    )
    def post(self, request: Request, variant_id: str) -> Response:
        """Answer whether the SHA-256 is the same."""
        no_body(request)
        return Response(ReproductionAnswer(retrace.reproduce(variant_id)).data)
