"""SHA-256 digests and the canonical JSON that is hashed. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from rmos_runs.errors import InvalidDigest

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def is_sha256(text: str) -> bool:
    """Tell whether `text` is 64 lower-case ASCII hexadecimal digits and nothing else."""
    return _SHA256.fullmatch(text) is not None


def parse_sha256(text: str) -> str:
    """Return `text` if it is a digest; raise InvalidDigest otherwise."""
    if not is_sha256(text):
        raise InvalidDigest
    return text


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def canonical_json(value: Any) -> bytes:
    """Return the one UTF-8 spelling of a JSON value: sorted keys, no spaces, no NaN.

    Raises ValueError for NaN and infinities, TypeError for what JSON cannot hold.
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()
