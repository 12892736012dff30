"""The small pictures of drawings as HTTP: made once, cached for ever."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from artstudio.services.gallery.thumbnails import RECIPE, NoThumbnail, thumbnail

_FOREVER = "public, max-age=31536000, immutable"


@require_safe
def thumbnail_image(request: HttpRequest, sha256: str, size: int) -> HttpResponseBase:
    """Answer the picture; where there is none, lead to the drawing itself."""
    try:
        data = thumbnail(sha256, size)
    except NoThumbnail:
        instead = HttpResponseRedirect(reverse("rmos_api:attachment", args=[sha256]))
        instead["Cache-Control"] = "max-age=60"
        return instead
    # The address names all that the bytes depend on.
    etag = f'"{sha256[:32]}-{size}-{RECIPE}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(data, content_type="image/webp")
    response["ETag"] = etag
    response["Cache-Control"] = _FOREVER
    response["X-Content-Type-Options"] = "nosniff"
    return response
