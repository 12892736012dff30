"""Runs: recorded once, found again, and given references; their facts never change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rmos_runs.errors import AttachmentNotLinked, IllegalTransition, RunNotFound
from rmos_runs.http.field_checks import ErrorList
from rmos_runs.http.storable_json import is_storable_text
from rmos_runs.models import (
    AdvisoryInput,
    ExplanationStatus,
    RunArtifact,
    RunAttachment,
    RunAttachmentLink,
    new_run_id,
)
from rmos_runs.models.run_parts import AdvisoryInputRef, Hashes, RunDecision, RunOutputs
from rmos_runs.request_id import current_request_id, new_request_id
from rmos_runs.runs.immutable import artifact_digest, columns_of
from rmos_runs.runs.references import (
    NewAdvisory,
    NewLink,
    add_advisory_inputs,
    add_links,
)
from rmos_runs.runs.sessions import lock_session
from rmos_runs.runs.validation import (
    check_advisories,
    check_attachment_shas,
    check_explanation,
    check_facts,
    check_links,
)

#: From where an explanation may come to where it is told to go.
TRANSITIONS = {
    ExplanationStatus.PENDING: [ExplanationStatus.NONE],
    ExplanationStatus.READY: [ExplanationStatus.PENDING],
    ExplanationStatus.ERROR: [ExplanationStatus.PENDING],
}


def create_run(  # noqa: PLR0913 - a run has this many parts, each with its name
    *,
    mode: str,
    tool_id: str,
    status: str,
    decision: Mapping[str, Any] | RunDecision | None = None,
    hashes: Mapping[str, Any] | Hashes | None = None,
    request_summary: Mapping[str, Any] | None = None,
    feasibility: Mapping[str, Any] | None = None,
    outputs: Mapping[str, Any] | RunOutputs | None = None,
    attachments: Sequence[str] = (),
    workflow_session_id: str | None = None,
    request_id: str | None = None,
    explanation_status: str = ExplanationStatus.NONE,
    explanation_summary: str = "",
    meta: Mapping[str, Any] | None = None,
) -> RunArtifact:
    """Record an attempt and link `attachments` (SHA-256s) to it: all of it or nothing.

    A run that is OK needs `decision["risk_level"]` and `hashes["feasibility_sha256"]`;
    one that is BLOCKED or ERROR is recorded without them, and says what is missing.
    The request id is the current one unless given. Raises InvalidRequest with
    every fault, SessionNotFound, AttachmentMissing.
    """
    faults = ErrorList()
    facts = check_facts(
        faults,
        mode=mode,
        tool_id=tool_id,
        status=status,
        decision=_as_mapping(decision),
        hashes=_as_mapping(hashes),
        request_summary=request_summary,
        feasibility=feasibility,
        outputs=_as_mapping(outputs),
        request_id=request_id,
        workflow_session_id=workflow_session_id,
        meta=meta,
    )
    explanation = check_explanation(faults, explanation_status, explanation_summary)
    links = check_attachment_shas(faults, attachments)
    faults.raise_if_any()
    with transaction.atomic():
        if workflow_session_id:
            lock_session(workflow_session_id)
        run = _new_run(facts, *explanation)
        run.save(force_insert=True)
        add_links(run, links)
    return run


def get_run(run_id: str) -> RunArtifact | None:
    """Return a run, or None where no run has this id."""
    return RunArtifact.objects.filter(pk=run_id).first() if is_storable_text(run_id) else None


def require_run(run_id: str) -> RunArtifact:
    """Return a run. Raises RunNotFound."""
    run = get_run(run_id)
    if run is None:
        raise RunNotFound
    return run


def list_runs() -> QuerySet[RunArtifact]:
    """Return every run, newest first."""
    return RunArtifact.objects.order_by("-created_at_utc", "-run_id")


def move_explanation(run_id: str, *, status: str, summary: str = "") -> RunArtifact:
    """Move the explanation on: NONE to PENDING to READY or ERROR.

    Raises InvalidRequest, RunNotFound, IllegalTransition.
    """
    faults = ErrorList()
    status, summary = check_explanation(faults, status, summary)
    faults.raise_if_any()
    run = require_run(run_id)
    came_from = TRANSITIONS.get(ExplanationStatus(status), [])
    # One statement decides, so that of two movers only one succeeds.
    moved = RunArtifact.objects.filter(pk=run.pk, explanation_status__in=came_from).update(
        explanation_status=status, explanation_summary=summary
    )
    run.refresh_from_db(fields=["explanation_status", "explanation_summary"])
    if not moved:
        raise IllegalTransition(
            f"The explanation is {run.explanation_status} and cannot become {status}. "
            "It goes from NONE to PENDING, and from there to READY or ERROR."
        )
    return run


def link_attachments(run_id: str, links: Sequence[NewLink]) -> tuple[list[RunAttachmentLink], int]:
    """Link stored attachments to a run, all of them or none; return its links and how many are new.

    The links are those asked for, in that order; one that is there stays as it
    is. Raises InvalidRequest, RunNotFound, AttachmentMissing.
    """
    faults = ErrorList()
    checked = check_links(faults, links)
    faults.raise_if_any()
    run = require_run(run_id)
    return add_links(run, checked)


def list_links(run: RunArtifact) -> QuerySet[RunAttachmentLink]:
    """Return the attachments of a run in the order they were linked."""
    return run.links.select_related("attachment").order_by("id")


def attach_advisory(
    run_id: str,
    *,
    sha256: str,
    advisory_id: str | None = None,
    kind: str = "unknown",
    engine_id: str = "",
    engine_version: str = "",
) -> tuple[AdvisoryInput, bool]:
    """Add bytes as an advisory input; return it and whether it is new.

    Bytes that advise the run already keep what was first said about them.
    Raises InvalidRequest, RunNotFound, AttachmentMissing.
    """
    advisory = NewAdvisory(
        sha256=sha256,
        advisory_id=advisory_id,
        kind=kind,
        engine_id=engine_id,
        engine_version=engine_version,
    )
    (added,), count = attach_advisories(run_id, [advisory])
    return added, count == 1


def attach_advisories(
    run_id: str, advisories: Sequence[NewAdvisory | AdvisoryInputRef]
) -> tuple[list[AdvisoryInput], int]:
    """Add several advisory inputs, all or none; return them and how many are new.

    The `advisory_id` of an AdvisoryInputRef is the SHA-256 of the bytes. Raises
    InvalidRequest, RunNotFound, AttachmentMissing.
    """
    faults = ErrorList()
    checked = check_advisories(faults, [_new_advisory(advisory) for advisory in advisories])
    faults.raise_if_any()
    run = require_run(run_id)
    return add_advisory_inputs(run, checked)


def list_advisory_inputs(run: RunArtifact) -> QuerySet[AdvisoryInput]:
    """Return what advised a run, in the order it was added."""
    return run.advisory_inputs.select_related("attachment").order_by("id")


def get_linked_attachment(run_id: str, sha256: str) -> RunAttachment:
    """Return an attachment that a run links, as its own or as an advisory input.

    Raises RunNotFound, AttachmentNotLinked.
    """
    run = require_run(run_id)
    if is_storable_text(sha256):
        for references in (run.links, run.advisory_inputs):
            found = references.select_related("attachment").filter(attachment_id=sha256).first()
            if found is not None:
                return found.attachment
    raise AttachmentNotLinked


def _as_mapping(part: Mapping[str, Any] | RunDecision | Hashes | RunOutputs | None) -> Any:
    return asdict(part) if isinstance(part, RunDecision | Hashes | RunOutputs) else part


def _new_advisory(advisory: NewAdvisory | AdvisoryInputRef) -> Mapping[str, Any]:
    if not isinstance(advisory, AdvisoryInputRef):
        return advisory
    return {**asdict(advisory), "sha256": advisory.advisory_id}


def _new_run(
    facts: Mapping[str, Any], explanation_status: str, explanation_summary: str
) -> RunArtifact:
    recorded = {
        "run_id": new_run_id(),
        "created_at_utc": timezone.now().isoformat(),
        "request_id": facts["request_id"] or current_request_id() or new_request_id(),
        "workflow_session_id": facts["workflow_session_id"] or None,
    }
    run = RunArtifact(
        **columns_of({**facts, **recorded}),
        explanation_status=explanation_status,
        explanation_summary=explanation_summary,
    )
    run.artifact_sha256 = artifact_digest(run)
    return run
