"""Calibrations over HTTP: measured values by machine and material, and the coupon to measure by."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artstudio.api.answers import answer_of
from artstudio.api.serializers import PromptToSvgAnswer
from artstudio.models.calibrations import CLEARANCE_MM, KERF_MM, MAX_CALIBRATION_NAME
from artstudio.services.calibrations import calibrations
from artstudio.services.imports.coupon import MEASURES, make_coupon
from rmos_runs.api.bodies import known_body
from rmos_runs.api.serializers import ProblemSerializer
from rmos_runs.request_id import current_request_id

PROBLEM = OpenApiResponse(ProblemSerializer)


class CalibrationBody(serializers.Serializer[Any]):
    """A machine with a material, and what fits there."""

    machine = serializers.CharField(max_length=MAX_CALIBRATION_NAME)
    material = serializers.CharField(max_length=MAX_CALIBRATION_NAME)
    kerf_mm = serializers.FloatField(
        required=False,
        allow_null=True,
        min_value=KERF_MM[0],
        max_value=KERF_MM[1],
        help_text="The whole width of the cut.",
    )
    clearance_mm = serializers.FloatField(
        required=False,
        allow_null=True,
        min_value=CLEARANCE_MM[0],
        max_value=CLEARANCE_MM[1],
        help_text="Between two parts that fit, on each side.",
    )


class CalibrationChange(CalibrationBody):
    """What is to be changed; null takes a value away."""

    machine = serializers.CharField(required=False, max_length=MAX_CALIBRATION_NAME)
    material = serializers.CharField(required=False, max_length=MAX_CALIBRATION_NAME)


class CalibrationRecord(serializers.Serializer[Any]):
    """A stored calibration."""

    calibration_id = serializers.CharField()
    machine = serializers.CharField()
    material = serializers.CharField()
    kerf_mm = serializers.FloatField(allow_null=True)
    clearance_mm = serializers.FloatField(allow_null=True)
    created_at_utc = serializers.DateTimeField()
    updated_at_utc = serializers.DateTimeField()


class CouponRequest(serializers.Serializer[Any]):
    """Five values, evenly spaced."""

    measures = serializers.ChoiceField(MEASURES, required=False, help_text="kerf (default).")
    first_mm = serializers.FloatField(required=False, help_text="0.05 for kerf, else 0.")
    step_mm = serializers.FloatField(required=False, help_text="0.05 by default.")


class Calibrations(APIView):
    """GET: all; POST: a new one."""

    @extend_schema(operation_id="calibrations_list", responses={200: CalibrationRecord(many=True)})
    def get(self, _request: Request) -> Response:
        """Answer the calibrations by machine and material."""
        return Response(CalibrationRecord(calibrations.list_calibrations(), many=True).data)

    @extend_schema(
        request=CalibrationBody, responses={201: CalibrationRecord, 400: PROBLEM, 409: PROBLEM}
    )
    def post(self, request: Request) -> Response:
        """Answer the new calibration."""
        made = calibrations.create_calibration(known_body(request, calibrations.FIELDS))
        return Response(CalibrationRecord(made).data, status=201)


class CalibrationDetail(APIView):
    """GET, PATCH and DELETE one calibration."""

    @extend_schema(responses={200: CalibrationRecord, 404: PROBLEM})
    def get(self, _request: Request, calibration_id: str) -> Response:
        """Answer one calibration."""
        return Response(CalibrationRecord(calibrations.get_calibration(calibration_id)).data)

    @extend_schema(
        request=CalibrationChange,
        responses={200: CalibrationRecord, 400: PROBLEM, 404: PROBLEM, 409: PROBLEM},
    )
    def patch(self, request: Request, calibration_id: str) -> Response:
        """Answer the changed calibration."""
        body = known_body(request, calibrations.FIELDS)
        changed = calibrations.update_calibration(calibration_id, body)
        return Response(CalibrationRecord(changed).data)

    @extend_schema(responses={204: None, 404: PROBLEM})
    def delete(self, _request: Request, calibration_id: str) -> Response:
        """Delete it. Records that name it keep its values."""
        calibrations.delete_calibration(calibration_id)
        return Response(status=204)


class Coupon(APIView):
    """POST: a test piece with five clearances, as a drawing."""

    @extend_schema(request=CouponRequest, responses={200: PromptToSvgAnswer, 400: PROBLEM})
    def post(self, request: Request) -> Response:
        """Answer like an import, with one variant."""
        body = known_body(request, CouponRequest().fields)
        made = make_coupon(**body, request_id=current_request_id())
        status, answer = answer_of(made)
        return Response(answer, status=status)
