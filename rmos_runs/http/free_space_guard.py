"""Refusing new work while a disk is as good as full, before any of it is begun."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from rmos_runs.blobs.free_space import require_free_space
from rmos_runs.errors import DatabaseFull, StoreFull
from rmos_runs.http.problem_table import problem_of
from rmos_runs.http.problems import problem_response

_ADDS = {"POST", "PUT", "PATCH"}
#: Whoever makes room has to get in.
_OPEN = ("/admin/", "/login", "/logout")


class FreeSpaceMiddleware:
    """Answers 503 to what would add something; reading and removing go on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request, or refuse it with `database_full` or `store_full`."""
        if request.method in _ADDS and not request.path_info.startswith(_OPEN):
            try:
                require_free_space()
            except (DatabaseFull, StoreFull) as error:
                problem = problem_of(error)
                assert problem
                return problem_response(request, problem)
        return self.get_response(request)
