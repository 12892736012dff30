"""Reading many stored files at once, no more than a few portions ahead of who asks."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from rmos_runs.blobs.attachments import Verification, verify_blob
from rmos_runs.errors import StoreUnavailable
from rmos_runs.models import RunAttachment

logger = logging.getLogger(__name__)

_IN_FLIGHT = 16
_PORTION_FILES = 64
_PORTION_BYTES = 4 << 20

Read = tuple[RunAttachment, Verification | None]


def read_in_parallel(pool: ThreadPoolExecutor, rows: Iterable[RunAttachment]) -> Iterator[Read]:
    """Verify rows in parallel, no more than a few portions ahead of the one that is yielded."""
    waiting: deque[Future[list[Read]]] = deque()
    for portion in _portions(rows):
        waiting.append(pool.submit(_read_all, portion))
        if len(waiting) >= _IN_FLIGHT:
            yield from waiting.popleft().result()
    for verified in waiting:
        yield from verified.result()


def _portions(rows: Iterable[RunAttachment]) -> Iterator[list[RunAttachment]]:
    """Yield rows by the handful: handing small files over one by one costs more than reading."""
    portion, size = list[RunAttachment](), 0
    for row in rows:
        portion.append(row)
        size += row.size_bytes
        if len(portion) >= _PORTION_FILES or size >= _PORTION_BYTES:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _read_all(rows: list[RunAttachment]) -> list[Read]:
    return [(row, read_blob(row)) for row in rows]


def read_blob(row: RunAttachment) -> Verification | None:
    """Verify the bytes of a row; None when the disk or the bucket does not give them."""
    try:
        return verify_blob(row)
    except (OSError, StoreUnavailable):
        logger.exception("blob_unreadable", extra={"sha256": row.sha256})
        return None
