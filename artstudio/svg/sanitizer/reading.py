"""One pass of the standard library's expat over a foreign SVG, rebuilding what is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn
from xml.etree.ElementTree import Element, SubElement
from xml.parsers import expat

from artstudio.svg.sanitizer.attributes import SEPARATOR, AttributeReader
from artstudio.svg.sanitizer.errors import SvgRefused, SvgTooLarge
from artstudio.svg.sanitizer.findings import SanitizerWarnings
from artstudio.svg.sanitizer.limits import MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS
from artstudio.svg.sanitizer.mirror import Mirror
from artstudio.svg.sanitizer.vocabulary import (
    ACTIVE,
    ATTRIBUTES,
    CHILDREN,
    SILENT,
    TEXTUAL,
)

_SVG = f"http://www.w3.org/2000/svg{SEPARATOR}"
_XHTML = f"http://www.w3.org/1999/xhtml{SEPARATOR}"
#: Become groups: a link keeps what it shows, a switch the first of its choices.
_UNWRAPPED = frozenset({"a", "switch"})
_KNOWN = {_SVG + name: name for name in (*ATTRIBUTES, *_UNWRAPPED, "style")}
_KNOWN_BARE = {name: name for name in _KNOWN.values()}
_BUFFER_BYTES = 1 << 18


@dataclass(frozen=True, kw_only=True)
class Document:
    """What one pass found: the allowed tree, and the style that is still to be put on it."""

    root: Element
    sheets: list[str]
    inline: dict[Element, str]
    #: What the rules of a style sheet are tested on; None for a document without one.
    mirror: Mirror | None


def read_document(text: str, findings: SanitizerWarnings) -> Document:
    """Return the allowed part of `text`.

    Raises SvgRefused for what is not well-formed, not SVG, or has a DTD, an entity or
    a processing instruction; SvgTooLarge over a limit.
    """
    reader = _Reader(findings, mirror=Mirror() if "style" in text else None)
    parser = reader.parser()
    try:
        # The encoding is given, so a declaration in the text has no say.
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise SvgRefused(_explain(error)) from None
    return reader.document()


def _explain(error: expat.ExpatError) -> str:
    what = expat.ErrorString(error.code) or "faulty"
    return (
        f"This is not well-formed XML: {what} (line {error.lineno}, column {error.offset + 1}). "
        "Correct it there, or export the drawing again."
    )


class _Reader:
    """The handlers of one parse."""

    def __init__(self, findings: SanitizerWarnings, *, mirror: Mirror | None) -> None:
        self._findings = findings
        self._attributes = AttributeReader(findings)
        self._mirror = mirror
        self._names = dict(_KNOWN)
        self._stack: list[Element] = []
        #: For each open switch, whether one of its choices has been taken.
        self._switches: dict[Element, bool] = {}
        self._depth = self._elements = self._skipped = 0
        self._root: Element | None = None
        self._sheets: list[str] = []
        #: Pieces of the style sheet that is being read.
        self._sheet: list[str] | None = None
        #: Text since the last kept tag.
        self._pending: list[str] = []

    def parser(self) -> expat.XMLParserType:
        """Return a parser that reports to this reader; it follows no reference by itself."""
        parser = expat.ParserCreate("utf-8", SEPARATOR)
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

    def document(self) -> Document:
        """Return what was read, once the parse has ended."""
        assert self._root is not None
        return Document(
            root=self._root,
            sheets=self._sheets,
            inline=self._attributes.inline,
            mirror=self._mirror if self._sheets else None,
        )

    def _doctype(self, _name: str, _system: str | None, _public: str | None, inner: int) -> None:
        if inner:
            raise SvgRefused(
                "The DOCTYPE declares things of its own (entities or the like), which is not "
                "allowed. Take the DOCTYPE out."
            )

    def _start(self, name: str, attributes: list[str]) -> None:
        self._depth += 1
        self._elements += 1
        self._bound(attributes)
        if self._mirror:
            self._mirror.start(name, attributes)
        if self._skipped:
            self._skipped += 1
        elif (element := self._enter(name, attributes)) is None:
            self._skipped = 1
        else:
            self._stack.append(element)
            self._attributes.take(element, attributes)
            if self._mirror:
                self._mirror.keep(element)

    def _bound(self, attributes: list[str]) -> None:
        if self._depth > MAX_DEPTH:
            raise SvgTooLarge(f"The SVG nests its parts deeper than {MAX_DEPTH}. Flatten groups.")
        if self._elements > MAX_ELEMENTS:
            raise SvgTooLarge(f"The SVG has more than {MAX_ELEMENTS:,} elements. Simplify it.")
        if len(attributes) > 2 * MAX_ATTRIBUTES:
            raise SvgTooLarge(f"An element has more than {MAX_ATTRIBUTES} attributes.")

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._mirror:
            self._mirror.end()
        if not self._skipped:
            self._put_text()
            self._stack.pop()
            return
        self._skipped -= 1
        if not self._skipped and self._sheet is not None:
            self._sheets.append("".join(self._sheet))
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
        elif not self._is_chosen(parent, attributes):
            return None
        elif (kept := _kept_in(parent.tag, local)) is None:
            self._report_element(name)
        else:
            self._put_text()
            element = SubElement(parent, kept)
            if self._switches or local == "switch":
                self._note_choice(parent, element if local == "switch" else None)
            return element
        return None

    def _note_choice(self, parent: Element, switch: Element | None) -> None:
        if parent in self._switches:
            self._switches[parent] = True
        if switch is not None:
            self._switches[switch] = False

    def _enter_root(self, name: str) -> Element:
        if SEPARATOR not in name:
            # Models forget the namespace; then plain names mean SVG.
            self._names |= _KNOWN_BARE
        if self._names.get(name) != "svg":
            namespace, _, local = name.rpartition(SEPARATOR)
            raise SvgRefused(
                f"The outermost element is <{local[:40]}> of the namespace "
                f'"{namespace[:80]}", not an SVG\'s. Send an SVG file.'
            )
        self._root = Element("svg")
        return self._root

    def _enter_style(self, attributes: list[str]) -> None:
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        is_css = given.get("type", "text/css").strip().lower() in {"", "text/css"}
        if is_css and given.get("media", "all").strip().lower() in {"", "all", "screen"}:
            self._sheet = []
        else:
            self._findings.add("styles_removed", "style sheet")

    def _is_chosen(self, parent: Element, attributes: list[str]) -> bool:
        """Return whether an element's own conditions, and the switch it is in, let it show."""
        if self._switches and self._switches.get(parent):
            return False
        if "requiredExtensions" not in attributes and "systemLanguage" not in attributes:
            return True
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        if given.get("requiredExtensions"):
            return False
        languages = given.get("systemLanguage", "en").lower().replace(" ", "").split(",")
        return any(language.partition("-")[0] == "en" for language in languages)

    def _report_element(self, name: str) -> None:
        if not name.startswith((_SVG, _XHTML)) and SEPARATOR in name:
            return
        local = name.rpartition(SEPARATOR)[2]
        if local not in SILENT:
            code = "active_content_removed" if local in ACTIVE else "elements_removed"
            self._findings.add(code, local)


def _kept_in(parent: str, local: str | None) -> str | None:
    """Return the name under which an element is kept in `parent`, if it is."""
    allowed = CHILDREN[parent]
    if local in allowed:
        return local
    wanted = "tspan" if "tspan" in allowed else "g"
    return wanted if local in _UNWRAPPED and wanted in allowed else None


def _refuse_instruction(target: str, _data: str) -> NoReturn:
    raise SvgRefused(f'The SVG has a processing instruction "{target[:40]}". Take it out.')


def _refuse_entity(*_facts: object) -> NoReturn:
    raise SvgRefused("The SVG uses an entity that it declares itself. Write its text out instead.")
