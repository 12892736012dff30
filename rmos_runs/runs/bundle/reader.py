"""A bundle that comes from outside: believed only after every part of it was checked.

What is checked needs no database. A bundle whose author recomputed every
digest in it passes: digests prove that nothing changed, not who wrote it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.core.files.base import File

from rmos_runs.errors import BundleRefused
from rmos_runs.runs.bundle.format import (
    ATTACHMENTS,
    CHECKSUMS,
    FORMAT,
    PROVENANCE,
    RUN,
    VERSION,
    is_member_name,
    parse_checksums,
)

T = TypeVar("T")
_MAX_TEXT = 64 << 20
#: As Django's files are read, with which these bytes are compared block by block.
_BLOCK = File.DEFAULT_CHUNK_SIZE
_ENCRYPTED = 0x1
_PARTS: dict[str, type | tuple[type, ...]] = {
    "artifact_sha256": str,
    "facts": dict,
    "explanation": dict,
    "workflow_session": (dict, type(None)),
    "attachments": list,
    "links": list,
    "advisory_inputs": list,
    "provenance": list,
}


@dataclass(frozen=True, kw_only=True)
class ReadBundle:
    """A bundle that is whole: its document and its archive, open for reading members."""

    document: Mapping[str, Any]
    archive: ZipFile

    @property
    def attachments(self) -> dict[str, dict[str, Any]]:
        """The facts of the stored bytes, by digest."""
        return {facts["sha256"]: facts for facts in self.document["attachments"]}


@contextmanager
def opened_bundle(path: Path) -> Iterator[ReadBundle]:
    """Open and check a bundle; every byte is read once.

    Raises BundleRefused naming the member that is wrong, OSError.
    """
    try:
        archive = ZipFile(path)
    except (BadZipFile, NotImplementedError) as error:
        raise BundleRefused(f"{path.name} is not a zip, or a part of one.") from error
    with archive:
        digests = _checked_list(archive, path.stat().st_size)
        document = _checked_document(archive, digests)
        _check_bytes(archive, document, digests)
        yield ReadBundle(document=document, archive=archive)


def read_blocks(archive: ZipFile, name: str) -> Iterator[bytes]:
    """Yield the bytes of a member. Raises BundleRefused where the archive is damaged."""
    try:
        with archive.open(name) as member:
            while block := member.read(_BLOCK):
                yield block
    except (BadZipFile, EOFError, NotImplementedError) as error:
        raise _refused(name, "the archive is damaged here") from error


def refused_unless_readable(name: str, read: Callable[[], T]) -> T:
    """Return what `read` returns; what it cannot make sense of is refused by name."""
    try:
        return read()
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise _refused(name, "it does not have the form of an export") from error


def _checked_list(archive: ZipFile, size: int) -> dict[str, str]:
    """Check every entry, then that the list of digests names each of them, and no other."""
    entries = archive.infolist()
    for entry in entries:
        _check_entry(entry)
    names = [entry.filename for entry in entries]
    for name, count in Counter(names).items():
        if count > 1:
            raise _refused(name, "it is there twice")
    if sum(entry.file_size for entry in entries) > size:
        raise _refused(RUN, "the members claim more bytes than the file has")
    for name in (CHECKSUMS, RUN):
        if name not in names:
            raise _refused(name, "it is missing")
    text = _text(archive, CHECKSUMS)
    digests = refused_unless_readable(CHECKSUMS, lambda: parse_checksums(text))
    for name in sorted(set(digests) ^ (set(names) - {CHECKSUMS})):
        raise _refused(name, "it is missing" if name in digests else f"{CHECKSUMS} lacks it")
    return digests


def _check_entry(entry: ZipInfo) -> None:
    if not is_member_name(entry.filename):
        raise _refused(entry.filename, "an export has no file of this name")
    stored = entry.compress_type == ZIP_STORED and entry.file_size == entry.compress_size
    if not stored or entry.flag_bits & _ENCRYPTED:
        raise _refused(entry.filename, "an export is neither compressed nor encrypted")


def _checked_document(archive: ZipFile, digests: Mapping[str, str]) -> dict[str, Any]:
    data = _text(archive, RUN)
    if hashlib.sha256(data).hexdigest() != digests[RUN]:
        raise _refused(RUN, f"its bytes are not those of {CHECKSUMS}")
    document = refused_unless_readable(RUN, lambda: json.loads(data))
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _refused(RUN, "it is not a run's record")
    if document.get("version") != VERSION:
        raise _refused(RUN, f"only version {VERSION} of the format can be read here")
    for part, kind in _PARTS.items():
        if part not in document or not isinstance(document[part], kind):
            raise _refused(RUN, f"its part {part} is missing or has another form")
    return document


def _check_bytes(archive: ZipFile, document: Mapping[str, Any], digests: Mapping[str, str]) -> None:
    """Check every member's bytes, and that the document describes each stored one, once."""
    sizes = {name: _check_member(archive, name, digests[name]) for name in sorted(digests)}
    described = refused_unless_readable(
        RUN, lambda: [(a["path"], a["sha256"], a["size_bytes"]) for a in document["attachments"]]
    )
    stored = {name for name in digests if name.startswith((f"{ATTACHMENTS}/", f"{PROVENANCE}/"))}
    for name in sorted(stored ^ {str(path) for path, _, _ in described}):
        raise _refused(name, f"{RUN} and the archive do not agree on it")
    for name, sha256, size in described:
        if (sha256, size) != (digests[name], sizes[name]):
            raise _refused(name, f"{RUN} says other bytes")
    if len({sha256 for _, sha256, _ in described}) < len(described):
        raise _refused(RUN, "it describes the same bytes twice")


def _check_member(archive: ZipFile, name: str, sha256: str) -> int:
    digest, size = hashlib.sha256(), 0
    for block in read_blocks(archive, name):
        digest.update(block)
        size += len(block)
    if digest.hexdigest() != sha256:
        raise _refused(name, f"its bytes are not those of {CHECKSUMS}")
    return size


def _text(archive: ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _MAX_TEXT:
        raise _refused(name, f"it is larger than {_MAX_TEXT:,} bytes")
    return b"".join(read_blocks(archive, name))


def _refused(name: str, why: str) -> BundleRefused:
    shown = name[:200].encode(errors="replace").decode()
    return BundleRefused(f"{shown}: {why}. Nothing was imported.")
