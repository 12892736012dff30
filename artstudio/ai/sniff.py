"""The media type of bytes, from the bytes alone."""

from __future__ import annotations

import re

from artstudio.ai.svg_answer import encoding_of

UNKNOWN = "application/octet-stream"

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
# What may stand before an SVG's root element. Each alternative is tried at one
# place only and never taken back, so that no input makes the search slow.
_BEFORE_ROOT = (
    # White space, or what a language model says before it draws.
    re.compile(rb"[^<]+"),
    re.compile(rb"<\?.*?\?>", re.DOTALL),
    re.compile(rb"<!--.*?-->", re.DOTALL),
    re.compile(rb"<!DOCTYPE[^>[]*(?:\[[^\]]*\])?[^>]*>"),
)

_ROOT = re.compile(rb"<svg[\s>]")
#: After some talk, a root that has an attribute: one may also talk of `<svg>`.
_ROOT_AFTER_TALK = re.compile(rb"<svg\s[^<>]*=")


def sniff_mime(data: bytes) -> str:
    """Return the media type that the first bytes tell, or `application/octet-stream`."""
    for magic, mime in _MAGIC:
        if data.startswith(magic):
            return mime
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "image/svg+xml" if _is_svg(_as_utf8(data[:4096])) else UNKNOWN


def _as_utf8(head: bytes) -> bytes:
    return head.decode(encoding_of(head) or "latin-1", "ignore").removeprefix("\ufeff").encode()


def _is_svg(head: bytes) -> bool:
    at, talks = 0, False
    while match := next((m for p in _BEFORE_ROOT if (m := p.match(head, at))), None):
        talks = talks or (match.re is _BEFORE_ROOT[0] and not match[0].isspace())
        at = match.end()
    return (_ROOT_AFTER_TALK if talks else _ROOT).match(head, at) is not None
