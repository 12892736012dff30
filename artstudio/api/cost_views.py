"""What things cost over HTTP: a request's estimate before it is made, and what was spent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artstudio.api.cost_serializers import AttemptInList, DryRunAnswer, SpendingAnswer
from artstudio.models import Attempt, AttemptOutcome
from artstudio.services.costs.dry_run import DryRun, dry_run
from artstudio.services.costs.spending import GROUPS, list_attempts, spending
from artstudio.services.requests.warning_texts import texts_of
from rmos_runs.api import pages
from rmos_runs.api.serializers import ProblemSerializer
from rmos_runs.errors import InvalidRequest

DRY_RUN = OpenApiParameter(
    "dry_run",
    bool,
    description="`1`: answer what the request would lead to and cost; nothing is asked or stored.",
)
_DRY = dict.fromkeys(("1", "true", "yes", "on"), True)
_DRY |= dict.fromkeys(("", "0", "false", "no", "off"), False)


def wants_dry_run(request: Request) -> bool:
    """Tell whether only the estimate is asked for. Raises InvalidRequest where that is unclear."""
    told = request.query_params.get("dry_run", "").lower()
    if told not in _DRY:
        raise InvalidRequest(fields={"dry_run": ["Give 1 or 0."]})
    return _DRY[told]


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
        "model": request.model or None,
        "route": request.route,
        "route_reason": request.route_reason or None,
        "understood": [item.as_dict() for item in request.reading.items],
        "not_understood": list(request.reading.not_understood),
        "warnings": texts_of(planned.warnings),
        "warning_details": planned.warnings,
        "safety_flags": planned.safety_flags,
        "estimate": planned.estimate,
        "budget": planned.budget,
        "fits_budget": planned.fits_budget,
    }


class NewestCallsFirst(pages.NewestFirst):
    """Pages by a cursor: `{next, previous, results}`, stable while rows are added."""

    ordering = ("-started_at_utc", "-id")


class AttemptFilter(filters.FilterSet):  # type: ignore[misc]  # the library is untyped
    """What calls can be filtered by."""

    outcome = filters.ChoiceFilter(choices=AttemptOutcome.choices)
    variant_id = filters.CharFilter("variant__variant_id")
    started_after = pages.TimestampFilter("started_at_utc", lookup_expr="gte")
    started_before = pages.TimestampFilter("started_at_utc", lookup_expr="lt")

    class Meta:
        model = Attempt
        fields = ("provider", "model", "provider_request_id")


@extend_schema_view(
    get=extend_schema(responses={200: AttemptInList(many=True), 400: ProblemSerializer})
)
class AttemptList(generics.ListAPIView[Attempt]):
    """GET: the calls of providers, newest first, with what each led to and cost."""

    serializer_class = AttemptInList
    pagination_class = NewestCallsFirst
    filterset_class = AttemptFilter

    def get_queryset(self) -> Any:
        """Return every call with its drawing's ids."""
        return list_attempts()


class SpendingQuery(serializers.Serializer[Any]):
    """Which days, and what the rows are told apart by."""

    to = serializers.DateField(required=False)
    group = serializers.CharField(default="day")

    def get_fields(self) -> dict[str, Any]:
        """Add `from`, which no attribute can be called."""
        return {"from": serializers.DateField(required=False), **super().get_fields()}


class Spending(APIView):
    """GET: what was spent."""

    query_names = ("from", "to", "group")

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
