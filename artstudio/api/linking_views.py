"""Linking drawings to runs, generations of a session, acknowledged flags: one call each."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artstudio.api.linking_serializers import (
    AcknowledgeBody,
    AttachToRunAnswer,
    AttachToRunBody,
)
from artstudio.api.serializers import GenerationRecord
from artstudio.api.views import PROBLEM, NewestFirst
from artstudio.models import Generation
from artstudio.services import acknowledgement, linking
from artstudio.services.generation import list_generations_of_session
from rmos_runs.api.bodies import arguments_of


class AttachToRun(APIView):
    """POST: link assets to a run as advisory inputs."""

    @extend_schema(
        request=AttachToRunBody,
        responses={200: AttachToRunAnswer, 400: PROBLEM, 404: PROBLEM},
    )
    def post(self, request: Request) -> Response:
        """Attach all or none; again is harmless and creates nothing."""
        names = AttachToRunBody().fields
        attached = linking.attach_assets_to_run(**arguments_of(request, names, required=names))
        return Response(AttachToRunAnswer(attached).data)


class Acknowledge(APIView):
    """POST: a person has seen the generation's safety flags."""

    @extend_schema(
        request=AcknowledgeBody,
        responses={200: GenerationRecord, 400: PROBLEM, 404: PROBLEM},
    )
    def post(self, request: Request, generation_id: str) -> Response:
        """Write down who, when and by which request; only the first time counts."""
        told = arguments_of(request, AcknowledgeBody().fields)
        return Response(
            GenerationRecord(acknowledgement.acknowledge_flags(generation_id, **told)).data
        )


@extend_schema_view(
    get=extend_schema(
        operation_id="session_generations",
        tags=["workflow sessions"],
        responses={200: GenerationRecord(many=True), 404: PROBLEM},
    )
)
class SessionGenerations(generics.ListAPIView[Generation]):
    """GET: the generations that name a session, newest first."""

    queryset = Generation.objects.none()
    serializer_class = GenerationRecord
    pagination_class = NewestFirst
    filter_backends = []

    def get_queryset(self) -> Any:
        """Return the generations with their variants."""
        return list_generations_of_session(self.kwargs["session_id"])
