"""Where the record of how a drawing came to be is kept, told through a door filled at start.

The store keeps such records as bytes among others; the app above knows which
of them belongs to which drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

ProvenanceSource = Callable[[Collection[str]], Mapping[str, str]]


def _unknown(_sha256s: Collection[str]) -> Mapping[str, str]:
    return {}


_source: ProvenanceSource = _unknown


def register_provenance(source: ProvenanceSource) -> None:
    """Make `source` the one who is asked; called once, when its app is ready.

    It takes the digests of contents and returns, for those it knows, the
    digest of the first record of how they came to be: the answer for a
    content never changes once there is one.
    """
    global _source  # noqa: PLW0603 - the door has one holder for the life of the program
    _source = source


def provenance_of(sha256s: Collection[str]) -> Mapping[str, str]:
    """Return the digest of the record of each content that has one."""
    return _source(sha256s) if sha256s else {}
