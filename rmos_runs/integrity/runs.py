"""Runs against the digests of their facts, and against the bytes that they refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from rmos_runs.blobs.attachments import verify_blob
from rmos_runs.blobs.storage import attachment_storage
from rmos_runs.models import AdvisoryInput, RunArtifact, RunAttachment, RunAttachmentLink
from rmos_runs.runs.immutable import artifact_digest, feasibility_digest

#: A run may carry 200 KB of G-code; this many are in memory at a time.
_BATCH = 100


@dataclass(frozen=True, kw_only=True)
class RunVerification:
    """What a check of one run found.

    `missing` and `damaged` are the SHA-256 of bytes that the run refers to and
    the store does not have, or has with other contents.
    """

    run_id: str
    artifact_sha256: str
    actual_sha256: str
    attachments: int
    missing: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    #: What feasibility really hashes to, where the run names another digest.
    feasibility_sha256: str | None = None

    @property
    def facts_ok(self) -> bool:
        """Whether the facts still have the digest they were recorded with."""
        return self.actual_sha256 == self.artifact_sha256

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return self.facts_ok and not self.missing and not self.damaged

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, in sentences."""
        facts = (
            ()
            if self.facts_ok
            else (f"The facts were changed: their SHA-256 is now {self.actual_sha256}.",)
        )
        missing = tuple(f"The bytes of {sha256} are missing." for sha256 in self.missing)
        damaged = tuple(f"The bytes of {sha256} are damaged." for sha256 in self.damaged)
        return facts + missing + damaged

    @property
    def notes(self) -> tuple[str, ...]:
        """What is odd and cannot be repaired: runs of earlier versions were not checked for it."""
        if self.feasibility_sha256 is None:
            return ()
        return (
            (
                "hashes.feasibility_sha256 is not the SHA-256 of feasibility, "
                f"which is {self.feasibility_sha256}."
            ),
        )


@dataclass(kw_only=True)
class RunsReport:
    """What a check of many runs found."""

    runs: int = 0
    failed: list[RunVerification] = field(default_factory=list)
    #: Those with notes, whether anything is wrong with them or not.
    noted: list[RunVerification] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.failed


def verify_run(run: RunArtifact, *, read_bytes: bool = False) -> RunVerification:
    """Recompute the digest of a run's facts and look for every file it refers to.

    With `read_bytes` the files are read and their digests compared too, which
    takes as long as the disk needs.
    """
    attachments = _attachments_of(run)
    errors = {a.sha256: _error(a, read_bytes=read_bytes) for a in attachments}
    return RunVerification(
        run_id=run.run_id,
        artifact_sha256=run.artifact_sha256,
        actual_sha256=artifact_digest(run),
        attachments=len(attachments),
        missing=tuple(sha256 for sha256, error in errors.items() if error == "blob_not_found"),
        damaged=tuple(sha256 for sha256, error in errors.items() if error == "hash_mismatch"),
        feasibility_sha256=_other_feasibility_digest(run),
    )


def verify_runs(
    *, since: datetime | None = None, on_run: Callable[[], object] = lambda: None
) -> RunsReport:
    """Verify every run recorded at or after `since`; `on_run` is called once for each."""
    report = RunsReport()
    for run in _runs(since):
        found = verify_run(run)
        report.runs += 1
        on_run()
        if not found.ok:
            report.failed.append(found)
        if found.notes:
            report.noted.append(found)
    return report


def _other_feasibility_digest(run: RunArtifact) -> str | None:
    actual = feasibility_digest(run.feasibility)
    return actual if actual and run.feasibility_sha256 not in ("", actual) else None


def _runs(since: datetime | None) -> Iterator[RunArtifact]:
    """Yield runs by their ids, in short queries that hold no snapshot open."""
    runs = RunArtifact.objects.order_by("run_id").prefetch_related(
        "links__attachment", "advisory_inputs__attachment"
    )
    if since is not None:
        runs = runs.filter(created_at_utc__gte=since)
    last = ""
    while batch := list(runs.filter(run_id__gt=last)[:_BATCH]):
        yield from batch
        last = batch[-1].run_id


def _attachments_of(run: RunArtifact) -> list[RunAttachment]:
    """Return what the run links and what advised it, each content once, by digest."""
    uses: list[RunAttachmentLink | AdvisoryInput] = [*run.links.all(), *run.advisory_inputs.all()]
    by_digest = {use.attachment_id: use.attachment for use in uses}
    return [by_digest[sha256] for sha256 in sorted(by_digest)]


def _error(attachment: RunAttachment, *, read_bytes: bool) -> str | None:
    if not read_bytes:
        found = attachment_storage().find(attachment.sha256, attachment.ext)
        return None if found else "blob_not_found"
    return verify_blob(attachment)["error"]
