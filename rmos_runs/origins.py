"""What the app above knows of stored bytes, told through a door that it fills at start.

The store keeps drawings and does not know who drew them. Pages and admin ask
here for the pages of those who do; without an answer they show the bytes alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
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
class Made:
    """One piece of work that names a session, and the picture that stands for it."""

    title: str
    state: str
    page: str
    admin: str
    count: int
    created_at_utc: dt.datetime
    cover_sha256: str = ""


class OriginSource(Protocol):
    """The app above; every question is a constant number of queries."""

    def of_attachments(self, sha256s: Collection[str]) -> Mapping[str, Origin]:
        """Return the origins of those contents that are known, by SHA-256."""

    def of_session(self, session_id: str, *, limit: int) -> Sequence[Made]:
        """Return the newest work that names a session, at most `limit` pieces."""

    def wrote(self, sha256: str) -> bool:
        """Tell whether the bytes are a drawing that the app above has written itself."""


class _Nobody:
    """Answers where the lower app stands alone."""

    def of_attachments(self, _sha256s: Collection[str]) -> Mapping[str, Origin]:
        return {}

    def of_session(self, _session_id: str, *, limit: int) -> Sequence[Made]:  # noqa: ARG002 - the protocol's
        return []

    def wrote(self, _sha256: str) -> bool:
        return False


_source: OriginSource = _Nobody()


def register_origins(source: OriginSource) -> None:
    """Make `source` the one who is asked; called once, when its app is ready."""
    global _source  # noqa: PLW0603 - the door has one holder for the life of the program
    _source = source


def origins_of(sha256s: Collection[str]) -> Mapping[str, Origin]:
    """Return the origins of those contents that the app above knows, by SHA-256."""
    return _source.of_attachments(sha256s) if sha256s else {}


def made_in_session(session_id: str, *, limit: int) -> Sequence[Made]:
    """Return the newest work that names a session, at most `limit` pieces."""
    return _source.of_session(session_id, limit=limit)


def is_own_drawing(sha256: str) -> bool:
    """Tell whether the bytes are a drawing that the app above has written itself."""
    return _source.wrote(sha256)
