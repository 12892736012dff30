"""The attributes of foreign elements: those of the allow-list, with values that could be read."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from artstudio.svg.sanitizer.errors import SvgTooLarge
from artstudio.svg.sanitizer.findings import SanitizerWarnings
from artstudio.svg.sanitizer.limits import (
    MAX_PATH_CHARS,
    MAX_VALUE_CHARS,
)
from artstudio.svg.sanitizer.vocabulary import ATTRIBUTES, MISSED

#: Between a namespace and a name; no name has a line feed, so before it is all of the namespace.
SEPARATOR = "\n"
_XLINK_HREF = f"http://www.w3.org/1999/xlink{SEPARATOR}href"
_BULKY = frozenset({"d", "points"})


class AttributeReader:
    """Puts attributes on elements and keeps their `style` attributes for later."""

    def __init__(self, findings: SanitizerWarnings) -> None:
        self.inline: dict[Element, str] = {}
        self._findings = findings
        self._ids: set[str] = set()
        self._path_chars = 0

    def take(self, element: Element, attributes: list[str]) -> None:
        """Read names and values by turns, as expat gives them."""
        readers = ATTRIBUTES[element.tag]
        kept = element.attrib
        pairs = iter(attributes)
        for name, value in zip(pairs, pairs, strict=True):
            read = readers.get(name)
            if read is None:
                self._take_other(element, name, value)
            elif name in _BULKY:
                self._take_bulk(element, name, value, read(value))
            elif name == "id":
                self._take_id(element, read(value))
            elif len(value) <= MAX_VALUE_CHARS and (text := read(value)) is not None:
                kept[name] = text
            else:
                self._report(name, value)

    def _report(self, name: str, value: str) -> None:
        leads_away = name == "href" or "url" in value.lower()
        self._findings.add("references_removed" if leads_away else "values_removed", name)

    def _take_id(self, element: Element, name: str | None) -> None:
        # Which of two would be meant differs between programs.
        if name in self._ids:
            self._findings.add("ids_removed", "id")
        elif name is not None:
            self._ids.add(name)
            element.set("id", name)

    def _take_bulk(self, element: Element, name: str, value: str, kept: str | None) -> None:
        if kept is None or len(kept) < len(value.strip()):
            self._findings.add("paths_cut", name)
        if kept is None:
            return
        element.set(name, kept)
        self._path_chars += len(kept)
        if self._path_chars > MAX_PATH_CHARS:
            raise SvgTooLarge(
                f"The SVG has more than {MAX_PATH_CHARS:,} characters of path data. Simplify it."
            )

    def _take_other(self, element: Element, name: str, value: str) -> None:
        """Keep style and old links in their own ways; leave the rest."""
        if name == "style":
            if len(value) <= MAX_VALUE_CHARS:
                self.inline[element] = value
            else:
                self._findings.add("values_removed", name)
        elif name == _XLINK_HREF and "href" in ATTRIBUTES[element.tag]:
            self._take_old_link(element, value)
        elif name in MISSED and value.strip().lower() not in {"", "none", "normal", "auto"}:
            self._findings.add("attributes_removed", name)
        elif name[:2].lower() == "on":
            self._findings.add("active_content_removed", name)

    def _take_old_link(self, element: Element, value: str) -> None:
        """Keep xlink:href as href, unless there is one already."""
        kept = ATTRIBUTES[element.tag]["href"](value)
        if kept is None:
            self._findings.add("references_removed", "href")
        else:
            element.attrib.setdefault("href", kept)
