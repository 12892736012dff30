"""The art API: each view parses, calls one service and answers."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django_filters import rest_framework as filters
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_view,
)
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artstudio.api.answers import SVG_FORMS, answer_of, svg_form
from artstudio.api.cost_serializers import DryRunAnswer
from artstudio.api.cost_views import DRY_RUN, answer_dry_run, wants_dry_run
from artstudio.api.serializers import (
    FAILURE_OR_PROBLEM,
    GenerationRecord,
    PromptToSvgAnswer,
    PromptToSvgFailure,
    PromptToSvgRequest,
    ProviderRecord,
)
from artstudio.models import Generation, GenerationStatus
from artstudio.services.generation import generate
from artstudio.services.requests import providers
from rmos_runs.api import pages
from rmos_runs.api.serializers import ProblemSerializer
from rmos_runs.errors import InvalidRequest
from rmos_runs.http.client_left import client_left

PROBLEM = OpenApiResponse(ProblemSerializer)
MAX_WAIT_S = 30.0
PREFER = OpenApiParameter(
    "Prefer",
    str,
    OpenApiParameter.HEADER,
    description="`respond-async`: answer 202 at once and let workers make the drawings.",
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="The same key and body give the same generation for 24 hours.",
)
WAIT = OpenApiParameter(
    "wait", float, description="Hold the answer until something changes, up to 30 seconds."
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="With `wait`: the ETag of the state that is known already.",
)


SVG_FORM = OpenApiParameter(
    "svg",
    str,
    enum=SVG_FORMS,
    description="What stands in `svg` of each variant: its text (default), a link to the stored "
    "bytes, which never change, or null.",
)


class NewestFirst(pages.NewestFirst):
    """Pages by a cursor: `{next, previous, results}`, stable while rows are added."""

    ordering = ("-created_at_utc", "-id")


class PromptToSvg(APIView):
    """POST: make one to four drawings of a prompt."""

    query_names = ("dry_run", "svg")

    @extend_schema(
        parameters=[PREFER, IDEMPOTENCY_KEY, DRY_RUN, SVG_FORM],
        request=PromptToSvgRequest,
        responses={
            200: PolymorphicProxySerializer(
                "PromptToSvgOrDryRun", [PromptToSvgAnswer, DryRunAnswer], None
            ),
            202: OpenApiResponse(GenerationRecord, "Taken up; Location says where to look."),
            400: PROBLEM,
            404: PROBLEM,
            409: PROBLEM,
            422: OpenApiResponse(
                FAILURE_OR_PROBLEM,
                "The provider's moderation refused them all, or the Idempotency-Key came with "
                "another body.",
            ),
            429: PROBLEM,
            502: OpenApiResponse(PromptToSvgFailure, "No variant could be made."),
            503: PROBLEM,
        },
    )
    def post(self, request: Request) -> Response:
        """Answer when every variant is done; 200 when at least one is OK.

        With `Prefer: respond-async` answer 202 at once: workers make the drawings.
        With `?dry_run=1` answer what it would cost, in another form, and make nothing.
        """
        svg, asked = svg_form(request), _asked(request)
        if wants_dry_run(request):
            return answer_dry_run(asked)
        queued = "respond-async" in request.headers.get("Prefer", "").lower()
        made = generate.generate_svg_variants(
            **asked,
            queued=queued,
            idempotency_key=request.headers.get("Idempotency-Key", ""),
            caller=getattr(request, "caller", ""),
        )
        return _taken_up(made) if queued else _finished(made, svg)


def _asked(request: Request) -> dict[str, Any]:
    """Return the arguments of a request; a name that is not known is warned of, not refused."""
    body = PromptToSvgRequest(data=request.data)
    body.is_valid(raise_exception=True)
    unknown = [name for name in request.data if name not in body.fields]
    asked: dict[str, Any] = dict(body.validated_data)
    return asked | ({"unknown_fields": unknown} if unknown else {})


def _finished(made: Generation, svg: str) -> Response:
    status, answer = answer_of(made, svg=svg)
    return Response(answer, status=status)


def _taken_up(made: Generation) -> Response:
    headers = {
        "Location": reverse("art_api:generation", args=[made.generation_id]),
        "Preference-Applied": "respond-async",
    }
    return Response(GenerationRecord(made).data, status=202, headers=headers)


class GenerationFilter(filters.FilterSet):  # type: ignore[misc]  # the library is untyped
    """What generations can be filtered by."""

    status = filters.ChoiceFilter(choices=GenerationStatus.choices)
    created_after = pages.TimestampFilter("created_at_utc", lookup_expr="gte")
    created_before = pages.TimestampFilter("created_at_utc", lookup_expr="lt")

    class Meta:
        model = Generation
        fields = ("status", "provider", "model", "route", "variant_seed", "request_id")


@extend_schema_view(get=extend_schema(responses={200: GenerationRecord(many=True), 400: PROBLEM}))
class GenerationList(generics.ListAPIView[Generation]):
    """GET: what was asked, newest first, with the state of every variant."""

    serializer_class = GenerationRecord
    pagination_class = NewestFirst
    filterset_class = GenerationFilter

    def get_queryset(self) -> Any:
        """Return every generation with its variants."""
        return generate.list_generation_records()


class GenerationDetail(APIView):
    """GET: one generation."""

    query_names = ("wait",)

    @extend_schema(
        parameters=[WAIT, IF_NONE_MATCH],
        responses={200: GenerationRecord, 400: PROBLEM, 404: PROBLEM},
    )
    def get(self, request: Request, generation_id: str) -> Response:
        """Answer the generation with the state of every variant.

        With `?wait=` the answer is held until something changes: from the state that
        `If-None-Match` names (the ETag of the last answer), or else from now.
        """
        timeout_s = _seconds(request.query_params.get("wait"))
        if timeout_s:
            known = request.headers.get("If-None-Match", "").strip('W/" ')
            found = generate.wait_for_news(
                generation_id, state=known, timeout_s=timeout_s, left=client_left(request)
            )
        else:
            found = generate.get_generation(generation_id)
        headers = {"ETag": f'"{generate.state_of(found)}"', "Cache-Control": "no-store"}
        return Response(GenerationRecord(found).data, headers=headers)


def _seconds(text: str | None) -> float:
    if text is None:
        return 0.0
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= MAX_WAIT_S:
        raise InvalidRequest(fields={"wait": [f"Give seconds from 0 to {MAX_WAIT_S:g}."]})
    return seconds


class Providers(APIView):
    """GET: who can draw here."""

    @extend_schema(responses={200: ProviderRecord(many=True)})
    def get(self, _request: Request) -> Response:
        """Answer every provider, configured or not and why."""
        return Response(ProviderRecord(providers.list_providers(), many=True).data)
