"""The documented way to runs and sessions; the parts are in `rmos_runs.runs`."""

from rmos_runs.runs.service import (
    attach_advisories,
    attach_advisory,
    create_run,
    get_linked_attachment,
    get_run,
    link_attachments,
    list_advisory_inputs,
    list_links,
    list_runs,
    move_explanation,
    require_run,
)
from rmos_runs.runs.sessions import (
    create_session,
    delete_session,
    get_session,
    list_runs_of,
    list_sessions,
    update_session,
)

__all__ = [
    "attach_advisories",
    "attach_advisory",
    "create_run",
    "create_session",
    "delete_session",
    "get_linked_attachment",
    "get_run",
    "get_session",
    "link_attachments",
    "list_advisory_inputs",
    "list_links",
    "list_runs",
    "list_runs_of",
    "list_sessions",
    "move_explanation",
    "require_run",
    "update_session",
]
