"""Counting the requests of this web server, by the route's name and never by the path."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram

# Apart from the library's own registry, which is empty: tests and reloads make no duplicates.
registry = CollectorRegistry()
REQUESTS = Counter(
    "artstudio_http_requests",
    "Answered requests of this web server.",
    ("method", "route", "status"),
    registry=registry,
)
SECONDS = Histogram(
    "artstudio_http_request_seconds",
    "Time until the answer began, of this web server.",
    ("method", "route"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
    registry=registry,
)
_METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"})
NO_ROUTE = "none"


class RequestMetricsMiddleware:
    """Count each request and its time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request and count it."""
        started = time.perf_counter()
        response = self.get_response(request)
        method = request.method if request.method in _METHODS else "other"
        route = route_of(request)
        REQUESTS.labels(method, route, str(response.status_code)).inc()
        SECONDS.labels(method, route).observe(time.perf_counter() - started)
        return response


def route_of(request: HttpRequest) -> str:
    """Return the name of the route that answered; one word for all that have none.

    An answer that is held until there is news would drown how fast the route is.
    """
    match = request.resolver_match
    if match is None:
        return NO_ROUTE
    name = match.view_name or match.route or NO_ROUTE
    return f"{name} (held)" if request.GET.get("wait") else name
