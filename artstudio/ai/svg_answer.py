"""From what a language model wrote to the SVG in it, as text.

Nothing is invented here: a drawing that breaks off stays broken, so that
whoever checks it can say so. What is put right cannot change what is drawn.
"""

from __future__ import annotations

import codecs
import json
import re

_THOUGHT_ENDS = re.compile(r"</think(?:ing)?>")
# None of these can be made slow: no part is tried again from many places.
_TAG = re.compile(r"<(/?)(?:svg:)?svg(?=[\s/>])[^<>]*?(/?)>")
_START = re.compile(r"<(?:svg:)?svg(?=[\s/>])")
_FENCE = re.compile(r"\n?```.*", re.DOTALL)
#: Where an ampersand is right as it is: CDATA, comments, and references XML knows.
_AMPERSAND = re.compile(
    r"(?P<as_it_is><!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    r"|&(?:#\d+|#x[0-9A-Fa-f]+|amp|lt|gt|quot|apos);)|&",
    re.DOTALL,
)
_SVG_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
_XLINK_NAMESPACE = ' xmlns:xlink="http://www.w3.org/1999/xlink"'

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: UTF-16 without a mark shows by the zero bytes around the first "<".
_UNMARKED = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_DECLARATION = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"'][^>]*\?>")
_DECLARATION_TEXT = re.compile(r"^\s*<\?xml[^>]*\?>\s*")
#: No others: a reader and a browser may disagree about what UTF-7 says.
_DECODED = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    # The declaration could be read byte by byte, so it has been recoded since it was written.
    "utf-16": "utf-8",
}


def svg_from_text(text: str) -> str | None:
    """Return the SVG in a model's text, repaired as text, or None where there is none.

    Takes it out of Markdown fences, talk before and after, thoughts, and JSON
    that is broken around it. Of several complete drawings the last one counts:
    models correct themselves. One that breaks off is returned as far as it goes
    (see `is_truncated`).
    """
    said = _THOUGHT_ENDS.split(text.replace("\ufeff", ""))[-1]
    found = _last_complete(said) or _broken_off(said)
    return repaired(_without_json_escapes(found)) if found else None


def is_truncated(svg: str) -> bool:
    """Tell whether an SVG's text breaks off before its root element ends."""
    return _last_complete(svg) is None


def repaired(svg: str) -> str:
    """Return `svg` with missing namespaces declared and stray `&` escaped."""
    svg = _AMPERSAND.sub(lambda match: match["as_it_is"] or "&amp;", svg.lstrip("\ufeff"))
    root = _TAG.search(svg)
    if root is None or root[0].startswith(("<svg:", "</")):
        return svg
    missing = "" if re.search(r"\sxmlns\s*=", root[0]) else _SVG_NAMESPACE
    if "xlink:" in svg and "xmlns:xlink" not in svg:
        missing += _XLINK_NAMESPACE
    at = root.start() + len("<svg")
    return svg[:at] + missing + svg[at:]


def encoding_of(data: bytes) -> str | None:
    """Return the encoding that an XML file's first bytes tell, or None for one not read here."""
    for mark, encoding in (*_BOMS, *_UNMARKED):
        if data.startswith(mark):
            return encoding
    declared = _DECLARATION.match(data[:200])
    return _DECODED.get(declared[1].decode().lower()) if declared else "utf-8"


def svg_bytes_as_utf8(data: bytes) -> bytes:
    """Return an SVG file as UTF-8 without mark and declaration, or `data` where it cannot be read.

    Reads UTF-8, UTF-16 and UTF-32 by their mark, and of what a declaration may name
    UTF-8, ASCII, Latin-1 and Windows-1252; Latin-1 is read as Windows-1252, as browsers do.
    """
    encoding = encoding_of(data)
    if encoding is None:
        return data
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return data
    return _DECLARATION_TEXT.sub("", text.lstrip("\ufeff")).encode()


def _last_complete(text: str) -> str | None:
    """Return the last `<svg>...</svg>` that is not inside another."""
    depth, start, found = 0, 0, None
    for tag in _TAG.finditer(text):
        closes, empty = bool(tag[1]), bool(tag[2])
        if closes and depth == 0:
            continue
        if depth == 0:
            start = tag.start()
        depth += -1 if closes else int(not empty)
        if depth == 0:
            found = text[start : tag.end()]
    return found


def _broken_off(text: str) -> str | None:
    start = _START.search(text)
    return _FENCE.sub("", text[start.start() :]).rstrip() if start else None


def _without_json_escapes(svg: str) -> str:
    """Undo the escapes of a JSON text whose object could not be read as a whole."""
    if '=\\"' not in svg:
        return svg
    try:
        plain = json.loads(f'"{svg}"', strict=False)
    except ValueError:
        return svg
    return plain if isinstance(plain, str) else svg
