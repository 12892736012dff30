"""The OpenAPI document over HTTP: made and written once for each way to run, however many ask."""

from __future__ import annotations

import threading

from django.conf import settings
from django.http import HttpResponse
from django.utils.encoding import force_bytes
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request

from artstudio.access.mode import allows_remote

_FILENAME = "art-studio-openapi"
_lock = threading.Lock()
#: What the document depends on while this process runs, and `json` or `yaml`.
_Key = tuple[str, str, bool, str]
_documents: dict[_Key, bytes] = {}


class ApiDocument(SpectacularAPIView):
    """GET: the OpenAPI document, as JSON or YAML."""

    query_names = ("format",)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        """Answer the document; `format` (json or yaml) stands above the Accept header."""
        renderer = request.accepted_renderer
        # JSON has no charset.
        charset = f"; charset={renderer.charset}" if renderer.charset else ""
        name = f'inline; filename="{_FILENAME}.{renderer.format}"'
        return HttpResponse(
            self._document(request),
            content_type=f"{request.accepted_media_type}{charset}",
            headers={"Content-Disposition": name},
        )

    def _document(self, request: Request) -> bytes:
        """Return the document as bytes, made by the first who asks."""
        mode = (settings.ARTSTUDIO_ACCESS, settings.ARTSTUDIO_RATE_LIMIT, allows_remote())
        key = (*mode, request.accepted_renderer.format)
        # The generator changes what it shares with other threads: one at a time.
        with _lock:
            if key not in _documents:
                generator = self.generator_class(urlconf=self.urlconf, patterns=self.patterns)
                made = generator.get_schema(request=None, public=self.serve_public)  # type: ignore[no-untyped-call]
                renderer, media_type = request.accepted_renderer, request.accepted_media_type
                _documents[key] = force_bytes(renderer.render(made, media_type, {}))
            return _documents[key]
