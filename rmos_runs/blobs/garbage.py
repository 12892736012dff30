"""Taking back the space of bytes that nothing uses.

Two steps, each a transaction of its own under the digest's lock: the first
removes an unused row and commits, the second removes a file that has no row.
Whatever fails in between leaves a file without a row, which the next
collection takes; a row without its file cannot come of it. A put of the same
bytes holds the same lock until its row is there. A digest that somebody holds
is left for the next time, so that collecting never makes anybody wait.

Young is what was put lately, for the first time or again: a put renews the
time of the file. Bytes in `quarantine/` are evidence and stay.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import groupby
from typing import Literal

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from rmos_runs.blobs.listing import store_folder
from rmos_runs.blobs.locks import collecting, try_lock_digest
from rmos_runs.blobs.stored_files import StoredFile, StoreWalk
from rmos_runs.models import RunArtifact, RunAttachment
from rmos_runs.models.runs import HASHES

DEFAULT_GRACE = timedelta(days=7)
#: A writer may be at work on a temporary file or in an empty folder; none takes that long.
_WRITERS_GRACE_S = 3_600.0
_BATCH = 1_000

What = Literal["row", "file", "temporary file", "folder"]
_COUNTERS: dict[What, str] = {
    "row": "rows",
    "file": "files",
    "temporary file": "temporary_files",
    "folder": "folders",
}


@dataclass(kw_only=True)
class Collected:
    """What was removed, or would be; `busy` counts digests somebody was at work on."""

    rows: int = 0
    files: int = 0
    temporary_files: int = 0
    folders: int = 0
    bytes_freed: int = 0
    busy: int = 0


def collect_garbage(
    *,
    grace: timedelta = DEFAULT_GRACE,
    dry_run: bool = False,
    on_item: Callable[[What, str, int], object] = lambda _what, _name, _size: None,
) -> Collected:
    """Remove what nothing uses and nobody put within `grace`; `dry_run` only counts it.

    `on_item` is called with each thing's kind, its digest or name, and its
    size in bytes. Raises OSError when the store's folder cannot be changed,
    StoreUnavailable when its bucket does not answer, CollectionBusy during a backup.
    """
    collection = _Collection(store_folder(), grace, on_item)
    if dry_run:
        collection.count()
    else:
        with collecting():
            collection.collect()
    return collection.done


def unused_attachments(*, before: datetime) -> QuerySet[RunAttachment]:
    """Return the rows from before then that no row of any table refers to."""
    unused = RunAttachment.objects.filter(created_at_utc__lt=before)
    fields = RunAttachment._meta.get_fields(include_hidden=True)  # noqa: SLF001 - Django's model API
    for relation in fields:
        # A many-to-many's rows are seen through the foreign key of its own table.
        if isinstance(relation, models.ForeignObjectRel) and not relation.many_to_many:
            uses: QuerySet[models.Model] = QuerySet(relation.related_model)
            column = relation.field.attname
            unused = unused.filter(~Exists(uses.filter(**{column: OuterRef("pk")})))
    return unused


class _Collection:
    """One run of the collector."""

    def __init__(
        self, folder: StoreWalk, grace: timedelta, on_item: Callable[[What, str, int], object]
    ) -> None:
        now = time.time()
        self.done = Collected()
        self._folder, self._on_item = folder, on_item
        self._cutoff = now - grace.total_seconds()
        self._writers_cutoff = now - max(grace.total_seconds(), _WRITERS_GRACE_S)

    def collect(self) -> None:
        for sha256 in self._unused():
            if self._remove_row(sha256):
                self._remove_files(sha256)
        for sha256, _files in self._without_row():
            self._remove_files(sha256)
        for left in self._folder.leftovers(before=self._writers_cutoff):
            if left.remove():
                self._count(left.what, left.name, left.size_bytes)

    def count(self) -> None:
        for sha256 in self._unused():
            files = self._folder.copies(sha256)
            if self._are_old(files):
                self._count("row", sha256, 0)
                self._count_files(files)
        for _sha256, files in self._without_row():
            self._count_files(files)
        for left in self._folder.leftovers(before=self._writers_cutoff):
            self._count(left.what, left.name, left.size_bytes)

    def _unused(self) -> Iterator[str]:
        """Yield the digests of unused old rows, in order."""
        last = ""
        unused = unused_attachments(before=self._cutoff_utc).order_by("sha256")
        while batch := list(
            unused.filter(sha256__gt=last).values_list("sha256", flat=True)[:_BATCH]
        ):
            named = _named_by_runs(batch)
            yield from (sha256 for sha256 in batch if sha256 not in named)
            last = batch[-1]

    def _without_row(self) -> Iterator[tuple[str, list[StoredFile]]]:
        """Yield old files that have no row, by digest; rows and files are read side by side."""
        found: Iterator[str | StoredFile] = (f for f in self._folder.files() if f.is_findable)
        pairs = merge(_known_digests(), found, key=_digest_of)
        for sha256, group in groupby(pairs, key=_digest_of):
            items = list(group)
            files = [item for item in items if isinstance(item, StoredFile)]
            if len(files) == len(items) and self._are_old(files):
                yield sha256, files

    def _remove_row(self, sha256: str) -> bool:
        """Remove an unused row and commit; tell whether it is gone."""
        try:
            with transaction.atomic():
                gone = self._remove_row_under_lock(sha256)
        except (IntegrityError, models.ProtectedError):
            # A reference came between the question and the end of the transaction.
            return False
        if gone:
            self._count("row", sha256, 0)
        return gone

    def _remove_row_under_lock(self, sha256: str) -> bool:
        if not self._locked(sha256) or not self._are_old(self._folder.copies(sha256)):
            return False
        rows = unused_attachments(before=self._cutoff_utc).filter(pk=sha256)
        row = rows.select_for_update(skip_locked=True).first()
        return row is not None and bool(row.delete()[0])

    def _remove_files(self, sha256: str) -> None:
        """Remove the files of a digest that has no row, before its lock is given back."""
        with transaction.atomic():
            if not self._locked(sha256) or RunAttachment.objects.filter(pk=sha256).exists():
                return
            for file in self._folder.copies(sha256):
                size = self._folder.remove(file.name, unless_put_since=self._cutoff)
                if size is not None:
                    self._count("file", file.name, size)

    def _locked(self, sha256: str) -> bool:
        locked = try_lock_digest(sha256)
        self.done.busy += not locked
        return locked

    def _are_old(self, files: list[StoredFile]) -> bool:
        return all(file.modified < self._cutoff for file in files)

    @property
    def _cutoff_utc(self) -> datetime:
        return datetime.fromtimestamp(self._cutoff, tz=UTC)

    def _count_files(self, files: list[StoredFile]) -> None:
        for file in files:
            self._count("file", file.name, file.size_bytes)

    def _count(self, what: What, name: str, size: int) -> None:
        counter = _COUNTERS[what]
        setattr(self.done, counter, getattr(self.done, counter) + 1)
        self.done.bytes_freed += size
        self._on_item(what, name, size)


def _named_by_runs(sha256s: list[str]) -> set[str]:
    """Return those digests that a run names among its hashes: bytes it may be asked for."""
    condition = Q()
    for column in HASHES:
        condition |= Q(**{f"{column}__in": sha256s})
    named = RunArtifact.objects.filter(condition).values_list(*HASHES)
    return {sha256 for hashes in named.iterator() for sha256 in hashes}


def _known_digests() -> Iterator[str | StoredFile]:
    last = ""
    rows = RunAttachment.objects.order_by("sha256").values_list("sha256", flat=True)
    while batch := list(rows.filter(sha256__gt=last)[:_BATCH]):
        yield from batch
        last = batch[-1]


def _digest_of(item: str | StoredFile) -> str:
    return item if isinstance(item, str) else item.sha256
