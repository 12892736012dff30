"""Runs that a person begins by hand: with a title, and judged by nobody yet."""

from __future__ import annotations

from rmos_runs.digests import canonical_json, sha256_hex
from rmos_runs.models import RiskLevel, RunArtifact, RunStatus
from rmos_runs.runs import service
from rmos_runs.runs.sessions import get_session

MODE = "manual"
TOOL = "manual"


def begin_run(session_id: str, *, title: str, note: str = "", tool_id: str = "") -> RunArtifact:
    """Record a run of a session; its tool is the session's unless given, its risk unknown.

    What the session says of material and machine is kept with the run, which never changes.
    Raises SessionNotFound, InvalidRequest.
    """
    session = get_session(session_id)
    said = {
        "title": title,
        "note": note,
        "material": session.material_id,
        "machine": session.machine_id,
    }
    return service.create_run(
        mode=MODE,
        tool_id=tool_id or session.tool_id or TOOL,
        status=RunStatus.OK,
        decision={"risk_level": RiskLevel.UNKNOWN},
        hashes={"feasibility_sha256": sha256_hex(canonical_json({}))},
        request_summary={name: text for name, text in said.items() if text},
        workflow_session_id=session.session_id,
    )
