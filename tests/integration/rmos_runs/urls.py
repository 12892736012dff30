"""The lower app alone, with views that go wrong in every way there is."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from rmos_runs import errors


class Busy(errors.DomainError):
    """Everyone is at work. Try again later."""

    kind = errors.Kind.UNAVAILABLE
    code = "busy"
    retry_after = 1.2


class Size(serializers.Serializer[Any]):
    width_mm = serializers.FloatField(min_value=1)


class Order(serializers.Serializer[Any]):
    prompt = serializers.CharField()
    constraints = Size()
    parts = Size(many=True, required=False)


class OrderView(APIView):
    def post(self, request: Request) -> Response:
        order = Order(data=request.data)
        order.is_valid(raise_exception=True)
        return Response(order.validated_data)


RAISED: dict[str, Exception] = {
    "domain": errors.InvalidRequest(fields={"prompt": ["Too long."]}),
    "busy": Busy(),
    "missing": Http404("/srv/secret"),
    "forbidden": PermissionDenied("/srv/secret"),
    "suspicious": SuspiciousOperation("/srv/secret"),
    "bad": BadRequest("/srv/secret"),
    "database": OperationalError("connection to /srv/secret failed"),
    "unforeseen": RuntimeError("/srv/secret"),
}


def go_wrong(_request: HttpRequest, how: str) -> HttpResponse:
    raise RAISED[how]


class GoWrong(APIView):
    def get(self, _request: Request, how: str) -> Response:
        raise RAISED[how]


@require_POST
def post_only(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("posted")


@csrf_exempt
def echo(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"path": request.path, "body": request.body.decode()})


urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/rmos/", include("rmos_runs.api.urls")),
    path("api/order", OrderView.as_view()),
    path("api/plain/post-only", post_only),
    path("api/plain/<str:how>", go_wrong),
    path("api/rest/<str:how>", GoWrong.as_view()),
    path("echo", echo),
    path("with-slash/", echo),
    path("page/post-only", post_only),
    path("page/<str:how>", go_wrong),
]

handler400 = "rmos_runs.http.problems.bad_request"
handler403 = "rmos_runs.http.problems.permission_denied"
handler404 = "rmos_runs.http.problems.page_not_found"
handler500 = "rmos_runs.http.problems.server_error"
