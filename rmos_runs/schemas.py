"""The names of the integration guide for runs, sessions and attachments, in one place.

`RunArtifact`, `RunAttachment`, `AdvisoryInput` and `WorkflowSessionResponse` are
rows of the database; the others are plain objects.
"""

from rmos_runs.models import AdvisoryInput, RunArtifact, RunAttachment
from rmos_runs.models import WorkflowSession as WorkflowSessionResponse
from rmos_runs.models.run_parts import (
    AdvisoryInputRef,
    Hashes,
    RunDecision,
    RunOutputs,
    WorkflowSessionCreateRequest,
)

__all__ = [
    "AdvisoryInput",
    "AdvisoryInputRef",
    "Hashes",
    "RunArtifact",
    "RunAttachment",
    "RunDecision",
    "RunOutputs",
    "WorkflowSessionCreateRequest",
    "WorkflowSessionResponse",
]
