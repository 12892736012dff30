"""What the upper app adds to the paths of the workflow sessions."""

from __future__ import annotations

from django.urls import path

from artstudio.api import linking_views

app_name = "art_sessions_api"

urlpatterns = [
    path(
        "/<str:session_id>/generations",
        linking_views.SessionGenerations.as_view(),
        name="session-generations",
    ),
]
