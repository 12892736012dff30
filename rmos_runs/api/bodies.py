"""From a request's body to the arguments of a domain call."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from rmos_runs.http.field_checks import ErrorList


def known_body(request: Request, known: Collection[str]) -> Mapping[str, Any]:
    """Return the body as it was sent.

    Raises InvalidRequest for a body that is no object and for names that are not
    `known`, each with the nearest known one, and ParseError for a body without a length.
    """
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        # The gateway's protocol has no body without a length; half a request would be obeyed.
        raise ParseError("Send the body with a Content-Length, not in chunks.")
    faults = ErrorList()
    body = faults.known_names("", request.data, known)
    faults.raise_if_any()
    return body


def arguments_of(
    request: Request, known: Collection[str], *, required: Collection[str] = ()
) -> dict[str, Any]:
    """Return the body's values by name, null where a required one is missing.

    A null counts as not given. The values themselves are the domain's to
    check. Raises like `known_body`.
    """
    body = known_body(request, known)
    given = {name: body[name] for name in body if name != "file" and body[name] is not None}
    return dict.fromkeys(required) | given


def validated(shape: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """Return the body as a serializer reads it.

    Raises like `known_body`, and the REST framework's ValidationError.
    """
    body = shape(data=known_body(request, shape().fields))
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def no_body(request: Request) -> None:
    """Raise InvalidRequest for a field in the body of a request that takes none."""
    known_body(request, ())
