"""Making something of a drawing over HTTP: an inlay pair, kerf and the like. Nothing is paid."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artstudio.api.variant_serializers import VariantRecord, WarningNote
from artstudio.services.requests.warning_texts import texts_of
from artstudio.services.tuning import derive
from rmos_runs.api.bodies import validated
from rmos_runs.api.serializers import ProblemSerializer

PROBLEM = OpenApiResponse(ProblemSerializer)


class DeriveRequest(serializers.Serializer[Any]):
    """An operation and its parameters, as GET /api/art/derivations describes them."""

    operation = serializers.ChoiceField(choices=list(derive.OPERATIONS))
    parameters = serializers.DictField(required=False, default=dict)
    calibration = serializers.CharField(
        required=False,
        allow_null=True,
        help_text="An id of GET /api/art/calibrations: its kerf or clearance is used instead of "
        "`kerf_mm` or `gap_mm`, and named in the record.",
    )


class DerivePreviewAnswer(serializers.Serializer[Any]):
    """A drawing that was not stored."""

    svg = serializers.CharField()
    measurements = serializers.DictField()
    warnings = serializers.ListField(child=serializers.CharField())
    warning_details = WarningNote(many=True)
    parameters = serializers.DictField(help_text="With every default written out.")
    timings_ms = serializers.DictField(child=serializers.FloatField())


class Derivations(APIView):
    """GET: the operations and what each takes."""

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    def get(self, _request: Request) -> Response:
        """Answer each operation's parameters with ranges, choices and defaults."""
        described = {
            operation.name: {
                "label": operation.label,
                "help": operation.help,
                "parameters": {p.name: _described(p) for p in operation.parameters},
            }
            for operation in derive.OPERATIONS.values()
        }
        return Response(described, headers={"Cache-Control": "public, max-age=300"})


class Derive(APIView):
    """POST: keep what an operation makes of a drawing."""

    @extend_schema(
        request=DeriveRequest,
        responses={201: VariantRecord, 400: PROBLEM, 404: PROBLEM, 409: PROBLEM, 422: PROBLEM},
    )
    def post(self, request: Request, variant_id: str) -> Response:
        """Answer the new variant, which names the one it came from."""
        body = validated(DeriveRequest, request)
        made = derive.derive(
            variant_id, body["operation"], body["parameters"], calibration=body.get("calibration")
        )
        return Response(VariantRecord(made).data, status=201)


class DerivePreview(APIView):
    """POST: try an operation and store nothing."""

    @extend_schema(
        request=DeriveRequest,
        responses={
            200: DerivePreviewAnswer,
            400: PROBLEM,
            404: PROBLEM,
            409: PROBLEM,
            422: PROBLEM,
        },
    )
    def post(self, request: Request, variant_id: str) -> Response:
        """Answer the drawing with its measurements and its cut card."""
        body = validated(DeriveRequest, request)
        drawn = derive.preview_derivation(
            variant_id, body["operation"], body["parameters"], calibration=body.get("calibration")
        )
        answer = {
            "svg": drawn.svg.decode(),
            "measurements": drawn.measurements,
            "warnings": texts_of(drawn.warnings),
            "warning_details": drawn.warnings,
            "parameters": {k: v for k, v in drawn.trace_options.items() if k != "operation"},
            "timings_ms": drawn.timings_ms,
        }
        return Response(answer, headers={"Cache-Control": "no-store"})


def _described(parameter: derive.Parameter) -> dict[str, Any]:
    described: dict[str, Any] = {"kind": parameter.kind, "label": parameter.label}
    if parameter.kind == "number":
        described |= {"low": parameter.low, "high": parameter.high}
    if parameter.choices:
        described["choices"] = [name for name, _label in parameter.choices]
    if parameter.help:
        described["help"] = parameter.help
    return described | {"default": parameter.default}
