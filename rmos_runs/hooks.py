"""Questions that only the app above can answer; it registers who answers them when it is ready.

The store keeps drawings and does not know who drew them. Pages and admin ask
here for the pages of those who do; without an answer they show the bytes alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where some bytes came from. Empty where there is nothing to name."""

    title: str
    page: str
    admin: str
    generation_id: str = ""
    generation_page: str = ""
    generation_admin: str = ""


@dataclass(frozen=True, kw_only=True)
class RelatedWork:
    """One piece of work that names a session, and the picture that stands for it."""

    title: str
    state: str
    page: str
    admin: str
    count: int
    created_at_utc: dt.datetime
    cover_sha256: str = ""


class OriginHook(Protocol):
    """The app above; every question is a constant number of queries."""

    def of_attachments(self, sha256s: Collection[str]) -> Mapping[str, Origin]:
        """Return the origins of those contents that are known, by SHA-256."""

    def of_session(self, session_id: str, *, limit: int) -> Sequence[RelatedWork]:
        """Return the newest work that names a session, at most `limit` pieces."""

    def wrote(self, sha256: str) -> bool:
        """Tell whether the bytes are a drawing that the app above has written itself."""


class _Nobody:
    """Answers where the lower app stands alone."""

    def of_attachments(self, _sha256s: Collection[str]) -> Mapping[str, Origin]:
        return {}

    def of_session(self, _session_id: str, *, limit: int) -> Sequence[RelatedWork]:  # noqa: ARG002 - the protocol's
        return []

    def wrote(self, _sha256: str) -> bool:
        return False


_source: OriginHook = _Nobody()


def register_origins(source: OriginHook) -> None:
    """Make `source` the one who is asked; called once, when its app is ready."""
    global _source  # noqa: PLW0603 - one holder for the life of the program
    _source = source


def origins_of(sha256s: Collection[str]) -> Mapping[str, Origin]:
    """Return the origins of those contents that the app above knows, by SHA-256."""
    return _source.of_attachments(sha256s) if sha256s else {}


def related_work(session_id: str, *, limit: int) -> Sequence[RelatedWork]:
    """Return the newest work that names a session, at most `limit` pieces."""
    return _source.of_session(session_id, limit=limit)


def is_own_drawing(sha256: str) -> bool:
    """Tell whether the bytes are a drawing that the app above has written itself."""
    return _source.wrote(sha256)


ProvenanceHook = Callable[[Collection[str]], Mapping[str, str]]


def _unknown(_sha256s: Collection[str]) -> Mapping[str, str]:
    return {}


_provenance: ProvenanceHook = _unknown


def register_provenance(source: ProvenanceHook) -> None:
    """Make `source` the one who is asked; called once, when its app is ready.

    It takes the digests of contents and returns, for those it knows, the
    digest of the first record of how they came to be: the answer for a
    content never changes once there is one.
    """
    global _provenance  # noqa: PLW0603 - as above
    _provenance = source


def provenance_of(sha256s: Collection[str]) -> Mapping[str, str]:
    """Return the digest of the record of each content that has one."""
    return _provenance(sha256s) if sha256s else {}
