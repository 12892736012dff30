"""A drawing of one's own, imported over HTTP: the answer is that of prompt-to-svg."""

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
from artstudio.services.imports.intake import CLOSED_LINES, import_drawing
from artstudio.services.requests.intake import MAX_REFERENCE_LENGTH
from rmos_runs.api.bodies import arguments_of
from rmos_runs.api.parsers import StreamedUpload, received_file
from rmos_runs.api.serializers import ProblemSerializer

PROBLEM = OpenApiResponse(ProblemSerializer)
#: Faults of this machine, not of the file.
_OF_THE_MACHINE = frozenset({"internal_error", "page_timed_out", "page_converter_missing"})


class ImportBody(serializers.Serializer[Any]):
    """A drawing and how large it is."""

    file = serializers.FileField(help_text="An SVG, SVGZ, DXF, PDF or EPS file.")
    constraints = serializers.CharField(
        required=False,
        help_text='The constraints of prompt-to-svg as JSON text, such as {"width_mm": 80}; '
        "without a size the drawing has the one that the file states.",
    )
    unit = serializers.CharField(
        required=False,
        help_text="What a unit of a DXF file is: mm, cm, m, in or ft. Needed where the file does "
        "not say and no size is given.",
    )
    page = serializers.IntegerField(
        required=False, min_value=1, help_text="Which page of a PDF; by default the first, 1."
    )
    closed_lines = serializers.ChoiceField(
        required=False,
        choices=CLOSED_LINES,
        help_text="What closed lines become: they stay `lines`, or become `areas`, whose widths "
        "are measured and of which pockets and inserts can be made.",
    )
    title = serializers.CharField(
        required=False,
        max_length=MAX_PROMPT_LENGTH,
        help_text="What the drawing is called where others have their prompt; by default the "
        "file's name.",
    )
    workflow_session_id = serializers.CharField(required=False, max_length=MAX_REFERENCE_LENGTH)


class ImportDrawing(APIView):
    """POST: import a drawing of one's own."""

    parser_classes = [StreamedUpload]

    @extend_schema(
        request={"multipart/form-data": ImportBody},
        responses={
            200: PromptToSvgAnswer,
            400: PROBLEM,
            413: PROBLEM,
            404: PROBLEM,
            422: OpenApiResponse(FAILURE_OR_PROBLEM, "The file cannot be read as a drawing."),
            502: OpenApiResponse(PromptToSvgFailure, "Reading the file failed here."),
            503: PROBLEM,
        },
    )
    def post(self, request: Request) -> Response:
        """Answer like prompt-to-svg, with one variant."""
        fields = arguments_of(request, ImportBody().fields)
        made = import_drawing(
            received_file(request.FILES),
            title=fields.get("title"),
            constraints=json_constraints(fields),
            unit=fields.get("unit"),
            page=fields.get("page"),
            closed_lines=fields.get("closed_lines"),
            workflow_session_id=fields.get("workflow_session_id"),
        )
        status, answer = _answer(made)
        return Response(answer, status=status)


def _answer(generation: Generation) -> tuple[int, dict[str, Any]]:
    status, body = answer_of(generation)
    error = generation.variants.all()[0].error
    if error and error["code"] not in _OF_THE_MACHINE:
        return 422, {**body, "detail": error["message"], "code": error["code"]}
    return status, body
