"""Drawings that are to be turned down for what they are, with words of the refusal."""

from __future__ import annotations

import codecs
import gzip

from tests.unit.svg.sanitizer.hostile.parts import SVG, drawing, entities

BILLION_LAUGHS = [
    '<!ENTITY l0 "ha">',
    *('<!ENTITY l{} "{}">'.format(i, f"&l{i - 1};" * 10) for i in range(1, 10)),
]

#: name: (data, words of the refusal)
REFUSED: dict[str, tuple[bytes, str]] = {
    # Entities and document types
    "bomb of a billion laughs": (entities(*BILLION_LAUGHS, use="&l9;"), "entities written out"),
    "bomb of a long entity": (
        entities(f'<!ENTITY a "{"a" * 9999}">', use="&a;" * 999),
        "entities written out",
    ),
    "too many entities": (
        entities(*(f'<!ENTITY a{i} "">' for i in range(300)), use=""),
        "256 entities",
    ),
    "entity made of itself": (
        entities('<!ENTITY a "&b;"><!ENTITY b "&a;">', use="&a;"),
        "made of itself",
    ),
    "external entity, local file": (
        entities('<!ENTITY x SYSTEM "file:///etc/passwd">', use="&x;"),
        "elsewhere",
    ),
    "external entity, network": (
        entities('<!ENTITY x PUBLIC "p" "http://evil.test/x">', use="&x;"),
        "elsewhere",
    ),
    "parameter entity": (
        entities('<!ENTITY % p SYSTEM "http://evil.test/x.dtd">%p;', use=""),
        "DOCTYPE",
    ),
    "second DOCTYPE": (drawing("<!DOCTYPE svg>"), "well-formed"),
    # Not an SVG, not XML
    "nothing": (b"", "no element"),
    "white space": (b" \n\t ", "no element"),
    "HTML page": (b"<html><body onload='hit()'></body></html>", "<html>"),
    "XHTML page": (
        b"<html xmlns='http://www.w3.org/1999/xhtml'><script>hit()</script></html>",
        "<html>",
    ),
    "svg of another namespace": (b'<svg xmlns="http://evil.test/svg" onload="hit()"/>', "evil"),
    "svg prefix bound elsewhere": (
        b'<svg:svg xmlns:svg="http://www.w3.org/1999/xhtml"><svg:script>hit()</svg:script></svg:svg>',
        "xhtml",
    ),
    "root is a path": (f'<path {SVG} d="M0 0"/>'.encode(), "<path>"),
    "two roots": (drawing("") + drawing(""), "junk"),
    "cut off": (drawing("<g>")[:-12], "well-formed"),
    "quirks of HTML": (b"<svg onload=hit()><p>", "well-formed"),
    "same attribute twice": (drawing('<rect width="1" width="2"/>'), "duplicate"),
    "zero byte": (drawing("<title>\x00</title>"), "well-formed"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "UTF-8"),
    # Encodings
    "bomb in an svgz": (gzip.compress(drawing(" " * 3_000_000)), "bytes"),
    "half an svgz": (gzip.compress(drawing(""))[:-12], "ends too early"),
    "no svgz after its mark": (b"\x1f\x8b" + b"x" * 40, "damaged"),
    "UTF-7 by declaration": (
        b'<?xml version="1.0" encoding="UTF-7"?>+ADw-svg onload+AD0AIg-hit()+ACIAPg-',
        "utf-7",
    ),
    "UTF-7 without declaration": (b"+/v8-+ADw-script+AD4-hit()+ADw-/script+AD4-", "well-formed"),
    "EBCDIC": (drawing("").decode().encode("cp037"), "UTF-8"),
    "EBCDIC by declaration": (
        b'<?xml version="1.0" encoding="cp037"?>' + drawing(""),
        "cp037",
    ),
    "UTF-32": (codecs.BOM_UTF32_LE + drawing("").decode().encode("utf-32-le"), "UTF-32"),
    "UTF-16 without a mark": (drawing("").decode().encode("utf-16-le"), "byte order mark"),
    "UTF-16 declared, UTF-8 written": (
        b'<?xml version="1.0" encoding="UTF-16"?>' + drawing(""),
        "utf-16",
    ),
    "UTF-16 with half a pair": (
        codecs.BOM_UTF16_LE + drawing("").decode().encode("utf-16-le") + b"\x00\xd8",
        "not valid",
    ),
    "ISO-2022-JP": (b'<?xml version="1.0" encoding="ISO-2022-JP"?>' + drawing(""), "iso-2022"),
    "GBK that hides a quote": (
        b'<?xml version="1.0" encoding="gbk"?><svg a="\x81" onload="hit()"/>',
        "gbk",
    ),
    "overlong UTF-8": (drawing("").replace(b"<rect", b"\xc0\xbcrect"), "UTF-8"),
    "half a pair in UTF-8": (drawing("").replace(b"ok", b"\xed\xa0\x80"), "UTF-8"),
}
