"""Stopping and repeating work over HTTP: cancel a generation or a variant, retry a variant."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artstudio.api.serializers import GenerationRecord
from artstudio.api.variant_serializers import VariantRecord
from artstudio.api.views import PROBLEM
from artstudio.services.tuning import cancel_retry
from rmos_runs.api.bodies import no_body, validated


class RetryBody(serializers.Serializer[Any]):
    """Whether the provider is asked again even where its answer is stored."""

    fresh = serializers.BooleanField(default=False)


class CancelGeneration(APIView):
    """POST: cancel what of a generation is not done."""

    @extend_schema(request=None, responses={200: GenerationRecord, 404: PROBLEM, 409: PROBLEM})
    def post(self, request: Request, generation_id: str) -> Response:
        """Answer the generation; what is running stops at its next stage."""
        no_body(request)
        return Response(GenerationRecord(cancel_retry.cancel_generation(generation_id)).data)


class CancelVariant(APIView):
    """POST: cancel one variant."""

    @extend_schema(request=None, responses={200: VariantRecord, 404: PROBLEM, 409: PROBLEM})
    def post(self, request: Request, variant_id: str) -> Response:
        """Answer the variant; where it is running it stops at its next stage."""
        no_body(request)
        return Response(VariantRecord(cancel_retry.cancel_variant(variant_id)).data)


class RetryVariant(APIView):
    """POST: make a variant again, in its place and with its seed."""

    @extend_schema(
        request=RetryBody, responses={202: VariantRecord, 400: PROBLEM, 404: PROBLEM, 409: PROBLEM}
    )
    def post(self, request: Request, variant_id: str) -> Response:
        """Answer 202 with the variant as it waits for a worker."""
        variant = cancel_retry.retry_variant(variant_id, **validated(RetryBody, request))
        return Response(VariantRecord(variant).data, status=202)
