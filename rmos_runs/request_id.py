"""One id for everything that happens on behalf of a request.

A client's `X-Request-ID` is kept when it is safe to write into a log line,
otherwise a new one is made. The id is in every answer, log line, row and
provenance record.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_SAFE = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_current: ContextVar[str] = ContextVar("request_id", default="")


def new_request_id() -> str:
    """Return a fresh id: `req_` and 32 hexadecimal digits."""
    return f"req_{uuid.uuid4().hex}"


def current_request_id() -> str:
    """Return the id of the request being served, or an empty string outside of one."""
    return _current.get()


def accept_request_id(candidate: str | None) -> str:
    """Return `candidate` if it is safe to log and store, else a new id."""
    if candidate and is_safe_request_id(candidate):
        return candidate
    return new_request_id()


def is_safe_request_id(text: str) -> bool:
    """Tell whether `text` is 1 to 64 ASCII letters, digits, `.`, `_` or `-`."""
    return _SAFE.fullmatch(text) is not None


@contextmanager
def request_id_scope(request_id: str) -> Iterator[str]:
    """Make `request_id` the current one inside the block."""
    token = _current.set(request_id)
    try:
        yield request_id
    finally:
        _current.reset(token)


class RequestIdMiddleware:
    """Give every request an id and every answer an `X-Request-ID` header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request under its id."""
        with request_id_scope(accept_request_id(request.headers.get("X-Request-ID"))) as request_id:
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response
