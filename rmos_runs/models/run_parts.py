"""The parts of a run as objects that are only read: its decision, its digests, its outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class RunDecision:
    """What the feasibility check decided; `score` is 0 to 100."""

    risk_level: str
    score: float | None = None
    block_reason: str | None = None
    warnings: list[str] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Hashes:
    """SHA-256s of what an attempt was made of."""

    feasibility_sha256: str | None
    toolpaths_sha256: str | None = None
    gcode_sha256: str | None = None
    opplan_sha256: str | None = None
    snapshot_sha256: str | None = None


@dataclass(frozen=True)
class RunOutputs:
    """What an attempt made."""

    gcode_text: str | None = None
    opplan_json: Any = None
    gcode_path: str | None = None
    opplan_path: str | None = None
    preview_svg_path: str | None = None


@dataclass(frozen=True)
class AdvisoryInputRef:
    """Bytes to add to a run as an advisory input; `advisory_id` is their SHA-256."""

    advisory_id: str
    kind: str = "unknown"
    engine_id: str | None = None
    engine_version: str | None = None


@dataclass(frozen=True)
class WorkflowSessionCreateRequest:
    """What a session begins with: `create_session(**vars(request))`."""

    user_id: str | None = None
    status: str | None = "ACTIVE"
    workflow_type: str | None = None
    current_step: str | None = "draft"
    machine_id: str | None = None
    material_id: str | None = None
    tool_id: str | None = None
    context_json: Mapping[str, Any] | None = None
    state_data_json: Mapping[str, Any] | None = None
