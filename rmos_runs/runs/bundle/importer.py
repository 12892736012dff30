"""A run comes back from its bundle: the same id, time, facts, references and bytes.

All or nothing: bytes first, as files that have no rows yet, then one
transaction with every row. Importing again adds only what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import DataError, IntegrityError, transaction

from rmos_runs.attachment_fields import (
    check_kind,
    check_metadata,
    check_mime,
    clean_filename,
)
from rmos_runs.blobs.locks import lock_digest
from rmos_runs.blobs.names import clean_ext, ext_of
from rmos_runs.blobs.storage import Staged, attachment_storage
from rmos_runs.digests import is_sha256
from rmos_runs.errors import BundleRefused, InvalidRequest, NotJson, RunConflict
from rmos_runs.models import (
    AdvisoryInput,
    RunArtifact,
    RunAttachment,
    RunAttachmentLink,
    WorkflowSession,
)
from rmos_runs.runs.bundle.format import RESTORED_PROVENANCE, RUN
from rmos_runs.runs.bundle.reader import (
    ReadBundle,
    opened_bundle,
    read_blocks,
    refused_unless_readable,
)
from rmos_runs.runs.immutable import artifact_digest, columns_of

#: What the checks of a value and the database raise for one they cannot take, a NUL among them.
_UNTRUE = (
    IntegrityError,
    DataError,
    ValidationError,
    InvalidRequest,
    NotJson,
    TypeError,
    ValueError,
    OverflowError,
    RecursionError,
)
_ADVICE_TEXTS = ("advisory_id", "kind", "engine_id", "engine_version", "request_id")


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an import brought; nothing is new when it was here already."""

    run_id: str
    is_new: bool
    attachments: int
    new_attachments: int


def import_run(path: Path) -> Imported:
    """Restore a run from its bundle.

    A run that is here already keeps its explanation and gets the references
    it lacks. Raises BundleRefused naming what is wrong, RunConflict,
    StoreUnavailable, OSError.
    """
    with opened_bundle(path) as bundle, ExitStack() as stack:
        run = refused_unless_readable(RUN, lambda: _run(bundle.document))
        _check_references(bundle)
        staged = {
            sha256: stack.enter_context(_staged(bundle, facts))
            for sha256, facts in sorted(bundle.attachments.items())
        }
        return _write(run, bundle, staged)


def _run(document: Mapping[str, Any]) -> RunArtifact:
    """Return the run of the document, not saved. Raises BundleRefused."""
    explanation = document["explanation"]
    run = RunArtifact(
        **columns_of(document["facts"]),
        explanation_status=_text(explanation["status"]),
        explanation_summary=_text(explanation["summary"]),
        artifact_sha256=document["artifact_sha256"],
    )
    if artifact_digest(run) != run.artifact_sha256:
        raise BundleRefused(f"{RUN}: the facts of the run were changed. Nothing was imported.")
    return run


def _check_references(bundle: ReadBundle) -> None:
    """Refuse references to bytes that the bundle does not bring."""
    named = refused_unless_readable(RUN, lambda: _named_digests(bundle.document))
    unknown = named - set(bundle.attachments)
    if unknown:
        raise BundleRefused(f"{RUN}: it names {min(unknown)}, whose bytes are not in the bundle.")


def _named_digests(document: Mapping[str, Any]) -> set[str]:
    """Return every digest that the document refers to. Raises ValueError for what is none."""
    rows = [*document["links"], *document["advisory_inputs"]]
    named = [*(row["sha256"] for row in rows), *document["provenance"]]
    for sha256 in named:
        if not isinstance(sha256, str) or not is_sha256(sha256):
            raise ValueError(repr(sha256)[:80])
    return set(named)


class _Member(File):  # type: ignore[type-arg]  # not generic at run time
    """A member of the archive, read again for every use and never as a whole."""

    def __init__(self, bundle: ReadBundle, facts: Mapping[str, Any]) -> None:
        super().__init__(None, facts["path"])
        self._archive = bundle.archive
        self.size = facts["size_bytes"]

    def chunks(self, _chunk_size: int | None = None) -> Iterator[bytes]:
        return read_blocks(self._archive, str(self.name))


def _staged(bundle: ReadBundle, facts: Mapping[str, Any]) -> AbstractContextManager[Staged]:
    """Make a member's bytes durable in the store, without a name until the transaction."""
    member = _Member(bundle, facts)
    ext = refused_unless_readable(RUN, lambda: clean_ext(facts["ext"]))
    return attachment_storage().stage(facts["sha256"], member, ext)


def _write(run: RunArtifact, bundle: ReadBundle, staged: Mapping[str, Staged]) -> Imported:
    try:
        with transaction.atomic():
            # Whoever imports the same run at the same time finds it when we are done.
            lock_digest(run.artifact_sha256)
            new = _put_rows(bundle, staged)
            is_new = _put_run(run, bundle.document)
            refused_unless_readable(RUN, lambda: _put_references(run, bundle.document))
    except _UNTRUE as error:
        raise BundleRefused(
            f"{RUN}: a value in it cannot be true. Nothing was imported."
        ) from error
    return Imported(run_id=run.run_id, is_new=is_new, attachments=len(staged), new_attachments=new)


def _put_rows(bundle: ReadBundle, staged: Mapping[str, Staged]) -> int:
    """Name the staged bytes and make their rows; return how many are new.

    Every lock comes first and in one order, so that two imports never wait for each other.
    """
    for sha256 in staged:
        lock_digest(sha256)
    new = 0
    for sha256, facts in sorted(bundle.attachments.items()):
        name = staged[sha256].publish()
        columns = refused_unless_readable(RUN, lambda facts=facts: _columns(facts))  # type: ignore[misc]
        _, created = RunAttachment.objects.get_or_create(
            sha256=sha256, defaults=columns | {"ext": ext_of(name)}
        )
        new += created
    return new


def _columns(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": check_kind(facts["kind"]),
        "mime": check_mime(facts["mime"]),
        "filename": clean_filename(facts["filename"]),
        "metadata": check_metadata(dict(facts["metadata"])),
        "size_bytes": facts["size_bytes"],
        "request_id": _text(facts["request_id"]),
        "created_at_utc": _moment(facts["created_at_utc"]),
    }


def _put_run(run: RunArtifact, document: Mapping[str, Any]) -> bool:
    """Save the run unless it is here; tell whether it was new. Raises RunConflict."""
    known = RunArtifact.objects.filter(pk=run.run_id).first()
    if known is not None:
        if known.artifact_sha256 != run.artifact_sha256:
            raise RunConflict(f"{run.run_id} is recorded here with other facts.")
        return False
    session = document["workflow_session"]
    if session is not None:
        refused_unless_readable(RUN, lambda: _put_session(session))
    run.save(force_insert=True)
    run.refresh_from_db()
    if artifact_digest(run) != run.artifact_sha256:
        raise BundleRefused(f"{RUN}: its numbers have a form that cannot be kept.")
    return True


def _put_session(session: Mapping[str, Any]) -> None:
    """Make the session that the run names, where it is not known; its work is not in the bundle."""
    WorkflowSession.objects.get_or_create(
        session_id=_text(session["session_id"]),
        defaults={"created_at_utc": _moment(session["created_at_utc"])},
    )


def _put_references(run: RunArtifact, document: Mapping[str, Any]) -> None:
    links = [_link(run, row) for row in document["links"]]
    links += [_record(run, sha256, document) for sha256 in document["provenance"]]
    RunAttachmentLink.objects.bulk_create(links, ignore_conflicts=True)
    advice = [_advice(run, row) for row in document["advisory_inputs"]]
    AdvisoryInput.objects.bulk_create(advice, ignore_conflicts=True)


def _link(run: RunArtifact, row: Mapping[str, Any]) -> RunAttachmentLink:
    return RunAttachmentLink(
        run=run,
        attachment_id=row["sha256"],
        kind=check_kind(row["kind"]),
        filename=clean_filename(row["filename"]),
        request_id=_text(row["request_id"]),
        created_at_utc=_moment(row["created_at_utc"]),
    )


def _record(run: RunArtifact, sha256: str, document: Mapping[str, Any]) -> RunAttachmentLink:
    """Return the link that keeps a drawing's provenance: here nothing else refers to it."""
    filename = next(a["filename"] for a in document["attachments"] if a["sha256"] == sha256)
    return RunAttachmentLink(
        run=run,
        attachment_id=sha256,
        kind=RESTORED_PROVENANCE,
        filename=clean_filename(filename),
        created_at_utc=run.created_at_utc,
    )


def _advice(run: RunArtifact, row: Mapping[str, Any]) -> AdvisoryInput:
    return AdvisoryInput(
        run=run,
        attachment_id=row["sha256"],
        **{name: _text(row[name]) for name in _ADVICE_TEXTS},
        created_at_utc=_moment(row["created_at_utc"]),
    )


def _text(value: Any) -> str:
    """Return a text as it is; a column would keep anything else as Python spells it."""
    if not isinstance(value, str):
        raise TypeError(repr(value)[:80])
    return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment
