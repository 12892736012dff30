"""Addresses that pages had before, which bookmarks and open pages may still name."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.urls import path, reverse


def _moved(name: str) -> Any:
    def redirect(request: HttpRequest, **parts: str) -> HttpResponsePermanentRedirect:
        query = request.META.get("QUERY_STRING", "")
        address = reverse(f"web:{name}", kwargs=parts)
        whole = f"{address}?{query}" if query else address
        # 308: what was posted to the old address is posted to the new one.
        return HttpResponsePermanentRedirect(whole, preserve_request=True)

    return redirect


urlpatterns = [
    path("gallery/news", _moved("gallery-updates")),
    path("gallery/chosen/download", _moved("gallery-download")),
    path("gallery/chosen/<slug:action>", _moved("gallery-bulk")),
    path("variants/<slug:variant_id>/try", _moved("preview")),
    path("variants/<slug:variant_id>/judge", _moved("preview-report")),
    path("variants/<slug:variant_id>/tried.svg", _moved("preview-picture")),
    path("variants/<slug:variant_id>/tried-outline.svg", _moved("preview-outline")),
]
