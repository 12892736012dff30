"""Who a caller is, for the REST framework and for the middleware."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from artstudio.access.errors import InvalidToken
from artstudio.access.mode import login_needed
from artstudio.access.tokens import find_token
from artstudio.models import AccessToken

_SCHEMES = frozenset({b"bearer", b"token"})
_MOST_BYTES = 200
# No header can have this name.
_KNOWN = "artstudio.access_token"


def token_of(request: HttpRequest) -> AccessToken | None:
    """Return the token that a request shows, None where it shows none. Raises InvalidToken.

    A request is looked up once, however many ask.
    """
    if _KNOWN not in request.META:
        shown = _shown_token(request)
        request.META[_KNOWN] = None if shown is None else _found(shown)
    token: AccessToken | None = request.META[_KNOWN]
    return token


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer TOKEN`, or `Token TOKEN`, where a login is needed."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Return nobody and the token, None where none is shown. Raises InvalidToken."""
        token = token_of(_plain(request)) if login_needed() else None
        return None if token is None else (AnonymousUser(), token)

    def authenticate_header(self, _request: Request) -> str:
        """Return the challenge that makes a refusal a 401."""
        return 'Bearer realm="Art Studio"'


class SessionAuthentication(BaseAuthentication):
    """Who has logged in on a page; the middleware has made sure that a page of ours asks."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Return the user of the session, None where there is none."""
        user = _plain(request).user if login_needed() else None
        return None if user is None or not user.is_authenticated else (user, None)


class IsKnown(BasePermission):
    """Everybody where everybody is trusted, else who has a token or a session."""

    def has_permission(self, request: Request, _view: Any) -> bool:
        """Tell whether the caller may ask; the middleware has asked the same before."""
        return not login_needed() or request.auth is not None or request.user is not None


def _plain(request: Request) -> HttpRequest:
    plain: HttpRequest = request._request  # noqa: SLF001 - the REST framework's way to what it wraps
    return plain


def _shown_token(request: HttpRequest) -> bytes | None:
    scheme, _, token = get_authorization_header(request).strip().partition(b" ")  # type: ignore[arg-type]  # reads META only
    return token.strip() if scheme.lower() in _SCHEMES else None


def _found(shown: bytes) -> AccessToken:
    row = find_token(shown.decode("latin-1")) if len(shown) <= _MOST_BYTES else None
    if row is None:
        raise InvalidToken
    return row
