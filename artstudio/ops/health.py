"""Whether the process is alive, and whether it can do its work and has the room for it."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from artstudio import __version__
from rmos_runs.blobs.free_space import FULL, Volume, check_database_space, volumes
from rmos_runs.blobs.storage import attachment_storage
from rmos_runs.errors import DatabaseUnavailable, DomainError

PATHS = frozenset({"/healthz", "/readyz"})
log = structlog.stdlib.get_logger(__name__)


class HealthMiddleware:
    """Answers balancers before the host's name is checked: they ask by number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request, whatever its Host header says where it asks for health."""
        if request.path_info not in PATHS:
            return self.get_response(request)
        request.resolver_match = resolve(request.path_info)
        view = request.resolver_match.func
        answer: HttpResponseBase = view(request)
        return answer


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 while the process serves requests; nothing else is looked at."""
    return JsonResponse({"status": "ok", "version": __version__})


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when database and store can be written, else 503, which not, and its code.

    `free_space` has the volumes that this machine can see; `warnings` those that are low.
    """
    errors = {"database": _error_of(_check_database), "store": _error_of(_check_store)}
    found = volumes()
    for volume in found:
        if volume.state == "full":
            # Postgres that cannot write its log does not answer either; this is why.
            errors[volume.part] = FULL[volume.part]()
    faults = [error for error in errors.values() if error]
    body: dict[str, object] = {
        "status": "unavailable" if faults else "ok",
        **{part: error.message if error else "ok" for part, error in errors.items()},
        "free_space": {volume.part: _facts(volume) for volume in found},
        "warnings": [_warning(volume) for volume in found if volume.state == "low"],
    }
    if faults:
        body["code"] = faults[0].code
    return JsonResponse(body, status=503 if faults else 200)


def _facts(volume: Volume) -> dict[str, object]:
    return {
        "free_bytes": volume.free_bytes,
        "total_bytes": volume.total_bytes,
        "state": volume.state,
    }


def _warning(volume: Volume) -> str:
    return f"The disk of the {volume.part} has {volume.free_bytes:,} bytes left."


def _error_of(check: Callable[[], None]) -> DomainError | None:
    try:
        check()
    except DomainError as error:
        log.warning(error.code, exc_info=True)
        return error
    return None


def _check_database() -> None:
    try:
        check_database_space()
    except Error as error:
        raise DatabaseUnavailable from error


def _check_store() -> None:
    attachment_storage().check_writable()
