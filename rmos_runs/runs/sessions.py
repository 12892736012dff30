"""Workflow sessions: created, found, moved on, and deleted while nothing names them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, QuerySet

from rmos_runs.errors import IllegalTransition, SessionInUse, SessionNotFound
from rmos_runs.http.field_checks import ErrorList, unknown_name
from rmos_runs.http.storable_json import is_storable_text
from rmos_runs.models import RunArtifact, SessionStatus, WorkflowSession

MAX_JSON_BYTES = 256 * 1024
#: Longest text of each column.
TEXTS = {
    "user_id": 128,
    "workflow_type": 64,
    "current_step": 64,
    "machine_id": 128,
    "material_id": 128,
    "tool_id": 128,
}
OBJECTS = ("context_json", "state_data_json")
#: Where a session may go. One that has ended can be taken up again; it never
#: goes from one end to the other without being active in between.
_ARROWS: dict[str, Collection[str]] = {
    SessionStatus.ACTIVE: (SessionStatus.COMPLETED, SessionStatus.ABANDONED),
    SessionStatus.COMPLETED: (SessionStatus.ACTIVE,),
    SessionStatus.ABANDONED: (SessionStatus.ACTIVE,),
}


def create_session(**fields: Any) -> WorkflowSession:
    """Begin a session at the step "draft"; every field is optional, None counts as not given.

    Raises InvalidRequest.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    return WorkflowSession.objects.create(**_checked(given))


def get_session(session_id: str) -> WorkflowSession:
    """Return a session; raises SessionNotFound."""
    return _found(WorkflowSession.objects.all(), session_id)


def lock_session(session_id: str) -> WorkflowSession:
    """Return a session that nobody changes or deletes before the transaction ends.

    Raises SessionNotFound.
    """
    return _found(WorkflowSession.objects.select_for_update(no_key=True), session_id)


def list_sessions() -> QuerySet[WorkflowSession]:
    """Return every session, newest first."""
    return WorkflowSession.objects.order_by("-created_at_utc", "-session_id")


def list_runs_of(session_id: str) -> QuerySet[RunArtifact]:
    """Return the runs that name a session, newest first. Raises SessionNotFound."""
    session = get_session(session_id)
    return session.runs.order_by("-created_at_utc", "-run_id")


@transaction.atomic
def update_session(session_id: str, **fields: Any) -> WorkflowSession:
    """Change the given fields; objects are merged, name by name, at the first level.

    Raises InvalidRequest, SessionNotFound, IllegalTransition.
    """
    changes = _checked(fields)
    session = lock_session(session_id)
    if "status" in changes:
        _check_move(session.status, changes["status"])
    merged = {name: getattr(session, name) | changes[name] for name in OBJECTS if name in changes}
    for name, value in (changes | _checked(merged)).items():
        setattr(session, name, value)
    session.save(update_fields=[*changes, "updated_at_utc"])
    return session


def delete_session(session_id: str) -> None:
    """Delete a session that no run and no generation names.

    Raises SessionNotFound, SessionInUse.
    """
    try:
        # The constraint has the last word: it is checked when the transaction ends.
        with transaction.atomic():
            get_session(session_id).delete()
    except (ProtectedError, IntegrityError) as error:
        raise SessionInUse from error


def _found(sessions: QuerySet[WorkflowSession], session_id: str) -> WorkflowSession:
    # Postgres cannot compare with a text that holds NUL.
    found = sessions.filter(pk=session_id).first() if is_storable_text(session_id) else None
    if found is None:
        raise SessionNotFound
    return found


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    faults = ErrorList()
    checked: dict[str, Any] = {}
    for name, value in fields.items():
        if name in TEXTS:
            checked[name] = faults.text(name, value, longest=TEXTS[name])
        elif name in OBJECTS:
            checked[name] = faults.object(name, value, max_bytes=MAX_JSON_BYTES)
        elif name == "status":
            checked[name] = faults.choice(name, value, SessionStatus.values)
        else:
            faults.add(name, unknown_name(name, [*TEXTS, *OBJECTS, "status"]))
    faults.raise_if_any()
    return checked


def _check_move(old: str, new: str) -> None:
    if new not in (old, *_ARROWS[old]):
        allowed = ", ".join(_ARROWS[old])
        raise IllegalTransition(
            f"The session is {old} and cannot become {new}. From here it can become: {allowed}."
        )
