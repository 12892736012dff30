"""The addresses of the lower app and no others."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("rmos_runs.web.urls")),
    path("api/rmos/", include("rmos_runs.api.urls")),
    path("api/workflow-sessions", include("rmos_runs.api.sessions_urls")),
]
