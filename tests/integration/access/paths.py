"""Every path of the resolver, with something in the place of its variables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
_VARIABLE = re.compile(r"<(?:(\w+):)?\w+>")
_SAMPLES = {"int": "1", "path": "1/2", "slug": "a-b", "str": "a", "": "a"}
#: Written as expressions, by the admin alone.
_EXPRESSIONS = {r"(?P<url>.*)$": "no/such/page", r"^(?P<app_label>auth|admin)/$": "auth/"}


def every_path() -> list[str]:
    """Return a path for each address of the project."""
    return sorted({f"/{path}" for path in _below(get_resolver())})


def _below(resolver: URLResolver) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield _sample(entry.pattern)
        else:
            start = _sample(entry.pattern)
            yield from (start + rest for rest in _below(entry))


def _sample(pattern: Any) -> str:
    if isinstance(pattern, RoutePattern):
        return _VARIABLE.sub(lambda found: _SAMPLES[found[1] or ""], str(pattern))
    assert isinstance(pattern, RegexPattern)
    text = str(pattern)
    if text in _EXPRESSIONS:
        return _EXPRESSIONS[text]
    applications = re.fullmatch(r"\^\(\?P<app_label>(\w+).*\)/\$", text)
    assert applications or text == r"^/", f"teach this test about {text}"
    return f"{applications[1]}/" if applications else "/"
