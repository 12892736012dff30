"""The outline of a drawing as an image of its own, which never changes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from artstudio.services.gallery import assets
from artstudio.services.gallery.outline import OUTLINE_VERSION, outline_of

#: As an attachment's bytes are sent: it can be shown and can do nothing.
AS_AN_IMAGE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


@require_safe
def outline(request: HttpRequest, asset_id: str) -> HttpResponse:
    """Answer the outline; pages name it with its version, so it never gets stale."""
    found = assets.get_asset(asset_id)
    etag = f'"{found.attachment_id}-outline-{OUTLINE_VERSION}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = HttpResponse(outline_of(found), "image/svg+xml") if unchanged is None else unchanged
    for name, value in (AS_AN_IMAGE | _FOREVER | {"ETag": etag}).items():
        response[name] = value
    return response
