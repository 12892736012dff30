"""Who may ask, in the OpenAPI schema: what holds where this studio runs."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from artstudio.access.mode import allows_remote, login_needed
from artstudio.access.rates import parse_rate
from rmos_runs.http.problems import API_PREFIX

_SCHEMES = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "`Authorization: Bearer TOKEN`; `manage.py create_token NAME` makes one.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": settings.SESSION_COOKIE_NAME,
        "description": "Whoever has logged in on /login; what changes something needs an Origin.",
    },
}
_CHANGING = ("post", "put", "patch", "delete")
_COSTLY = (
    f"{API_PREFIX}art/prompt-to-svg",
    f"{API_PREFIX}art/import",
    f"{API_PREFIX}art/trace",
    f"{API_PREFIX}art/variants/{{variant_id}}/retry",
)
_PROBLEM = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def describe_access(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add who may ask and how others are refused; a postprocessing hook of drf-spectacular."""
    if login_needed():
        result["components"]["securitySchemes"] = _SCHEMES
        result["security"] = [{name: []} for name in _SCHEMES]
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            operation["responses"] = _refusals(path, method) | operation["responses"]
    return result


def _refusals(path: str, method: str) -> dict[str, Any]:
    answers = {}
    if login_needed():
        answers["401"] = "No token and no session, or a token that opens nothing."
    if forbidden := _forbidden(method):
        answers["403"] = " ".join(forbidden)
    if method == "post" and path in _COSTLY and parse_rate(settings.ARTSTUDIO_RATE_LIMIT):
        answers["429"] = "Asked too often; Retry-After says when to come back."
    return {
        status: {"description": words, "content": _PROBLEM} for status, words in answers.items()
    }


def _forbidden(method: str) -> list[str]:
    words = []
    if not allows_remote():
        words.append("Another machine asked.")
    if method in _CHANGING:
        words.append("A page of another site asked.")
    return words
