"""Stored JSON as text that a person can read."""

from __future__ import annotations

import json
from threading import Lock

from cachetools import LRUCache

from rmos_runs.blobs.attachments import open_attachment
from rmos_runs.errors import DomainError
from rmos_runs.models import RunAttachment

SHOWN_BYTES = 64 * 1024
_KEPT_CHARACTERS = 2_000_000

_kept: LRUCache[str, str] = LRUCache(_KEPT_CHARACTERS, getsizeof=len)
_lock = Lock()


def read_json(attachment: RunAttachment) -> str:
    """Return stored JSON indented, its beginning where it is long, or "" where it is gone."""
    with _lock:
        kept = _kept.get(attachment.sha256)
    if kept is not None:
        return kept
    text = _read(attachment)
    with _lock:
        # What cannot be read may be there again; what was read never changes.
        if text:
            _kept[attachment.sha256] = text
    return text


def _read(attachment: RunAttachment) -> str:
    if attachment.size_bytes > SHOWN_BYTES:
        return _beginning(attachment, SHOWN_BYTES) + "\n…"
    text = _beginning(attachment, SHOWN_BYTES)
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def _beginning(attachment: RunAttachment, size: int) -> str:
    try:
        with open_attachment(attachment.sha256) as file:
            return bytes(file.read(size)).decode(errors="replace")
    except DomainError:
        return ""
