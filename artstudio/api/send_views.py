"""Sending a drawing to the program that runs a machine, over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artstudio.services.exports import formats
from artstudio.services.sending.send import send
from rmos_runs.api.bodies import validated
from rmos_runs.api.serializers import ProblemSerializer

PROBLEM = OpenApiResponse(ProblemSerializer)


class SendRequest(serializers.Serializer[Any]):
    """To whom, and as what. Hosts are named by the operator alone."""

    program = serializers.CharField(
        required=False,
        help_text="lightburn or millmage, as ARTSTUDIO_SEND_TO lists them; left out, the first.",
    )
    role = serializers.ChoiceField(
        formats.ROLES,
        required=False,
        help_text="For the whole drawing, as for an export.",
    )


class Delivery(serializers.Serializer[Any]):
    """A drawing that was handed over."""

    program = serializers.CharField()
    title = serializers.CharField()
    way = serializers.ChoiceField(["rest", "udp"])
    state = serializers.ChoiceField(
        ["imported", "accepted", "loaded"],
        help_text="accepted: taken, but the program did not say in time what became of it.",
    )
    filename = serializers.CharField()
    sha256 = serializers.CharField(help_text="The name of the export: the digest of its inputs.")


class SendVariant(APIView):
    """POST: hand a drawing to LightBurn or MillMage."""

    @extend_schema(
        request=SendRequest,
        responses={
            200: Delivery,
            400: PROBLEM,
            404: PROBLEM,
            409: PROBLEM,
            502: PROBLEM,
            503: PROBLEM,
        },
    )
    def post(self, request: Request, variant_id: str) -> Response:
        """Answer how it was handed over. Nothing is started: that is done at the machine."""
        body = validated(SendRequest, request)
        sent = send(variant_id, program=body.get("program", ""), role=body.get("role"))
        return Response(Delivery(sent).data)
