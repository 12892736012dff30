"""Which part of a page a request wants."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class PageRequest(HttpRequest):
    """A request that has passed the htmx middleware."""

    htmx: HtmxDetails


def is_fragment_request(request: PageRequest) -> bool:
    """Tell whether htmx asks for a part of the page; going back in history needs all of it."""
    return bool(request.htmx) and not request.htmx.history_restore_request
