"""The tables of the lower app, one module for each idea."""

from rmos_runs.models.attachments import RunAttachment
from rmos_runs.models.links import AdvisoryInput, AdvisoryKind, RunAttachmentLink
from rmos_runs.models.runs import (
    ExplanationStatus,
    RiskLevel,
    RunArtifact,
    RunStatus,
    new_run_id,
)
from rmos_runs.models.sessions import SessionStatus, WorkflowSession, new_session_id

__all__ = [
    "AdvisoryInput",
    "AdvisoryKind",
    "ExplanationStatus",
    "RiskLevel",
    "RunArtifact",
    "RunAttachment",
    "RunAttachmentLink",
    "RunStatus",
    "SessionStatus",
    "WorkflowSession",
    "new_run_id",
    "new_session_id",
]
