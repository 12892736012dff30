"""The request behind a picture or drawing that a user sends instead of a prompt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from artstudio.models import MAX_PROMPT_LENGTH
from artstudio.patterns.reading import read_prompt
from artstudio.services.requests.constraints import parse_constraints
from artstudio.services.requests.intake import MAX_REFERENCE_LENGTH, GenerationRequest
from rmos_runs.http.field_checks import ErrorList
from rmos_runs.runs.sessions import get_session

#: What generations of sent files have in place of a provider.
UPLOAD = "upload"


def check_sent_file(
    *,
    title: Any,
    filename: str,
    constraints: Mapping[str, Any],
    workflow_session_id: Any,
    route: str,
    reason: str,
) -> GenerationRequest:
    """Return the request of one variant, still without its seed.

    The prompt is `title`, else the file's name. Raises InvalidRequest, SessionNotFound.
    """
    faults = ErrorList()
    prompt = faults.text("title", title, longest=MAX_PROMPT_LENGTH)
    session = faults.text("workflow_session_id", workflow_session_id, longest=MAX_REFERENCE_LENGTH)
    faults.raise_if_any()
    known, warnings = parse_constraints(constraints)
    if session:
        get_session(session)
    return GenerationRequest(
        prompt=prompt if prompt.strip() else filename,
        count=1,
        variant_seed="",
        constraints=known,
        style_hints=(),
        provider=UPLOAD,
        route=route,
        route_reason=reason,
        reading=read_prompt(""),
        model="",
        fresh=False,
        run_id="",
        workflow_session_id=session,
        warnings=tuple(warnings),
    )


def printable_name(name: str) -> str:
    """Return a file's name as far as it can be shown and stored."""
    return "".join(char for char in name if char.isprintable()).strip()[:MAX_PROMPT_LENGTH]
