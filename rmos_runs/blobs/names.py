"""How a digest becomes a name in the store, and the only forms such a name may have. Pure."""

from __future__ import annotations

import re

from rmos_runs.digests import is_sha256, parse_sha256

_SHARD = re.compile(r"([0-9a-f]{2}(/[0-9a-f]{2})?)?", re.ASCII)
_EXT = re.compile(r"\.[a-z0-9]{1,10}", re.ASCII)


def clean_ext(ext: str) -> str:
    """Return `ext` as a dot and 1 to 10 lower-case letters or digits, or an empty string.

    `svg` and `.SVG` become `.svg`. What has no such form is dropped and not
    refused: the extension is a convenience for people, the digest is the name.
    """
    lowered = ext.lower()
    dotted = lowered if lowered.startswith(".") else f".{lowered}"
    return dotted if _EXT.fullmatch(dotted) else ""


def ext_of(name: str) -> str:
    """Return the clean extension of a file name, or an empty string."""
    dot = name.rfind(".")
    return clean_ext(name[dot:]) if dot > name.rfind("/") else ""


def blob_folder(sha256: str) -> str:
    """Return `ab/cd` for the digest `abcd...`. Raises InvalidDigest."""
    digest = parse_sha256(sha256)
    return f"{digest[0:2]}/{digest[2:4]}"


def is_shard(path: str) -> bool:
    """Tell whether `path` is the root ("") or a folder of digests ("ab", "ab/cd")."""
    return _SHARD.fullmatch(path) is not None


def blob_name(sha256: str, ext: str = "") -> str:
    """Return `ab/cd/abcd....ext`, the name of the bytes with this digest. Raises InvalidDigest."""
    return f"{blob_folder(sha256)}/{sha256}{clean_ext(ext)}"


def digest_of_name(name: str) -> str | None:
    """Return the digest in a name that `blob_name` could have made, or None."""
    digest = name.rpartition("/")[2][:64]
    if not is_sha256(digest):
        return None
    return digest if name == blob_name(digest, name[len(blob_name(digest)) :]) else None
