"""Where errors become answers.

Everything that goes wrong is answered with the same four words: `detail` for a
person, `code` for a program, `request_id` for the log, and `fields` when the
body was at fault. Under /api/ that is JSON, elsewhere a page.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from rest_framework.response import Response

from rmos_runs.errors import DomainError
from rmos_runs.http.problem_table import (
    STATUS,
    Problem,
    plain_problem,
    problem_of,
)
from rmos_runs.request_id import current_request_id

logger = logging.getLogger(__name__)

API_PREFIX = "/api/"
_AS_REST_FRAMEWORK_WRITES = {"separators": (",", ":"), "ensure_ascii": False}
# Headers that are part of what a refusal says.
_KEPT = {"Allow", "Content-Range"}


def status_of(error: DomainError) -> int:
    """Return the status of a domain error, for a page that shows it in its own words."""
    return STATUS[error.kind]


def exception_handler(error: Exception, _context: dict[str, Any]) -> Response | None:
    """Answer an error raised in an API view; None lets an unforeseen one be logged as a 500."""
    problem = problem_of(error)
    if problem is None:
        return None
    headers = {"Cache-Control": "no-store"} | problem.headers
    return Response(problem.body(), status=problem.status, headers=headers)


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return JSON under /api/ and a page elsewhere; never to be kept by a cache."""
    if request.path_info.startswith(API_PREFIX):
        response: HttpResponse = JsonResponse(
            problem.body(), status=problem.status, json_dumps_params=_AS_REST_FRAMEWORK_WRITES
        )
    else:
        response = _page(request, problem)
    response["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        response[name] = value
    return response


def _page(request: HttpRequest, problem: Problem) -> HttpResponse:
    context = problem.body() | {"status": problem.status, "title": problem.title}
    try:
        page = render_to_string("error.html", context, request)
    except TemplateDoesNotExist:
        return _plain_text(problem)
    except Exception:
        logger.exception("error_page_failed")
        return _plain_text(problem)
    return HttpResponse(page, status=problem.status)


def _plain_text(problem: Problem) -> HttpResponse:
    text = f"{problem.status} {problem.title}\n{problem.detail}\n{current_request_id()}\n"
    return HttpResponse(text, status=problem.status, content_type="text/plain; charset=utf-8")


class ProblemMiddleware:
    """Gives the errors of plain views, and answers without a body, the shape of a problem."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request; explain a refusal that came without words."""
        response = self.get_response(request)
        if not _is_wordless(request, response):
            return response
        explained = problem_response(request, plain_problem(response.status_code))
        for name in _KEPT & response.headers.keys():
            explained[name] = response[name]
        return explained

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer an anticipated error; None lets Django log the others and answer 500."""
        problem = problem_of(error)
        return None if problem is None else problem_response(request, problem)


def _is_wordless(request: HttpRequest, response: HttpResponseBase) -> bool:
    if response.status_code < 400 or not isinstance(response, HttpResponse):
        return False
    if not response.content:
        return True
    is_json = response.get("Content-Type", "").startswith("application/json")
    wants_json = request.path_info.startswith(API_PREFIX)
    # In development the page with the traceback says more.
    return wants_json and not is_json and not (settings.DEBUG and response.status_code == 500)


# What the project's urls name as its handlers.


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, or 413 for a body that was too large."""
    return problem_response(request, problem_of(exception) or plain_problem(400))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 403."""
    return problem_response(request, plain_problem(403))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 404."""
    return problem_response(request, plain_problem(404))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500; the traceback is in the log under the request id."""
    return problem_response(request, plain_problem(500))
