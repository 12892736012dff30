"""Every path of the product."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from artstudio.access.login_page import LoginPage
from artstudio.ops import health
from artstudio.ops.api_docs import ApiDocument
from artstudio.ops.docs_page import ApiDocs
from artstudio.ops.metrics.endpoint import metrics

urlpatterns = [
    path("", include("artstudio.web.urls")),
    path("", include("rmos_runs.web.urls")),
    path("api/art/", include("artstudio.api.urls")),
    path("api/rmos/", include("rmos_runs.api.urls")),
    path("api/workflow-sessions", include("artstudio.api.sessions_urls")),
    path("api/workflow-sessions", include("rmos_runs.api.sessions_urls")),
    path("api/schema", ApiDocument.as_view(), name="api-schema"),
    path("api/docs", ApiDocs.as_view(), name="api-docs"),
    path("login", LoginPage.as_view(), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("admin/", admin.site.urls),
]

handler400 = "rmos_runs.http.problems.bad_request"
handler403 = "rmos_runs.http.problems.permission_denied"
handler404 = "rmos_runs.http.problems.page_not_found"
handler500 = "rmos_runs.http.problems.server_error"
