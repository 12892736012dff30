"""A picture of one's own, traced over HTTP: the answer is that of prompt-to-svg."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artstudio.api.answers import answer_of
from artstudio.api.form_constraints import json_constraints
from artstudio.api.serializers import FAILURE_OR_PROBLEM, PromptToSvgAnswer, PromptToSvgFailure
from artstudio.models import MAX_PROMPT_LENGTH, Generation
from artstudio.services.requests.intake import MAX_REFERENCE_LENGTH
from artstudio.services.tuning.upload import trace_upload
from rmos_runs.api.bodies import arguments_of
from rmos_runs.api.parsers import StreamedUpload, received_file
from rmos_runs.api.serializers import ProblemSerializer
from rmos_runs.errors import InvalidRequest

PROBLEM = OpenApiResponse(ProblemSerializer)
# Faults of the picture that show only when it is traced: no gateway's, but the sender's.
_OF_THE_PICTURE = frozenset({"image_too_complex", "image_too_large", "image_unreadable"})


class TraceUploadBody(serializers.Serializer[Any]):
    """A picture and how to trace it."""

    file = serializers.FileField(help_text="A PNG, JPEG, WebP, AVIF, HEIC, TIFF, GIF or BMP file.")
    constraints = serializers.CharField(
        required=False,
        help_text='The constraints of prompt-to-svg as JSON text, such as {"width_mm": 80}.',
    )
    method = serializers.CharField(
        required=False, help_text="potrace (the default), centerline, vtracer or inkscape."
    )
    title = serializers.CharField(
        required=False,
        max_length=MAX_PROMPT_LENGTH,
        help_text="What the drawing is called where others have their prompt; by default the "
        "file's name.",
    )
    workflow_session_id = serializers.CharField(required=False, max_length=MAX_REFERENCE_LENGTH)


class TraceUpload(APIView):
    """POST: trace a picture of one's own and keep the drawing."""

    parser_classes = [StreamedUpload]

    @extend_schema(
        request={"multipart/form-data": TraceUploadBody},
        responses={
            200: PromptToSvgAnswer,
            400: PROBLEM,
            413: PROBLEM,
            404: PROBLEM,
            422: OpenApiResponse(FAILURE_OR_PROBLEM, "The picture cannot be traced."),
            502: OpenApiResponse(PromptToSvgFailure, "The tracer failed."),
            503: PROBLEM,
        },
    )
    def post(self, request: Request) -> Response:
        """Answer like prompt-to-svg, with one variant."""
        fields = arguments_of(request, TraceUploadBody().fields)
        made = trace_upload(
            received_file(request.FILES),
            title=fields.get("title"),
            constraints=_constraints(fields),
            workflow_session_id=fields.get("workflow_session_id"),
        )
        status, answer = _answer(made)
        return Response(answer, status=status)


def _constraints(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the constraints that a form can only send as text, with the method among them."""
    given = json_constraints(fields)
    method = fields.get("method")
    if method and given.setdefault("method", method) != method:
        raise InvalidRequest(fields={"method": ["Constraints name another method. Give one."]})
    return given


def _answer(generation: Generation) -> tuple[int, dict[str, Any]]:
    status, body = answer_of(generation)
    error = generation.variants.all()[0].error
    if error and error["code"] in _OF_THE_PICTURE:
        return 422, {**body, "detail": error["message"], "code": error["code"]}
    return status, body
