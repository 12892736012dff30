"""A path means the same with and without a slash at its end, without a redirect.

A redirect would turn a POST into a GET and lose its body.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import is_valid_path

_ADMIN = "/admin/"


class TrailingSlashMiddleware:
    """Adds or removes the last slash where only the other spelling leads somewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request under the spelling that the project's urls know."""
        path = request.path_info
        if not path.startswith(_ADMIN) and not is_valid_path(path):
            other = path.removesuffix("/") if path.endswith("/") else f"{path}/"
            if is_valid_path(other):
                request.path = request.path.removesuffix(path) + other
                request.path_info = other
        return self.get_response(request)
