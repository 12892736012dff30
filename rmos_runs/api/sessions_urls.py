"""Paths of the workflow sessions, relative to where the project mounts them."""

from __future__ import annotations

from django.urls import path

from rmos_runs.api import sessions_views

app_name = "sessions_api"
urlpatterns = [
    path("", sessions_views.Sessions.as_view(), name="sessions"),
    path("/<str:session_id>", sessions_views.Session.as_view(), name="session"),
    path("/<str:session_id>/runs", sessions_views.SessionRuns.as_view(), name="session-runs"),
]
