"""What may be written down about an attachment: kind, type, filename, metadata. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from rmos_runs.digests import canonical_json
from rmos_runs.errors import InvalidRequest, NotJson

_KIND = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}", re.ASCII)
_TOKEN = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*"  # noqa: S105 - RFC 6838's word for a name
_MIME = re.compile(rf"{_TOKEN}/{_TOKEN}(; ?{_TOKEN}={_TOKEN})*", re.ASCII)
_FILENAME_MAX = 255
# An even number of backslashes before it are themselves escaped.
_ESCAPED_NUL = re.compile(rb"(?<!\\)(\\\\)*\\u0000")


def check_kind(kind: str) -> str:
    """Return `kind` if it is a short ASCII word. Raises InvalidRequest."""
    if not _KIND.fullmatch(kind):
        _refuse("kind", "Use 1 to 64 letters, digits, '_', '.', ':' or '-'.")
    return kind


def check_mime(mime: str) -> str:
    """Return `mime` if it is a media type such as `image/svg+xml`. Raises InvalidRequest."""
    if len(mime) > 127 or not _MIME.fullmatch(mime):
        _refuse("mime", "Use a media type such as image/svg+xml.")
    return mime


def clean_filename(filename: str) -> str:
    """Return the last part of `filename` without control and format characters, cut to 255.

    The extension survives the cut. Nothing usable leaves `attachment`.
    """
    last = re.split(r"[/\\]", filename)[-1]
    # "C" holds control, format (such as right-to-left override), surrogate and private characters.
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip().lstrip(".")
    stem, dot, suffix = shown.rpartition(".")
    if dot and len(suffix) <= 16:
        shown = f"{stem[: _FILENAME_MAX - 1 - len(suffix)]}.{suffix}"
    return shown[:_FILENAME_MAX] or "attachment"


def check_metadata(metadata: dict[str, Any] | None) -> dict[str, Any]:
    """Return `metadata` if Postgres can hold it: JSON without the character U+0000.

    Raises NotJson.
    """
    if metadata and _ESCAPED_NUL.search(json_bytes(metadata)):
        raise NotJson("The character U+0000 cannot be kept in metadata. Remove it.")
    return metadata or {}


def json_bytes(value: Any) -> bytes:
    """Return the canonical JSON of `value`. Raises NotJson."""
    try:
        return canonical_json(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise NotJson from error


def _refuse(field: str, message: str) -> None:
    raise InvalidRequest(fields={field: [message]})
