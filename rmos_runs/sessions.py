"""Workflow sessions: created, found, moved on."""

from __future__ import annotations

from rmos_runs.errors import SessionNotFound
from rmos_runs.models import WorkflowSession


def get_session(session_id: str) -> WorkflowSession:
    """Return a session; raises SessionNotFound."""
    # Postgres cannot compare with a text that holds NUL.
    session = WorkflowSession.objects.filter(pk=session_id.replace("\x00", "")).first()
    if session is None:
        raise SessionNotFound
    return session
