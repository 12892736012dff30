"""Runs over HTTP. Each view parses, calls the domain once and answers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from rmos_runs.api.bodies import arguments_of
from rmos_runs.api.pages import RunFilter, RunPages
from rmos_runs.api.runs_serializers import (
    NOT_IN_SUMMARY,
    ExplanationBody,
    RunBody,
    RunRecord,
    RunSummary,
)
from rmos_runs.api.serializers import ProblemSerializer
from rmos_runs.models import RunArtifact
from rmos_runs.runs import service

PROBLEM = OpenApiResponse(ProblemSerializer)
_REQUIRED = [name for name, field in RunBody().fields.items() if field.required]


@extend_schema_view(
    get=extend_schema(
        operation_id="runs_list",
        tags=["runs"],
        responses={200: RunSummary(many=True), 400: PROBLEM},
    )
)
class Runs(generics.ListAPIView[RunArtifact]):
    """GET: runs, newest first. POST: record one."""

    serializer_class = RunSummary
    pagination_class = RunPages
    filterset_class = RunFilter

    def get_queryset(self) -> Any:
        """Return every run, without what a list does not show."""
        return service.list_runs().defer(*NOT_IN_SUMMARY)

    @extend_schema(
        operation_id="runs_create",
        tags=["runs"],
        request=RunBody,
        responses={201: RunRecord, 400: PROBLEM, 404: PROBLEM, 409: PROBLEM, 413: PROBLEM},
    )
    def post(self, request: Request) -> Response:
        """Record an attempt, whether it was OK, BLOCKED or ended in an ERROR."""
        run = service.create_run(**arguments_of(request, RunBody().fields, required=_REQUIRED))
        headers = {"Location": request.build_absolute_uri(f"{request.path}/{run.run_id}")}
        return Response(RunRecord(run).data, status=201, headers=headers)


class Run(APIView):
    """A run; its facts never change, so there is no other method."""

    @extend_schema(operation_id="run", tags=["runs"], responses={200: RunRecord, 404: PROBLEM})
    def get(self, _request: Request, run_id: str) -> Response:
        """Return everything that was recorded."""
        return Response(RunRecord(service.require_run(run_id)).data)


class Explanation(APIView):
    """The explanation of a run, the one thing about it that moves on."""

    @extend_schema(
        operation_id="run_explanation",
        tags=["runs"],
        request=ExplanationBody,
        responses={200: RunRecord, 400: PROBLEM, 404: PROBLEM, 409: PROBLEM},
    )
    def post(self, request: Request, run_id: str) -> Response:
        """Move it from NONE to PENDING, or from PENDING to READY or ERROR."""
        told = arguments_of(request, ("status", "summary"), required=["status"])
        return Response(RunRecord(service.move_explanation(run_id, **told)).data)
