"""Keeps pages of other sites from making a browser change or spend anything here.

A browser says where a request comes from, and a page cannot make it lie: `Origin`
goes with everything that may change something, `Sec-Fetch-Site` with every request
to an address that the browser trusts. A program sends neither and is no danger, as
nobody tricks it. https://html.spec.whatwg.org/#origin, https://w3c.github.io/webappsec-fetch-metadata/
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import is_same_domain
from rest_framework.exceptions import UnsupportedMediaType

from artstudio.access.errors import CrossOriginRefused
from artstudio.access.problem_response import access_problem
from rmos_runs.http.problems import API_PREFIX

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# What a form of another site cannot send without asking first, and uploads.
_TYPES = frozenset({"application/json", "multipart/form-data"})
# The browser's own words for "no other site is behind this".
_OWN = frozenset({"same-origin", "none"})


class OriginGuardMiddleware:
    """Refuses what another site's page sends to the API; pages have their CSRF tokens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request unless it would change something for another site."""
        if request.method in SAFE or not request.path_info.startswith(API_PREFIX):
            return self.get_response(request)
        if not is_from_a_trusted_place(request):
            return access_problem(request, CrossOriginRefused())
        if has_body(request) and request.content_type not in _TYPES:
            return access_problem(request, UnsupportedMediaType(request.content_type or "none"))
        return self.get_response(request)


def is_from_a_trusted_place(request: HttpRequest) -> bool:
    """Tell whether a page of ours, a trusted one, or no page at all is behind a request."""
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site")
    if origin is None:
        return site is None or site in _OWN
    return _is_trusted(origin) or _is_ours(request, origin, site)


def proves_our_page(request: HttpRequest) -> bool:
    """Tell whether a browser says that a page of ours, or a trusted one, sent the request."""
    named = {"Origin", "Sec-Fetch-Site"} & set(request.headers)
    return bool(named) and is_from_a_trusted_place(request)


def has_body(request: HttpRequest) -> bool:
    """Tell whether a view can read bytes after the headers."""
    return request.META.get("CONTENT_LENGTH", "") not in {"", "0"}


def _is_ours(request: HttpRequest, origin: str, site: str | None) -> bool:
    if site is not None and site not in _OWN:
        return False
    if origin == f"{request.scheme}://{request.get_host()}":
        return True
    # Behind a proxy that speaks TLS the scheme is not known here; the browser knows it.
    return site == "same-origin" and urlsplit(origin).netloc == request.get_host()


def _is_trusted(origin: str) -> bool:
    scheme, _, host = origin.partition("://")
    for trusted in settings.CSRF_TRUSTED_ORIGINS:
        its_scheme, _, its_host = trusted.partition("://")
        # `https://*.example.org` is Django's way to name all hosts below a domain.
        if scheme == its_scheme and is_same_domain(host, its_host.removeprefix("*")):
            return True
    return False
