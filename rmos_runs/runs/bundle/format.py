"""What a bundle of a run looks like inside: names of its members and the list of their digests.

Pure. The names are made so that every system can unpack them: no folders but
the two of the bundle, no two names that differ only in case, nothing longer
than file systems take, no character that Windows refuses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from rmos_runs.attachment_fields import clean_filename
from rmos_runs.digests import is_sha256

FORMAT = "art-studio-run"
VERSION = 1
RUN = "run.json"
CHECKSUMS = "SHA256SUMS"
ATTACHMENTS = "attachments"
PROVENANCE = "provenance"
#: The kind of the link under which a restored run keeps the records of its drawings.
RESTORED_PROVENANCE = "restored_provenance"

_LONGEST = 180
_REFUSED = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_MEMBER = re.compile(rf"({ATTACHMENTS}|{PROVENANCE})/[^/\\]+")
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def member_names(folder: str, filenames: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return a name in `folder` for each (digest, filename), by digest; clashes are numbered."""
    taken: set[str] = set()
    names = {}
    for sha256, filename in filenames:
        safe = _safe(filename)
        chosen = next(name for name in _numbered(safe) if _key(name) not in taken)
        taken.add(_key(chosen))
        names[sha256] = f"{folder}/{chosen}"
    return names


def is_member_name(name: str) -> bool:
    """Tell whether `name` is one that a bundle may have."""
    if name in (RUN, CHECKSUMS):
        return True
    return bool(_MEMBER.fullmatch(name)) and _safe(name.partition("/")[2]) == name.partition("/")[2]


def checksums(digests: Mapping[str, str]) -> bytes:
    """Return the text that `sha256sum -c` reads, for digests by member name."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()


def parse_checksums(data: bytes) -> dict[str, str]:
    """Return the digests by member name. Raises ValueError for what `checksums` cannot write."""
    digests = {}
    for line in data.decode().splitlines():
        parts = _LINE.fullmatch(line)
        if parts is None or not is_sha256(parts[1]):
            raise ValueError(line)
        digests[parts[2]] = parts[1]
    if checksums(digests) != data:
        raise ValueError("lines")
    return digests


def _safe(filename: str) -> str:
    shown = unicodedata.normalize("NFC", _REFUSED.sub("_", clean_filename(filename)))
    shown = _cut(shown).strip(" .") or "attachment"
    return f"_{shown}" if _RESERVED.fullmatch(shown) else shown


def _cut(name: str, mark: str = "") -> str:
    """Return `name` in at most 180 bytes of UTF-8, with `mark` before its ending."""
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix.encode()) > 20:
        stem, dot, suffix = name, "", ""
    end = f"{mark}{dot}{suffix}"
    room = _LONGEST - len(end.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + end


def _numbered(name: str) -> Iterable[str]:
    yield name
    for number in range(2, 1 << 31):
        yield _cut(name, f"-{number}")


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
