"""Workflow sessions over HTTP. Each view parses, calls the domain once and answers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from rmos_runs.api.bodies import arguments_of
from rmos_runs.api.pages import RunPages, SessionFilter, SessionPages
from rmos_runs.api.runs_serializers import NOT_IN_SUMMARY, RunSummary
from rmos_runs.api.runs_views import PROBLEM
from rmos_runs.api.sessions_serializers import CHANGEABLE, SessionBody, SessionRecord
from rmos_runs.models import RunArtifact, WorkflowSession
from rmos_runs.runs import sessions

_UPDATE: dict[str, Any] = {
    "tags": ["workflow sessions"],
    "request": SessionBody,
    "responses": {200: SessionRecord, 400: PROBLEM, 404: PROBLEM, 409: PROBLEM},
}


@extend_schema_view(
    get=extend_schema(
        operation_id="sessions_list",
        tags=["workflow sessions"],
        responses={200: SessionRecord(many=True), 400: PROBLEM},
    )
)
class Sessions(generics.ListAPIView[WorkflowSession]):
    """GET: sessions, newest first. POST: begin one."""

    serializer_class = SessionRecord
    pagination_class = SessionPages
    filterset_class = SessionFilter

    def get_queryset(self) -> Any:
        """Return every session."""
        return sessions.list_sessions()

    @extend_schema(
        operation_id="sessions_create",
        tags=["workflow sessions"],
        request=SessionBody,
        responses={201: SessionRecord, 400: PROBLEM},
    )
    def post(self, request: Request) -> Response:
        """Begin a session; an empty body will do."""
        session = sessions.create_session(**arguments_of(request, CHANGEABLE))
        headers = {"Location": request.build_absolute_uri(f"{request.path}/{session.pk}")}
        return Response(SessionRecord(session).data, status=201, headers=headers)


class Session(APIView):
    """One session."""

    @extend_schema(
        operation_id="session",
        tags=["workflow sessions"],
        responses={200: SessionRecord, 404: PROBLEM},
    )
    def get(self, _request: Request, session_id: str) -> Response:
        """Return the session."""
        return Response(SessionRecord(sessions.get_session(session_id)).data)

    @extend_schema(operation_id="session_update", **_UPDATE)
    def patch(self, request: Request, session_id: str) -> Response:
        """Change the fields given; objects are merged, name by name, at the first level."""
        changes = arguments_of(request, CHANGEABLE)
        return Response(SessionRecord(sessions.update_session(session_id, **changes)).data)

    @extend_schema(operation_id="session_put", **_UPDATE)
    def put(self, request: Request, session_id: str) -> Response:
        """Do the same as PATCH: what is not given stays."""
        return self.patch(request, session_id)

    @extend_schema(
        operation_id="session_delete",
        tags=["workflow sessions"],
        responses={204: None, 404: PROBLEM, 409: PROBLEM},
    )
    def delete(self, _request: Request, session_id: str) -> Response:
        """Delete a session that no run and no generation names."""
        sessions.delete_session(session_id)
        return Response(status=204)


@extend_schema_view(
    get=extend_schema(
        operation_id="session_runs",
        tags=["workflow sessions"],
        responses={200: RunSummary(many=True), 404: PROBLEM},
    )
)
class SessionRuns(generics.ListAPIView[RunArtifact]):
    """GET: the runs that name a session, newest first."""

    queryset = RunArtifact.objects.none()
    serializer_class = RunSummary
    pagination_class = RunPages
    filter_backends = []

    def get_queryset(self) -> Any:
        """Return the runs, without what a list does not show."""
        return sessions.list_runs_of(self.kwargs["session_id"]).defer(*NOT_IN_SUMMARY)
