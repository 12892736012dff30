"""Bytes of a foreign SVG to text: the encoding is settled here, not by a parser that guesses."""

from __future__ import annotations

import codecs
import re

from artstudio.svg.sanitizer.errors import SvgRefused, SvgTooLarge
from artstudio.svg.sanitizer.limits import MAX_BYTES

_DECLARED = re.compile(r"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._:\- ]{0,40})["']""")
_SVG_TAG = re.compile(r"<svg(?=[\s>])")
_XLINK = ' xmlns:xlink="http://www.w3.org/1999/xlink"'
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

    Raises SvgTooLarge over the limit, SvgRefused for packed files and for encodings
    other than UTF-8, ASCII and ISO 8859-1, or UTF-16 with a byte order mark.
    """
    if len(data) > MAX_BYTES:
        raise SvgTooLarge(
            f"The SVG has {len(data):,} bytes; {MAX_BYTES:,} are allowed. Simplify the drawing."
        )
    if data.startswith(_GZIP):
        raise SvgRefused("The file is compressed (svgz). Unpack it and send the plain SVG.")
    encoding, mark = _encoding_of(data)
    try:
        text = data[mark:].decode(encoding)
    except UnicodeDecodeError:
        raise SvgRefused(f"The file is not valid {encoding.upper()} text. {_CURE}") from None
    return _with_xlink(text.lstrip("\t\n\r "))


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


def _with_xlink(text: str) -> str:
    """Declare the prefix `xlink` where a model has used it and forgotten to."""
    if "xlink:" not in text or "xmlns:xlink" in text:
        return text
    return _SVG_TAG.sub(f"<svg{_XLINK}", text, count=1)
