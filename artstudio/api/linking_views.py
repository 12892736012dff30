"""Linking drawings to runs, generations of a session, acknowledged flags: one call each."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
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
from artstudio.services.generation import acknowledgement
from artstudio.services.generation.generate import list_generations_of_session
from artstudio.services.runs import linking
from rmos_runs.api.bodies import arguments_of

_RUN_ID = OpenApiParameter(
    "run_id", str, description="The run, where the body is only a list of asset ids."
)


class AttachToRun(APIView):
    """POST: link assets to a run as advisory inputs."""

    query_names = ("run_id",)

    @extend_schema(
        parameters=[_RUN_ID],
        request=AttachToRunBody,
        responses={200: AttachToRunAnswer, 400: PROBLEM, 404: PROBLEM},
    )
    def post(self, request: Request) -> Response:
        """Attach all or none; again is harmless and creates nothing."""
        attached = linking.attach_assets_to_run(**_attach_arguments(request))
        return Response(AttachToRunAnswer(attached).data)


def _attach_arguments(request: Request) -> dict[str, Any]:
    """Return what to attach; `run_id` may be in the address, the body then a list of ids."""
    names = AttachToRunBody().fields
    in_address = {"run_id": run_id} if (run_id := request.query_params.get("run_id")) else {}
    if isinstance(request.data, list):
        return {"run_id": None, **in_address, "asset_ids": request.data}
    return in_address | {
        name: value
        for name, value in arguments_of(request, names, required=names).items()
        if value is not None or name not in in_address
    }


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
