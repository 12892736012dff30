"""Paths of the store's API, relative to where the project mounts them."""

from __future__ import annotations

from django.urls import path

from rmos_runs.api import export_view, runs_references, runs_views, views

app_name = "rmos_api"
urlpatterns = [
    path("runs", runs_views.Runs.as_view(), name="runs"),
    path("runs/<str:run_id>", runs_views.Run.as_view(), name="run"),
    path("runs/<str:run_id>/export", export_view.run_export, name="run-export"),
    path("runs/<str:run_id>/explanation", runs_views.Explanation.as_view(), name="run-explanation"),
    path(
        "runs/<str:run_id>/attachments",
        runs_references.RunAttachments.as_view(),
        name="run-attachments",
    ),
    path(
        "runs/<str:run_id>/attachments/<str:sha256>",
        runs_references.run_attachment,
        name="run-attachment",
    ),
    path(
        "runs/<str:run_id>/attachments/<str:sha256>/verify",
        runs_references.RunAttachmentVerify.as_view(),
        name="run-attachment-verify",
    ),
    path(
        "runs/<str:run_id>/advisory-inputs",
        runs_references.AdvisoryInputs.as_view(),
        name="run-advisory-inputs",
    ),
    path("attachments", runs_references.Uploads.as_view(), name="attachments"),
    path("attachments/<str:sha256>", views.attachment, name="attachment"),
    path("attachments/<str:sha256>/meta", views.AttachmentMeta.as_view(), name="attachment-meta"),
    path(
        "attachments/<str:sha256>/verify",
        views.AttachmentVerify.as_view(),
        name="attachment-verify",
    ),
]
