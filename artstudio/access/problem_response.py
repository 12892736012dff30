"""How those who are turned away are told: as every other problem is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import APIException

from rmos_runs.errors import DomainError
from rmos_runs.http.problem_table import problem_of
from rmos_runs.http.problems import problem_response


def access_problem(request: HttpRequest, error: DomainError | APIException) -> HttpResponse:
    """Return the answer that stands for an anticipated error, as JSON or as a page."""
    problem = problem_of(error)
    assert problem is not None, "both kinds of error are in the table"
    return problem_response(request, problem)
