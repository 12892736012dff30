"""The size that a foreign SVG states for itself: above zero and at most five metres."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from artstudio.svg.sanitizer.errors import SvgTooLarge
from artstudio.svg.sanitizer.findings import SanitizerWarnings
from artstudio.svg.sanitizer.limits import MAX_SIZE_MM

_PARTS = re.compile(r"(.*?)(px|in|cm|mm|q|pt|pc|em|ex|rem|ch)?")
_INCH_MM = 25.4
#: CSS Values 4, section 6; letters by the usual 16 pixels.
_UNIT_MM = {
    "px": _INCH_MM / 96,
    "in": _INCH_MM,
    "cm": 10,
    "mm": 1,
    "q": 0.25,
    "pt": _INCH_MM / 72,
    "pc": _INCH_MM / 6,
    "em": _INCH_MM / 6,
    "rem": _INCH_MM / 6,
    "ex": _INCH_MM / 12,
    "ch": _INCH_MM / 12,
}


def settle_size(root: Element, findings: SanitizerWarnings) -> None:
    """Take out a width or height that is not above zero; raises SvgTooLarge for one too large.

    Percentages say nothing by themselves and stay.
    """
    for name in ("width", "height"):
        text = root.get(name, "").lower()
        if not text or text.endswith("%"):
            continue
        parts = _PARTS.fullmatch(text)
        assert parts is not None
        size_mm = float(parts[1]) * _UNIT_MM[parts[2] or "px"]
        if size_mm > MAX_SIZE_MM:
            raise SvgTooLarge(
                f"The SVG states a {name} of {size_mm / 1000:,.1f} m; "
                f"{MAX_SIZE_MM // 1000} m are allowed. State its real size."
            )
        if size_mm <= 0:
            del root.attrib[name]
            findings.add("values_removed", name)
