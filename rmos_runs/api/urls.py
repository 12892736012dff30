"""Paths of the store's API, relative to where the project mounts them."""

from __future__ import annotations

from django.urls import path

from rmos_runs.api import views

app_name = "rmos_api"
urlpatterns = [
    path("attachments/<str:sha256>", views.attachment, name="attachment"),
    path("attachments/<str:sha256>/meta", views.AttachmentMeta.as_view(), name="attachment-meta"),
    path(
        "attachments/<str:sha256>/verify",
        views.AttachmentVerify.as_view(),
        name="attachment-verify",
    ),
]
