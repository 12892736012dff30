"""Which query parameters an API path knows; any other is refused by name.

A view says its own in `query_names`; a list knows those of its filters and pages.
A misspelt filter would otherwise answer everything, and a misspelt `dry_run` draw.
Pages (web and admin) have no `query_names` and take whatever an address holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.generics import GenericAPIView
from rest_framework.views import APIView

from rmos_runs.errors import InvalidRequest
from rmos_runs.http.field_checks import printable, unknown_name
from rmos_runs.http.problem_table import problem_of
from rmos_runs.http.problems import problem_response

View = TypeVar("View", bound=Callable[..., Any])
_READING = frozenset({"GET", "HEAD"})


def query_names(*names: str) -> Callable[[View], View]:
    """Say which query parameters a plain view of the API knows; a decorator."""

    def mark(view: View) -> View:
        view.query_names = names  # type: ignore[attr-defined]  # read below
        return view

    return mark


def known_query_names(view: Any, method: str) -> tuple[str, ...] | None:
    """Return the query parameters that a view knows for a method; None where it takes any."""
    # The view as the resolver has it: a function, or the function of a class.
    shape = getattr(view, "cls", view)
    is_api = isinstance(shape, type) and issubclass(shape, APIView)
    names: tuple[str, ...] | None = getattr(shape, "query_names", () if is_api else None)
    if names is None or not is_api or method not in _READING:
        return names
    return (*names, *_of_list(shape))


def _of_list(shape: type[APIView]) -> Iterator[str]:
    if not issubclass(shape, GenericAPIView):
        return
    filterset = getattr(shape, "filterset_class", None)
    if filterset is not None:
        yield from filterset.base_filters
    pages = shape.pagination_class
    if pages is not None:
        yield pages.cursor_query_param  # type: ignore[attr-defined]  # all pages here are by cursor
        yield pages.page_size_query_param  # type: ignore[attr-defined]


class QueryNamesMiddleware:
    """Answers 400 for a query parameter that the path does not know, or that comes twice."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request; `process_view` looks at its query, once its view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _arguments: Any, _names: Any
    ) -> HttpResponse | None:
        """Answer a request with an unknown parameter; None lets the view answer."""
        known = known_query_names(view, request.method or "")
        if known is None:
            return None
        faults = {
            printable(name): [fault]
            for name, values in request.GET.lists()
            if (fault := _fault(name, values, known))
        }
        if not faults:
            return None
        error = InvalidRequest(f"Invalid request: {'; '.join(faults)}.", fields=faults)
        problem = problem_of(error)
        assert problem is not None, "every domain error is in the table"
        return problem_response(request, problem)


def _fault(name: str, values: list[str], known: tuple[str, ...]) -> str:
    if name not in known:
        return unknown_name(name, known)
    return "Give this parameter once." if len(values) > 1 else ""
