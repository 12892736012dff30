"""What things cost over HTTP: a request's estimate before it is made, and what was spent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artstudio.api.cost_serializers import DryRunAnswer, SpendingAnswer
from artstudio.services.dry_run import DryRun, dry_run
from artstudio.services.spending import GROUPS, spending
from rmos_runs.api.serializers import ProblemSerializer

DRY_RUN = OpenApiParameter(
    "dry_run",
    bool,
    description="`1`: answer what the request would lead to and cost; nothing is asked or stored.",
)
_YES = frozenset({"1", "true", "yes", "on"})


def wants_dry_run(request: Request) -> bool:
    """Tell whether only the estimate is asked for."""
    return request.query_params.get("dry_run", "").lower() in _YES


def answer_dry_run(asked: Mapping[str, Any]) -> Response:
    """Answer what a request that was read already would lead to."""
    return Response(DryRunAnswer(_facts(dry_run(**asked))).data)


def _facts(planned: DryRun) -> dict[str, Any]:
    request = planned.request
    return {
        "dry_run": True,
        "variant_seed": request.variant_seed,
        "count": request.count,
        "provider": request.provider,
        "model": request.model,
        "route": request.route,
        "route_reason": request.route_reason,
        "warnings": list(request.warnings),
        "safety_flags": planned.safety_flags,
        "estimate": planned.estimate,
        "budget": planned.budget,
        "fits_budget": planned.fits_budget,
    }


class SpendingQuery(serializers.Serializer[Any]):
    """Which days, and what the rows are told apart by."""

    to = serializers.DateField(required=False)
    group = serializers.CharField(default="day")

    def get_fields(self) -> dict[str, Any]:
        """Add `from`, which no attribute can be called."""
        return {"from": serializers.DateField(required=False), **super().get_fields()}


class Spending(APIView):
    """GET: what was spent."""

    @extend_schema(
        parameters=[
            OpenApiParameter("from", date, description="First day (UTC); 30 days unless given."),
            OpenApiParameter("to", date, description="Last day (UTC); today unless given."),
            OpenApiParameter(
                "group", str, description=f"One or more of {', '.join(GROUPS)}, with commas."
            ),
        ],
        responses={200: SpendingAnswer, 400: ProblemSerializer},
    )
    def get(self, request: Request) -> Response:
        """Answer the sums of a span of days, newest first."""
        query = SpendingQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        found = spending(
            since=asked.get("from"),
            until=asked.get("to"),
            group=[name.strip() for name in asked["group"].split(",")],
        )
        return Response(SpendingAnswer(found).data)
