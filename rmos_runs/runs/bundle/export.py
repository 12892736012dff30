"""A run as one file: its facts, what it refers to, the bytes, and a list of all digests.

A bundle is a zip without compression, in a fixed order and with the time of
the run, so that an unchanged run always gives the same bytes and
`sha256sum -c SHA256SUMS` proves what was unpacked. It is written as it is
read: a bundle of any size takes the same memory.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from rmos_runs.blobs.attachments import open_blob, verify_blob
from rmos_runs.blobs.durable_files import fsync_folder
from rmos_runs.digests import sha256_hex
from rmos_runs.errors import BlobDamaged, BlobNotFound
from rmos_runs.hooks import provenance_of
from rmos_runs.http.zip_stream import Sink
from rmos_runs.models import AdvisoryInput, RunArtifact, RunAttachment, RunAttachmentLink
from rmos_runs.runs.bundle.format import (
    ATTACHMENTS,
    CHECKSUMS,
    FORMAT,
    PROVENANCE,
    RESTORED_PROVENANCE,
    RUN,
    VERSION,
    checksums,
    member_names,
)
from rmos_runs.runs.immutable import facts_of
from rmos_runs.runs.service import list_advisory_inputs, list_links, require_run

_BLOCK = 1 << 18
_FILE_MODE = 0o100644
_UNIX = 3


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """Members that are texts and members that are stored bytes, ready to be written.

    name: of the run or whatever else is in it, and of the file.
    recorded: the time that every member gets.
    texts: CHECKSUMS is one of them.
    """

    name: str
    recorded: datetime
    texts: Mapping[str, bytes]
    blobs: Mapping[str, RunAttachment]

    @property
    def filename(self) -> str:
        """What to call the file."""
        return f"{self.name}.zip"

    @property
    def etag(self) -> str:
        """The digest of the list of digests: it changes when any byte of the bundle does."""
        return f'"{sha256_hex(self.texts[CHECKSUMS])}"'

    def check(self) -> None:
        """Read every stored byte once. Raises BlobNotFound or BlobDamaged, naming the file."""
        for name, attachment in self.blobs.items():
            try:
                error = verify_blob(attachment)["error"]
            except OSError as fault:
                raise _damaged(name, attachment) from fault
            if error == "blob_not_found":
                raise BlobNotFound(f"The bytes of {_named(name, attachment)} are gone. {_RESTORE}")
            if error:
                raise _damaged(name, attachment)

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes of the zip. Raises BlobDamaged when they change meanwhile."""
        sink = Sink()
        with ZipFile(cast("IO[bytes]", sink), "w", ZIP_STORED) as archive:
            for name in sorted([*self.texts, *self.blobs]):
                with archive.open(self._entry(name), "w") as member:
                    for block in self._read(name):
                        member.write(block)
                        yield sink.take()
        yield sink.take()

    def _entry(self, name: str) -> ZipInfo:
        at = max(self.recorded.astimezone(UTC), datetime(1980, 1, 1, tzinfo=UTC))
        entry = ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
        entry.create_system, entry.external_attr = _UNIX, _FILE_MODE << 16
        blob = self.blobs.get(name)
        entry.file_size = len(self.texts[name]) if blob is None else blob.size_bytes
        return entry

    def _read(self, name: str) -> Iterator[bytes]:
        attachment = self.blobs.get(name)
        if attachment is None:
            yield self.texts[name]
            return
        digest = hashlib.sha256()
        with open_blob(attachment) as file:
            for block in file.chunks(_BLOCK):
                digest.update(block)
                yield block
        if digest.hexdigest() != attachment.sha256:
            raise _damaged(name, attachment)


def export_run(run_id: str) -> Bundle:
    """Return the bundle of a run; no stored byte is read yet. Raises RunNotFound."""
    run = require_run(run_id)
    all_links, advice = list(list_links(run)), list(list_advisory_inputs(run))
    restored = {a.attachment_id for a in all_links if a.kind == RESTORED_PROVENANCE}
    links = [link for link in all_links if link.kind != RESTORED_PROVENANCE]
    used = {a.attachment_id: a.attachment for a in advice}
    used |= {link.attachment_id: link.attachment for link in links}
    records = _records({*restored, *provenance_of(list(used)).values()} - set(used))
    called = {link.attachment_id: link.filename for link in links}
    names = _names(used, called, ATTACHMENTS) | _names(records, {}, PROVENANCE)
    blobs = {names[sha256]: attachment for sha256, attachment in (used | records).items()}
    document = _document(run, blobs, links, advice) | {"provenance": sorted(records)}
    return _bundle(run, document, blobs)


def write_bundle(bundle: Bundle, path: Path) -> int:
    """Write a bundle to `path`, whole or not at all; return its size in bytes.

    Raises BlobNotFound, BlobDamaged, OSError.
    """
    bundle.check()
    descriptor, name = tempfile.mkstemp(prefix=".export-", suffix=".tmp", dir=path.parent)
    temp = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(bundle.chunks())
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        temp.chmod(0o644)
        temp.replace(path)
        fsync_folder(path.parent)
    finally:
        temp.unlink(missing_ok=True)
    return size


def _bundle(run: RunArtifact, document: dict[str, Any], blobs: dict[str, RunAttachment]) -> Bundle:
    text = json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    run_json = f"{text}\n".encode()
    digests = {name: attachment.sha256 for name, attachment in blobs.items()}
    sums = checksums(digests | {RUN: sha256_hex(run_json)})
    texts = {RUN: run_json, CHECKSUMS: sums}
    return Bundle(name=run.run_id, recorded=run.created_at_utc, texts=texts, blobs=blobs)


def _records(sha256s: set[str]) -> dict[str, RunAttachment]:
    found = RunAttachment.objects.in_bulk(list(sha256s))
    return {sha256: found[sha256] for sha256 in sorted(found)}


def _names(
    attachments: Mapping[str, RunAttachment], called: Mapping[str, str], folder: str
) -> dict[str, str]:
    """Return member names by digest, given out in the order of the digests."""
    ordered = sorted(attachments)
    return member_names(
        folder, [(sha256, called.get(sha256) or attachments[sha256].filename) for sha256 in ordered]
    )


def _document(
    run: RunArtifact,
    blobs: Mapping[str, RunAttachment],
    links: list[RunAttachmentLink],
    advice: list[AdvisoryInput],
) -> dict[str, Any]:
    session = run.workflow_session
    return {
        "format": FORMAT,
        "version": VERSION,
        "artifact_sha256": run.artifact_sha256,
        "facts": facts_of(run),
        "explanation": {"status": run.explanation_status, "summary": run.explanation_summary},
        "workflow_session": session
        and {"session_id": session.pk, "created_at_utc": _utc(session.created_at_utc)},
        "attachments": [_attachment(name, blobs[name]) for name in sorted(blobs)],
        "links": [_reference(link, ("kind", "filename")) for link in links],
        "advisory_inputs": [
            _reference(one, ("advisory_id", "kind", "engine_id", "engine_version"))
            for one in advice
        ],
    }


def _attachment(name: str, attachment: RunAttachment) -> dict[str, Any]:
    columns = ("sha256", "kind", "mime", "filename", "ext", "size_bytes", "request_id", "metadata")
    facts = {column: getattr(attachment, column) for column in columns}
    return facts | {"path": name, "created_at_utc": _utc(attachment.created_at_utc)}


def _reference(
    reference: RunAttachmentLink | AdvisoryInput, columns: tuple[str, ...]
) -> dict[str, Any]:
    facts = {column: getattr(reference, column) for column in (*columns, "request_id")}
    return facts | {
        "sha256": reference.attachment_id,
        "created_at_utc": _utc(reference.created_at_utc),
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


_RESTORE = "Restore the store from a backup, then export again."


def _named(name: str, attachment: RunAttachment) -> str:
    return f"{name} ({attachment.sha256})"


def _damaged(name: str, attachment: RunAttachment) -> BlobDamaged:
    return BlobDamaged(f"The bytes of {_named(name, attachment)} are damaged. {_RESTORE}")
