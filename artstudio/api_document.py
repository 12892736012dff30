"""The OpenAPI document over HTTP: made once for each way to run, however many ask at a time."""

from __future__ import annotations

import threading
from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from artstudio.access.mode import others_may_reach

_FILENAME = "art-studio-openapi"
_lock = threading.Lock()
_documents: dict[tuple[str, str, bool], dict[str, Any]] = {}


class ApiDocument(SpectacularAPIView):
    """GET: the OpenAPI document, as JSON or YAML."""

    query_names = ("format",)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Answer the document; `format` (json or yaml) stands above the Accept header."""
        suffix = request.accepted_renderer.format
        name = f'inline; filename="{_FILENAME}.{suffix}"'
        return Response(self._document(), headers={"Content-Disposition": name})

    def _document(self) -> dict[str, Any]:
        # The generator changes what it shares with other threads: one at a time.
        key = (settings.ARTSTUDIO_ACCESS, settings.ARTSTUDIO_RATE_LIMIT, others_may_reach())
        with _lock:
            if key not in _documents:
                generator = self.generator_class(urlconf=self.urlconf, patterns=self.patterns)
                made = generator.get_schema(request=None, public=self.serve_public)  # type: ignore[no-untyped-call]
                _documents[key] = made
            return _documents[key]
