"""One pass of the standard library's expat over a foreign SVG, rebuilding what is allowed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn
from xml.etree.ElementTree import Element, SubElement
from xml.parsers import expat

from artstudio.svg.foreign.errors import SvgRefused, SvgTooLarge
from artstudio.svg.foreign.findings import Findings
from artstudio.svg.foreign.limits import (
    MAX_ATTRIBUTES,
    MAX_CLASSES,
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_PATH_CHARS,
    MAX_VALUE_CHARS,
)
from artstudio.svg.foreign.vocabulary import (
    ACTIVE,
    ATTRIBUTES,
    CHILDREN,
    MISSED,
    SILENT,
    TEXTUAL,
)

# No name of an element has a line feed, so what is before it is all of the namespace.
_SEPARATOR = "\n"
_SVG = f"http://www.w3.org/2000/svg{_SEPARATOR}"
_XHTML = f"http://www.w3.org/1999/xhtml{_SEPARATOR}"
_XLINK_HREF = f"http://www.w3.org/1999/xlink{_SEPARATOR}href"
_BULKY = frozenset({"d", "points"})
#: Become groups: a link keeps what it shows, a switch the first of its choices.
_UNWRAPPED = frozenset({"a", "switch"})
_KNOWN = {_SVG + name: name for name in (*ATTRIBUTES, *_UNWRAPPED, "style")}
_KNOWN_BARE = {name: name for name in _KNOWN.values()}
_BUFFER_BYTES = 1 << 18


@dataclass(kw_only=True)
class Document:
    """What one pass found: the allowed tree, and the style that is still to be put on it."""

    root: Element
    sheets: list[str] = field(default_factory=list)
    classes: dict[Element, list[str]] = field(default_factory=dict)
    inline: dict[Element, str] = field(default_factory=dict)


def read_document(text: str, findings: Findings) -> Document:
    """Return the allowed part of `text`.

    Raises SvgRefused for what is not well-formed, not SVG, or has a DTD, an entity or
    a processing instruction; SvgTooLarge over a limit.
    """
    reader = _Reader(findings)
    parser = reader.parser()
    try:
        # The encoding is given, so a declaration in the text has no say.
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise SvgRefused(_explain(error)) from None
    if reader.document is None:
        raise SvgRefused
    return reader.document


def _explain(error: expat.ExpatError) -> str:
    what = expat.ErrorString(error.code) or "faulty"
    return (
        f"This is not well-formed XML: {what} (line {error.lineno}, column {error.offset + 1}). "
        "Correct it there, or export the drawing again."
    )


class _Reader:
    """The handlers of one parse."""

    def __init__(self, findings: Findings) -> None:
        self.document: Document | None = None
        self._findings = findings
        self._names = dict(_KNOWN)
        self._stack: list[Element] = []
        #: For each open switch, whether one of its choices has been taken.
        self._switches: dict[Element, bool] = {}
        self._ids: set[str] = set()
        self._depth = self._elements = self._skipped = self._path_chars = 0
        self._sheet: list[str] | None = None
        #: Text since the last kept tag.
        self._pending: list[str] = []

    def parser(self) -> expat.XMLParserType:
        """Return a parser that reports to this reader; it follows no reference by itself."""
        parser = expat.ParserCreate("utf-8", _SEPARATOR)
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.buffer_size = _BUFFER_BYTES
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = _refuse_instruction
        parser.EntityDeclHandler = _refuse_entity
        parser.SkippedEntityHandler = _refuse_entity
        parser.ExternalEntityRefHandler = _refuse_entity
        return parser

    def _doctype(self, _name: str, _system: str | None, _public: str | None, inner: int) -> None:
        if inner:
            raise SvgRefused(
                "The DOCTYPE declares things of its own (entities or the like), which is not "
                "allowed. Take the DOCTYPE out."
            )

    def _start(self, name: str, attributes: list[str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH:
            raise SvgTooLarge(f"The SVG nests its parts deeper than {MAX_DEPTH}. Flatten groups.")
        if self._elements > MAX_ELEMENTS:
            raise SvgTooLarge(f"The SVG has more than {MAX_ELEMENTS:,} elements. Simplify it.")
        if len(attributes) > 2 * MAX_ATTRIBUTES:
            raise SvgTooLarge(f"An element has more than {MAX_ATTRIBUTES} attributes.")
        if self._skipped:
            self._skipped += 1
        elif (element := self._enter(name, attributes)) is None:
            self._skipped = 1
        else:
            self._stack.append(element)
            self._take_attributes(element, attributes)

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if not self._skipped:
            self._put_text()
            self._stack.pop()
            return
        self._skipped -= 1
        if not self._skipped and self._sheet is not None and self.document:
            self.document.sheets.append("".join(self._sheet))
            self._sheet = None

    def _text(self, text: str) -> None:
        if self._skipped:
            if self._sheet is not None and self._skipped == 1:
                self._sheet.append(text)
        elif self._stack[-1].tag in TEXTUAL:
            self._pending.append(text)

    def _put_text(self) -> None:
        """Put the text since the last kept tag where it belongs, all at once: it may be long."""
        if self._pending:
            text = "".join(self._pending).replace("\r", " ")
            self._pending.clear()
            element = self._stack[-1]
            if len(element):
                element[-1].tail = text
            else:
                element.text = text

    def _enter(self, name: str, attributes: list[str]) -> Element | None:
        """Return the new element, or None where it is to go with all that is in it."""
        if not self._stack:
            return self._enter_root(name)
        parent = self._stack[-1]
        local = self._names.get(name)
        if local == "style":
            self._enter_style(attributes)
            return None
        if not self._is_chosen(parent, attributes):
            return None
        kept = local
        if local in _UNWRAPPED:
            kept = "tspan" if "tspan" in CHILDREN[parent.tag] else "g"
        if kept is None or kept not in CHILDREN[parent.tag]:
            self._report_element(name)
            return None
        self._put_text()
        element = SubElement(parent, kept)
        if parent in self._switches:
            self._switches[parent] = True
        if local == "switch":
            self._switches[element] = False
        return element

    def _enter_root(self, name: str) -> Element:
        if _SEPARATOR not in name:
            # Models forget the namespace; then plain names mean SVG.
            self._names |= _KNOWN_BARE
        if self._names.get(name) != "svg":
            namespace, _, local = name.rpartition(_SEPARATOR)
            raise SvgRefused(
                f"The outermost element is <{local[:40]}> of the namespace "
                f'"{namespace[:80]}", not an SVG\'s. Send an SVG file.'
            )
        self.document = Document(root=Element("svg"))
        return self.document.root

    def _enter_style(self, attributes: list[str]) -> None:
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        is_css = given.get("type", "text/css").strip().lower() in {"", "text/css"}
        if is_css and given.get("media", "all").strip().lower() in {"", "all", "screen"}:
            self._sheet = []
        else:
            self._findings.add("styles_removed", "style sheet")

    def _is_chosen(self, parent: Element, attributes: list[str]) -> bool:
        """Return whether an element's own conditions, and the switch it is in, let it show."""
        if self._switches.get(parent):
            return False
        if "requiredExtensions" not in attributes and "systemLanguage" not in attributes:
            return True
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        if given.get("requiredExtensions"):
            return False
        languages = given.get("systemLanguage", "en").lower().replace(" ", "").split(",")
        return any(language.partition("-")[0] == "en" for language in languages)

    def _report_element(self, name: str) -> None:
        if not name.startswith((_SVG, _XHTML)) and _SEPARATOR in name:
            return
        local = name.rpartition(_SEPARATOR)[2]
        if local not in SILENT:
            code = "active_content_removed" if local in ACTIVE else "elements_removed"
            self._findings.add(code, local)

    def _take_attributes(self, element: Element, attributes: list[str]) -> None:
        readers = ATTRIBUTES[element.tag]
        kept = element.attrib
        pairs = iter(attributes)
        for name, value in zip(pairs, pairs, strict=True):
            read = readers.get(name)
            if read is None:
                self._take_other(element, name, value)
            elif name == "id":
                self._take_id(element, read(value))
            elif len(value) > MAX_VALUE_CHARS and name not in _BULKY:
                self._findings.add("values_removed", name)
            elif (text := read(value)) is None:
                self._report_value(name, value)
            else:
                kept[name] = text
                if name in _BULKY:
                    self._count_path(name, len(text), len(value.strip()))

    def _report_value(self, name: str, value: str) -> None:
        leads_away = name == "href" or "url" in value.lower()
        self._findings.add("references_removed" if leads_away else "values_removed", name)

    def _take_id(self, element: Element, name: str | None) -> None:
        # Which of two would be meant differs between programs.
        if name in self._ids:
            self._findings.add("ids_removed", "id")
        elif name is not None:
            self._ids.add(name)
            element.set("id", name)

    def _count_path(self, name: str, kept: int, given: int) -> None:
        if kept < given:
            self._findings.add("paths_cut", name)
        self._path_chars += kept
        if self._path_chars > MAX_PATH_CHARS:
            raise SvgTooLarge(f"The SVG has more than {MAX_PATH_CHARS:,} characters of path data.")

    def _take_other(self, element: Element, name: str, value: str) -> None:
        """Keep style, classes and old links in their own ways; leave the rest."""
        document = self.document
        if name == _XLINK_HREF and "href" in ATTRIBUTES[element.tag]:
            self._take_old_link(element, value)
        elif name == "class" and document:
            document.classes[element] = value.split()[:MAX_CLASSES]
        elif name == "style" and document and len(value) <= MAX_VALUE_CHARS:
            document.inline[element] = value
        elif name in MISSED:
            self._findings.add("attributes_removed", name)
        elif name.lower().startswith("on"):
            self._findings.add("active_content_removed", name)

    def _take_old_link(self, element: Element, value: str) -> None:
        """Keep xlink:href as href, unless there is one already."""
        kept = ATTRIBUTES[element.tag]["href"](value)
        if kept is None:
            self._findings.add("references_removed", "href")
        elif "href" not in element.attrib:
            element.set("href", kept)


def _refuse_instruction(target: str, _data: str) -> NoReturn:
    raise SvgRefused(f'The SVG has a processing instruction "{target[:40]}". Take it out.')


def _refuse_entity(*_facts: object) -> NoReturn:
    raise SvgRefused("The SVG uses an entity that it declares itself. Write its text out instead.")
