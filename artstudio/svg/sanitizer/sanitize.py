"""Foreign SVG made harmless: read once within limits, rebuilt from an allow-list.

What comes out draws and does nothing else: no script, style, animation, picture or
reference to anything but its own parts. Nothing of what came in is passed on as it
was; elements, attributes and values that are not known are left behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from artstudio.svg.sanitizer.decoding import text_of
from artstudio.svg.sanitizer.errors import SvgRefused, SvgTooLarge
from artstudio.svg.sanitizer.findings import SanitizerWarnings
from artstudio.svg.sanitizer.limits import MAX_BYTES
from artstudio.svg.sanitizer.reading import read_document
from artstudio.svg.sanitizer.references import settle_references
from artstudio.svg.sanitizer.repair import repaired
from artstudio.svg.sanitizer.sheet_size import settle_size
from artstudio.svg.sanitizer.stylesheet import apply_styles
from artstudio.svg.sanitizer.writing import write

__all__ = ["Clean", "SvgRefused", "SvgTooLarge", "sanitize"]


@dataclass(frozen=True, kw_only=True)
class Clean:
    """A harmless drawing, as a tree and as bytes, and what was taken out to get there."""

    #: Names without a namespace; links are called `href` and are `#id`; no style, no class.
    root: Element
    #: The same tree, written in UTF-8; sanitising it again gives these bytes.
    svg: bytes
    #: {code, message} for each kind of thing that was left out and may be missed.
    warnings: tuple[dict[str, str], ...]


def sanitize(data: bytes) -> Clean:
    """Return what is harmless in the SVG `data`.

    Text that is nearly XML is put right first (see `repaired`), and a compressed file is
    unpacked. Raises SvgRefused for what is not an SVG or cannot be made harmless (entities
    that lead elsewhere, other encodings, references in a circle), SvgTooLarge beyond the
    limits.
    """
    findings = SanitizerWarnings()
    document = read_document(repaired(text_of(data)), findings)
    apply_styles(document, findings)
    settle_size(document.root, findings)
    settle_references(document.root, findings)
    svg = write(document.root)
    if len(svg) > MAX_BYTES:
        raise SvgTooLarge(
            f"With its styles written out, the SVG has {len(svg):,} bytes; {MAX_BYTES:,} are "
            "allowed. Simplify the drawing."
        )
    return Clean(root=document.root, svg=svg, warnings=findings.warnings())
