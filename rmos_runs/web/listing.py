"""What every list of records has: a page of rows and the way to the next ones and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from rmos_runs.http.paging import page_of
from rmos_runs.web.filters import address_with
from rmos_runs.web.htmx import PageRequest, is_fragment_request


def list_context(
    request: PageRequest, rows: QuerySet[Any], *, path: str, chosen: Mapping[str, str], size: int
) -> dict[str, object]:
    """Return the page that the address names, `size` rows at most. Raises InvalidRequest."""
    page = page_of(rows, cursor=request.GET.get("cursor", ""), size=size)
    more = address_with(path, {**chosen, "cursor": page.next_cursor}) if page.next_cursor else ""
    return {
        "page": page,
        "more": more,
        "appended": is_fragment_request(request),
        "narrowed": bool(chosen),
        "first_page": address_with(path, chosen) if "cursor" in request.GET else "",
    }
