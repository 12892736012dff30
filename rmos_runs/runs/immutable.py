"""The facts of a run, as nested JSON, and the digest that proves them.

The facts are everything that was recorded once and never changes; what moves on
(the explanation) and what is added (references) are not among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rmos_runs.digests import canonical_json, sha256_hex
from rmos_runs.models import RunArtifact
from rmos_runs.models.runs import HASHES

TEXT_OUTPUTS = ("gcode_text", "gcode_path", "opplan_path", "preview_svg_path")
OUTPUTS = ("gcode_text", "opplan_json", "gcode_path", "opplan_path", "preview_svg_path")
#: Names in a decision, and the columns they are kept in.
DECISION = {
    "risk_level": "risk_level",
    "score": "score",
    "block_reason": "block_reason",
    "warnings": "decision_warnings",
    "details": "decision_details",
}
TOP = (
    "run_id",
    "created_at_utc",
    "mode",
    "tool_id",
    "status",
    "request_summary",
    "feasibility",
    "request_id",
    "workflow_session_id",
    "meta",
)


def facts_of(run: RunArtifact) -> dict[str, Any]:
    """Return the facts in the shape of the API; what was not given is null."""
    return {
        "run_id": run.run_id,
        "created_at_utc": _utc_text(run.created_at_utc),
        "mode": run.mode,
        "tool_id": run.tool_id,
        "status": run.status,
        "request_summary": run.request_summary,
        "feasibility": run.feasibility,
        "decision": {
            "risk_level": run.risk_level,
            "score": _number(run.score),
            "block_reason": run.block_reason or None,
            "warnings": run.decision_warnings,
            "details": run.decision_details,
        },
        "hashes": {name: getattr(run, name) or None for name in HASHES},
        "outputs": {
            "gcode_text": run.gcode_text or None,
            "opplan_json": run.opplan_json,
            "gcode_path": run.gcode_path or None,
            "opplan_path": run.opplan_path or None,
            "preview_svg_path": run.preview_svg_path or None,
        },
        "request_id": run.request_id,
        "workflow_session_id": run.workflow_session_id,
        "meta": run.meta,
    }


def artifact_digest(run: RunArtifact) -> str:
    """Return the SHA-256 of the canonical JSON of the facts."""
    return sha256_hex(canonical_json(facts_of(run)))


def feasibility_digest(feasibility: Mapping[str, Any]) -> str | None:
    """Return the SHA-256 of the canonical JSON of a feasibility; None for one that is empty."""
    return sha256_hex(canonical_json(feasibility)) if feasibility else None


def columns_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that hold these facts: `facts_of` the other way round.

    Raises KeyError for facts that lack a part, ValueError for a time that is none.
    """
    decision, hashes, outputs = facts["decision"], facts["hashes"], facts["outputs"]
    columns = {name: facts[name] for name in TOP}
    columns |= {column: decision[name] for name, column in DECISION.items()}
    columns |= {name: hashes[name] or "" for name in HASHES}
    columns |= {name: outputs[name] or "" for name in TEXT_OUTPUTS}
    return columns | {
        "created_at_utc": datetime.fromisoformat(facts["created_at_utc"]),
        "block_reason": decision["block_reason"] or "",
        "opplan_json": outputs["opplan_json"],
    }


def _utc_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _number(score: float | None) -> float | None:
    """Return a whole score without a fraction: the column is a float, JSON has one spelling."""
    return int(score) if score is not None and score == int(score) else score
