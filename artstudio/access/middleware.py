"""The middleware in front of every path: who gets in, and who is sent to the login page.

It stands before the addresses are looked at, so that a new path cannot be forgotten
and a stranger learns nothing about which there are.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import has_vary_header, patch_cache_control, patch_vary_headers

from artstudio.access.authentication import token_of
from artstudio.access.client_address import is_local_request
from artstudio.access.errors import (
    CrossOriginRefused,
    InvalidToken,
    LocalOnly,
    NotAuthenticated,
)
from artstudio.access.mode import allows_remote, login_needed
from artstudio.access.origin_guard import SAFE, proves_our_page
from artstudio.access.problem_response import access_problem
from rmos_runs.errors import DomainError
from rmos_runs.http.problems import API_PREFIX

HEALTH = frozenset({"/healthz", "/readyz"})
METRICS = "/metrics"


class AccessMiddleware:
    """Lets in whom ARTSTUDIO_ACCESS means; needs the session's user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request of a caller who may ask, and answer the others."""
        if request.path_info in HEALTH:
            return self.get_response(request)
        if not login_needed():
            return self._trusting(request)
        try:
            _check_caller(request)
        except NotAuthenticated as error:
            return _sent_to_login(request, error)
        except DomainError as error:
            return access_problem(request, error)
        return _kept_private(self.get_response(request))

    def _trusting(self, request: HttpRequest) -> HttpResponseBase:
        if allows_remote() or is_local_request(request):
            return self.get_response(request)
        return access_problem(request, LocalOnly())


def is_let_in(environ: dict[str, Any]) -> bool:
    """Tell whether the caller of a WSGI request may come in, its body unread."""
    request = WSGIRequest(environ | {"wsgi.input": BytesIO()})
    if not login_needed():
        return allows_remote() or is_local_request(request)
    SessionMiddleware(_no_answer).process_request(request)
    request.user = get_user(request)
    try:
        return token_of(request) is not None or request.user.is_authenticated
    except InvalidToken:
        return False
    finally:
        connections.close_all()


def _no_answer(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _check_caller(request: HttpRequest) -> None:
    """Raise NotAuthenticated, InvalidToken or CrossOriginRefused for who may not ask."""
    if _is_open(request) or token_of(request) is not None:
        return
    if not request.user.is_authenticated:
        raise NotAuthenticated
    # A browser sends its cookie for whoever asks; a page of ours can prove itself.
    changes = request.method not in SAFE and request.path_info.startswith(API_PREFIX)
    if changes and not proves_our_page(request):
        raise CrossOriginRefused("A session needs a browser's Origin header; programs use a token.")


def _is_open(request: HttpRequest) -> bool:
    if request.path_info == METRICS:
        return is_local_request(request)
    return request.path_info == reverse("login")


def _sent_to_login(request: HttpRequest, error: NotAuthenticated) -> HttpResponse:
    if _is_for_programs(request.path_info):
        return access_problem(request, error)
    if request.headers.get("HX-Request") == "true":
        # A redirect would put the login page into a part of this one.
        answer = access_problem(request, error)
        answer["HX-Redirect"] = _login_address(_page_of(request))
        return answer
    back = request.get_full_path() if request.method in SAFE else ""
    answer = HttpResponseRedirect(_login_address(back))
    answer["Cache-Control"] = "no-store"
    return answer


def _is_for_programs(path: str) -> bool:
    return path == METRICS or (path.startswith(API_PREFIX) and path != reverse("api-docs"))


def _login_address(back: str) -> str:
    login = reverse("login")
    return f"{login}?{urlencode({'next': back}, safe='/')}" if back else login


def _page_of(request: HttpRequest) -> str:
    """Return the path of the page on which htmx asked."""
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    return f"{shown.path}?{shown.query}" if shown.query else shown.path


def _kept_private(response: HttpResponseBase) -> HttpResponseBase:
    """Keep caches between us and the caller from handing an answer to somebody else."""
    patch_cache_control(response, private=True)
    if not has_vary_header(response, "Authorization"):
        patch_vary_headers(response, ["Cookie", "Authorization"])
    return response
