"""Whether the process is alive, and whether it can do its work."""

from __future__ import annotations

import structlog
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from artstudio import __version__
from rmos_runs.blob_storage import attachment_storage
from rmos_runs.errors import DomainError

log = structlog.stdlib.get_logger(__name__)


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 while the process serves requests; nothing else is looked at."""
    return JsonResponse({"status": "ok", "version": __version__})


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers and the store can be written, else 503 and which not."""
    parts = {"database": _database(), "store": _store()}
    ready = all(state == "ok" for state in parts.values())
    return JsonResponse(
        {"status": "ok" if ready else "unavailable", **parts}, status=200 if ready else 503
    )


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        log.warning("database_unavailable", exc_info=True)
        return "The database does not answer."
    return "ok"


def _store() -> str:
    try:
        attachment_storage().check_writable()
    except DomainError as error:
        log.warning("store_unavailable", exc_info=True)
        return error.message
    return "ok"
