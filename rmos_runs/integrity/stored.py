"""Proof that nothing changed: stored bytes against their names, rows against files.

The rows and the files are read side by side in the order of their digests, so
that a store of any size is checked in the same memory. What looks wrong is
looked at again under the digest's lock before it is reported: meanwhile a put
may have finished it or a collector removed it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal

from django.db import transaction

from rmos_runs.blobs.attachments import Verification
from rmos_runs.blobs.listing import store_folder
from rmos_runs.blobs.locks import lock_digest
from rmos_runs.blobs.storage import attachment_storage
from rmos_runs.blobs.stored_files import StoredFile, StoreWalk
from rmos_runs.integrity.reading import read_blob, read_in_parallel
from rmos_runs.models import RunAttachment

Problem = Literal["missing", "mismatched", "unreadable", "unindexed"]
#: More threads than cores: some of them wait for the disk.
THREADS = 4
_BATCH = 2_000
_FACTS = ("sha256", "ext", "size_bytes", "created_at_utc")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that is wrong or left over in the store; `name` is a path below its root."""

    problem: Problem
    sha256: str
    name: str
    detail: str
    quarantined_as: str | None = None


@dataclass(kw_only=True)
class StoreReport:
    """What a check of the whole store saw."""

    rows: int = 0
    files: int = 0
    verified: int = 0
    bytes_read: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def wrong(self) -> list[Finding]:
        """The findings that are wrong: a file without a row is harmless."""
        return [finding for finding in self.findings if finding.problem != "unindexed"]

    @property
    def ok(self) -> bool:
        """Whether every row has its file, with the right bytes."""
        return not self.wrong


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Which rows and files are looked at, and what is done about damage.

    `since` leaves out rows and files that are older. Of the rest every row's
    file and every file's row is looked for; `fraction` (0 to 1) is the share
    of files whose bytes are read. `quarantine` moves damaged files away.
    """

    since: datetime | None = None
    fraction: float = 1.0
    quarantine: bool = False


def verify_store(
    scope: Scope = Scope(),
    *,
    threads: int = THREADS,
    on_row: Callable[[], object] = lambda: None,
) -> StoreReport:
    """Compare rows, files and bytes; `on_row` is called once for each row looked at."""
    check = _StoreCheck(scope, store_folder())
    with ThreadPoolExecutor(threads, thread_name_prefix="verify") as pool:
        for row, verified in read_in_parallel(pool, check.rows_to_read(on_row)):
            check.take(row, verified)
    return check.report


class _StoreCheck:
    """One pass over the store; only the thread that made it asks the database."""

    def __init__(self, scope: Scope, folder: StoreWalk) -> None:
        self.report = StoreReport()
        self._scope, self._folder = scope, folder

    def rows_to_read(self, on_row: Callable[[], object]) -> Iterator[RunAttachment]:
        """Yield the rows whose bytes are to be read; report rows and files without the other."""
        pairs = merge(_rows(), self._findable(), key=attrgetter("sha256"))
        for sha256, group in groupby(pairs, key=attrgetter("sha256")):
            row, files = _split(group)
            self.report.files += len(files)
            if row is None:
                self._unindexed(sha256, files)
            elif self._is_in_scope(row):
                self.report.rows += 1
                on_row()
                yield from self._readable(row, files)

    def take(self, row: RunAttachment, found: Verification | None) -> None:
        """Count a verification; report one that failed, looked at again under the lock."""
        self.report.verified += 1
        self.report.bytes_read += found["size_bytes"] or 0 if found else 0
        if found is None or not found["ok"] or found["size_bytes"] != row.size_bytes:
            self._confirm_damage(row)

    def _findable(self) -> Iterator[StoredFile]:
        for file in self._folder.files():
            if file.is_findable:
                yield file
            elif self._is_recent(file):
                self.report.files += 1
                self._add("unindexed", file.sha256, file.name, "No row leads to this name.")

    def _readable(self, row: RunAttachment, files: list[StoredFile]) -> Iterator[RunAttachment]:
        if not files:
            self._confirm_damage(row)
        elif self._scope.fraction >= 1 or random.random() < self._scope.fraction:  # noqa: S311 - a sample
            yield row
        if len(files) > 1:
            self._report_copies(row, files)

    def _report_copies(self, row: RunAttachment, files: list[StoredFile]) -> None:
        used = attachment_storage().find(row.sha256, row.ext)
        for file in files:
            if file.name != used and self._is_recent(file):
                self._add("unindexed", row.sha256, file.name, f"A copy; {used} is the one in use.")

    @transaction.atomic
    def _confirm_damage(self, row: RunAttachment) -> None:
        lock_digest(row.sha256)
        if not RunAttachment.objects.filter(pk=row.pk).exists():
            return
        name = attachment_storage().find(row.sha256, row.ext)
        found = read_blob(row)
        if name is None or (found and found["error"] == "blob_not_found"):
            self._add("missing", row.sha256, "", "The row has no file. Put the bytes again.")
        elif found is None:
            self._add(
                "unreadable", row.sha256, name, "It cannot be read. Check the disk or bucket."
            )
        elif not found["ok"]:
            self._add_damaged(row, name, f"The bytes have the SHA-256 {found['actual_sha256']}.")
        elif found["size_bytes"] != row.size_bytes:
            detail = f"The row says {row.size_bytes} bytes, there are {found['size_bytes']}."
            self._add("mismatched", row.sha256, name, detail)

    def _add_damaged(self, row: RunAttachment, name: str, detail: str) -> None:
        moved = self._folder.quarantine(name) if self._scope.quarantine else None
        self._add("mismatched", row.sha256, name, detail, moved)

    def _unindexed(self, sha256: str, files: list[StoredFile]) -> None:
        recent = [file for file in files if self._is_recent(file)]
        if not recent:
            return
        with transaction.atomic():
            lock_digest(sha256)
            if RunAttachment.objects.filter(pk=sha256).exists():
                return
            still_there = {file.name for file in self._folder.copies(sha256)}
        for file in recent:
            if file.name in still_there:
                self._add("unindexed", sha256, file.name, "No row. collect_garbage removes it.")

    def _add(
        self, problem: Problem, sha256: str, name: str, detail: str, moved: str | None = None
    ) -> None:
        finding = Finding(
            problem=problem, sha256=sha256, name=name, detail=detail, quarantined_as=moved
        )
        self.report.findings.append(finding)

    def _is_in_scope(self, row: RunAttachment) -> bool:
        return self._scope.since is None or row.created_at_utc >= self._scope.since

    def _is_recent(self, file: StoredFile) -> bool:
        return self._scope.since is None or file.modified >= self._scope.since.timestamp()


def _rows() -> Iterator[RunAttachment]:
    """Yield every row in digest order, in short queries that hold no snapshot open."""
    last = ""
    while True:
        rows = RunAttachment.objects.filter(sha256__gt=last).order_by("sha256").only(*_FACTS)
        batch = list(rows[:_BATCH])
        if not batch:
            return
        yield from batch
        last = batch[-1].sha256


def _split(group: Iterable[Any]) -> tuple[RunAttachment | None, list[StoredFile]]:
    row, files = None, list[StoredFile]()
    for item in group:
        if isinstance(item, RunAttachment):
            row = item
        else:
            files.append(item)
    return row, files
