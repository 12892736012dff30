"""What each error means in HTTP: status, code and words.

The domain's errors, Django's and the REST framework's all become a `Problem`;
`rmos_runs.http.problems` writes it down. No other module knows about status codes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions as drf
from rest_framework.settings import api_settings

from rmos_runs.blobs.free_space import is_database_full, is_disk_full, is_volume_full
from rmos_runs.errors import DatabaseFull, DiskFull, DomainError, Kind, invalid_fields
from rmos_runs.request_id import current_request_id

STATUS: dict[Kind, HTTPStatus] = {
    Kind.INVALID: HTTPStatus.BAD_REQUEST,
    Kind.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    Kind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Kind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Kind.CONFLICT: HTTPStatus.CONFLICT,
    Kind.GONE: HTTPStatus.GONE,
    Kind.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Kind.REFUSED: HTTPStatus.UNPROCESSABLE_ENTITY,
    Kind.RATE_LIMITED: HTTPStatus.TOO_MANY_REQUESTS,
    Kind.UPSTREAM: HTTPStatus.BAD_GATEWAY,
    Kind.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """An error as HTTP will say it."""

    status: int
    code: str
    detail: str
    fields: dict[str, list[str]] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The status in words, such as `Not Found`."""
        return HTTPStatus(self.status).phrase

    def body(self) -> dict[str, Any]:
        """Return the JSON body."""
        shape = {"detail": self.detail, "code": self.code, "request_id": current_request_id()}
        return shape if self.fields is None else shape | {"fields": self.fields}


# What Django and its middleware mean when they give only a status.
_PLAIN: dict[int, tuple[str, str]] = {
    400: ("bad_request", "The request cannot be understood. Check its address, headers and body."),
    403: ("permission_denied", "This is not allowed. Reload the page and try again."),
    404: ("not_found", "Nothing is at this address. Check it for a typing error."),
    405: ("method_not_allowed", "This address does not take this method. See the Allow header."),
    412: ("precondition_failed", "The bytes are not those of the If-Match header."),
    413: ("too_large", "The request is too large. Send less."),
    416: ("range_not_satisfiable", "The range lies outside of these bytes. See Content-Range."),
    503: ("database_unavailable", "The database does not answer. Try again in a moment."),
    500: ("internal_error", "Something went wrong here. Report it with the request id."),
}


def plain_problem(status: int) -> Problem:
    """Return the problem for a status that came without an explanation."""
    code, detail = _PLAIN.get(status, (f"http_{status}", HTTPStatus(status).phrase))
    return Problem(status=status, code=code, detail=detail)


def problem_of(error: BaseException) -> Problem | None:
    """Return the problem an anticipated error stands for; None for all others."""
    if isinstance(error, DomainError):
        return _of_domain(error)
    if isinstance(error, drf.ValidationError):
        return _of_fields(dict(_flattened(error.detail)))
    if isinstance(error, drf.APIException):
        return _of_rest_framework(error)
    if full := _full_disk(error):
        return _of_domain(full)
    for django_error, status in _DJANGO:
        if isinstance(error, django_error):
            return plain_problem(status)
    return None


def _full_disk(error: BaseException) -> DomainError | None:
    if isinstance(error, OperationalError | InterfaceError):
        # Postgres that cannot write its log says nothing any more.
        full = is_database_full(error) or is_volume_full("database")
        return DatabaseFull() if full else None
    return DiskFull() if isinstance(error, OSError) and is_disk_full(error) else None


_DJANGO: list[tuple[type[Exception], int]] = [
    (Http404, 404),
    (PermissionDenied, 403),
    (RequestDataTooBig, 413),
    (SuspiciousOperation, 400),
    (BadRequest, 400),
    # A value that no column can hold; what is foreseen is refused by name before.
    (DataError, 400),
    # It restarts, is cut off, or broke off a statement: the same request may succeed soon.
    (OperationalError, 503),
    (InterfaceError, 503),
]


def _of_domain(error: DomainError) -> Problem:
    wait = error.retry_after
    headers = {} if wait is None else {"Retry-After": str(math.ceil(wait))}
    if error.kind is Kind.UNAUTHENTICATED:
        headers["WWW-Authenticate"] = _challenge(error.code)
    return Problem(
        status=STATUS[error.kind],
        code=error.code,
        detail=error.message,
        fields=error.fields,
        headers=headers,
    )


def _challenge(code: str) -> str:
    """Return how a caller may say who it is (RFC 6750, section 3)."""
    why = ', error="invalid_token"' if code == "invalid_token" else ""
    return f'Bearer realm="Art Studio"{why}'


def _of_fields(fields: dict[str, list[str]]) -> Problem:
    return Problem(
        status=HTTPStatus.BAD_REQUEST,
        code="invalid_request",
        detail=invalid_fields(fields),
        fields=fields,
    )


def _of_rest_framework(error: drf.APIException) -> Problem:
    wait = getattr(error, "wait", None)
    return Problem(
        status=error.status_code,
        code=error.default_code,
        detail=str(error.detail),
        headers={} if wait is None else {"Retry-After": str(math.ceil(wait))},
    )


def _flattened(detail: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield ("constraints.width_mm", ["..."]) pairs of nested validation errors."""
    if isinstance(detail, dict):
        parts = list(detail.items())
    elif any(isinstance(part, dict | list) for part in detail):
        parts = list(enumerate(detail))
    else:
        yield path or "body", [str(message) for message in detail]
        return
    for name, part in parts:
        own = "" if name == api_settings.NON_FIELD_ERRORS_KEY else str(name)
        yield from _flattened(part, ".".join(filter(None, (path, own))))
