"""Text that no row can hold is refused before a view sees it.

Postgres cannot store or compare U+0000, and bytes that are not UTF-8 name nothing
here. Query, cookies and forms are checked by this middleware, which answers
400, and the path, which leads nowhere then; JSON bodies by `rmos_runs.http.json_body`,
which reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from rmos_runs.errors import InvalidRequest
from rmos_runs.http.field_checks import printable
from rmos_runs.http.problem_table import plain_problem, problem_of
from rmos_runs.http.problems import API_PREFIX, problem_response
from rmos_runs.http.storable_json import is_storable_text

UNUSABLE = "Use plain text: no NUL characters, and nothing but UTF-8."
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


class RequestTextMiddleware:
    """Answers 400, or 404 for a path, where a request holds text that cannot be stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Check the cookies, by which the database may be asked first; then serve the request."""
        refusal = _refusal(request, _cookie_texts(request))
        return self.get_response(request) if refusal is None else refusal

    def process_view(
        self, request: HttpRequest, _view: Any, _arguments: Any, _names: Any
    ) -> HttpResponse | None:
        """Check path, query and the form of a page; uploads to the API are read by their view."""
        if not is_storable_text(request.path_info):
            # Nothing can have such a name.
            return problem_response(request, plain_problem(404))
        is_form = request.method == "POST" and request.content_type in _FORMS
        form = _form_texts(request) if is_form and not _is_api(request) else ()
        return _refusal(request, chain(_query_texts(request), form))


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API_PREFIX)


def _refusal(request: HttpRequest, texts: Iterable[tuple[str, str]]) -> HttpResponse | None:
    """Return the answer that names the first unusable text, None where all are usable."""
    for name, text in texts:
        if not is_storable_text(text):
            shown = printable(name)
            error = InvalidRequest(
                f"Invalid request: {shown}. {UNUSABLE}", fields={shown: [UNUSABLE]}
            )
            problem = problem_of(error)
            assert problem is not None, "every domain error is in the table"
            return problem_response(request, problem)
    return None


def _query_texts(request: HttpRequest) -> Iterator[tuple[str, str]]:
    query = request.META.get("QUERY_STRING", "")
    # Bytes that are not UTF-8 become lone surrogates here and are refused as such.
    decoded = unquote_to_bytes(query.encode("latin-1", "replace")).decode(errors="surrogateescape")
    if not is_storable_text(decoded):
        named = next((name for name, text in _items(request.GET) if "\0" in name + text), "query")
        yield named, "\0"


def _cookie_texts(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, text in request.COOKIES.items():
        yield f"cookie {printable(name)}", name + text


def _form_texts(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, text in _items(request.POST):
        yield name, name + text


def _items(query: Any) -> Iterator[tuple[str, str]]:
    for name, values in query.lists():
        for value in values:
            yield name, value
