"""Bytes of a foreign SVG to text: the encoding is settled here, not by a parser that guesses."""

from __future__ import annotations

import codecs
import re
import zlib

from artstudio.svg.sanitizer.errors import SvgRefused, SvgTooLarge
from artstudio.svg.sanitizer.limits import MAX_BYTES

_DECLARED = re.compile(r"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._:\- ]{0,40})["']""")
_GZIP = b"\x1f\x8b"
#: The marks that text may start with. Longer ones first: a UTF-32 mark starts like a UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF32_LE, None),
    (codecs.BOM_UTF32_BE, None),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
}
_MARKED = {"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be"}
_CURE = "Save it as UTF-8 and send it again."


def text_of(data: bytes) -> str:
    """Return the document's text, without a mark.

    A compressed file (SVGZ) is unpacked. Raises SvgTooLarge over the limit, packed or
    unpacked, SvgRefused for encodings other than UTF-8, ASCII and ISO 8859-1, or UTF-16
    with a byte order mark.
    """
    if data.startswith(_GZIP):
        data = _unpacked(data)
    if len(data) > MAX_BYTES:
        raise SvgTooLarge(
            f"The SVG has {len(data):,} bytes; {MAX_BYTES:,} are allowed. Simplify the drawing."
        )
    encoding, mark = _encoding_of(data)
    try:
        text = data[mark:].decode(encoding)
    except UnicodeDecodeError:
        raise SvgRefused(f"The file is not valid {encoding.upper()} text. {_CURE}") from None
    return text.lstrip("\t\n\r ")


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(31)
    try:
        unpacked = unpacker.decompress(data, MAX_BYTES + 1)
    except zlib.error:
        raise SvgRefused("The compressed file (SVGZ) is damaged. Send it again.") from None
    if not unpacker.eof and len(unpacked) <= MAX_BYTES:
        raise SvgRefused("The compressed file (SVGZ) ends too early. Send it again.")
    return unpacked


def _encoding_of(data: bytes) -> tuple[str, int]:
    """Return the codec to use and the length of the mark before the text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            if encoding is None:
                raise SvgRefused(f"The file is UTF-32 text, which no browser reads. {_CURE}")
            _declared(data[len(mark) : 400].decode(encoding, "replace"), _MARKED)
            return encoding, len(mark)
    if b"\x00" in data[:4]:
        raise SvgRefused(f"The file is UTF-16 without a byte order mark. {_CURE}")
    declared = _declared(data[:400].decode("latin-1"), set(_UNMARKED))
    return _UNMARKED[declared or "utf-8"], 0


def _declared(start: str, known: set[str]) -> str | None:
    """Return the encoding in the XML declaration, if there is one; it must be one of `known`."""
    found = _DECLARED.match(start.lstrip())
    if not found:
        return None
    name = found[1].strip().lower()
    if name not in known:
        raise SvgRefused(f'The file says that its encoding is "{name}". {_CURE}')
    return name
