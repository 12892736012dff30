"""The addresses of the pages of runs and sessions."""

from __future__ import annotations

from django.urls import path

from rmos_runs.web import begin, run_list, run_page, session_list, session_page

app_name = "rmos_web"
urlpatterns = [
    path("runs", run_list.runs, name="runs"),
    path("runs/<str:run_id>", run_page.run, name="run"),
    path("sessions", session_list.sessions, name="sessions"),
    path("sessions/new", begin.begin_session, name="begin-session"),
    path("sessions/<str:session_id>/runs", begin.begin_run, name="begin-run"),
    path("sessions/<str:session_id>", session_page.session, name="session"),
]
