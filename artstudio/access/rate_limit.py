"""Counts, per caller, the requests that cost money, and tries to log in per address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from artstudio.access.authentication import token_of
from artstudio.access.client_address import site_of
from artstudio.access.errors import RateLimited
from artstudio.access.login_limits import count_login, remember_device
from artstudio.access.mode import login_needed
from artstudio.access.problem_response import access_problem
from artstudio.access.rates import count_request, parse_rate

#: What may ask a provider, or traces what somebody uploads.
RATE_LIMITED_VIEWS = frozenset(
    {
        "art_api:prompt-to-svg",
        "art_api:retry",
        "art_api:import",
        "art_api:trace",
        "web:import",
        "web:studio",
        "web:retry-variant",
    }
)
LOGINS = frozenset({"login", "admin:login"})


class RateLimitMiddleware:
    """Answers 429 where a caller asks for more than ARTSTUDIO_RATE_LIMIT."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request; `process_view` counts it, once its address is known."""
        response = self.get_response(request)
        if _is_login(request) and request.user.is_authenticated:
            remember_device(request, response)
        return response

    def process_view(
        self, request: HttpRequest, _view: Any, _arguments: Any, _names: Any
    ) -> HttpResponse | None:
        """Count a request that costs; answer it where it is one too many.

        What the request names (an Idempotency-Key) is its caller's own: `caller` tells
        callers apart where a login does, and is empty elsewhere.
        """
        try:
            request.caller = caller_of(request) if login_needed() else ""  # type: ignore[attr-defined]  # read in the views
            _count(request)
        except RateLimited as error:
            return access_problem(request, error)
        return None


def caller_of(request: HttpRequest) -> str:
    """Return the name under which a caller's requests are counted."""
    if login_needed():
        if token := token_of(request):
            return f"token {token.pk}"
        if request.user.is_authenticated:
            return f"user {request.user.pk}"
    return f"address {site_of(request)}"


def _is_estimate(request: HttpRequest, name: str) -> bool:
    """Tell whether a request asks only what another would cost; in doubt it does not.

    Other paths know no `dry_run`: there it would be a way around the count.
    """
    return name == "art_api:prompt-to-svg" and request.GET.get("dry_run") == "1"


def _is_login(request: HttpRequest) -> bool:
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.view_name in LOGINS


def _count(request: HttpRequest) -> None:
    if request.method != "POST" or request.resolver_match is None:
        return
    name = request.resolver_match.view_name
    if name in LOGINS:
        count_login(request)
    elif (
        name in RATE_LIMITED_VIEWS
        and not _is_estimate(request, name)
        and (rate := parse_rate(settings.ARTSTUDIO_RATE_LIMIT))
    ):
        count_request(caller_of(request), rate, refusal=RateLimited)
