"""Style sheets and `style` attributes put onto the elements, by the rules of the CSS cascade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import cssselect2

from artstudio.svg.sanitizer.declarations import Declaration, StyleReader
from artstudio.svg.sanitizer.errors import SvgTooLarge
from artstudio.svg.sanitizer.findings import SanitizerWarnings
from artstudio.svg.sanitizer.limits import MAX_STYLE_MATCHES
from artstudio.svg.sanitizer.reading import Document
from artstudio.svg.sanitizer.rules import Rule, Specificity, read_rules
from artstudio.svg.sanitizer.vocabulary import takes_property

# A `style` attribute stands above every selector.
_STYLE_ATTRIBUTE: Specificity = (1_000_000, 0, 0)
_NOTES = frozenset({"title", "desc"})


class _Setting(NamedTuple):
    """Declarations that meet an element, with what they are ranked by."""

    specificity: Specificity
    place: int
    declarations: list[Declaration]


def apply_styles(document: Document, findings: SanitizerWarnings) -> None:
    """Turn every style of `document` into attributes.

    Raises SvgTooLarge where there is more style than a drawing can need.
    """
    reader = StyleReader(findings)
    settings = _of_sheets(document, reader, findings) if document.sheets else {}
    for element in document.root.iter() if settings else document.inline:
        if element.tag in _NOTES:
            continue
        own = settings.get(element, [])
        if element in document.inline:
            inline = reader.of_text(document.inline[element])
            own.append(_Setting(_STYLE_ATTRIBUTE, 0, inline))
        _cascade(element, own)


def _of_sheets(
    document: Document, reader: StyleReader, findings: SanitizerWarnings
) -> dict[Element, list[_Setting]]:
    """Return what the rules of all sheets set on each element."""
    rules = _Rules()
    for sheet in document.sheets:
        rules.add(read_rules(sheet, reader, findings))
    mirror = document.mirror
    if not rules or mirror is None or mirror.root is None:
        return {}
    found: dict[Element, list[_Setting]] = {}
    for wrapper in cssselect2.ElementWrapper.from_xml_root(mirror.root).iter_subtree():
        element = mirror.kept.get(wrapper.etree_element)
        if element is not None and element.tag not in _NOTES:
            found[element] = rules.meeting(wrapper)
    return found


def _cascade(element: Element, settings: list[_Setting]) -> None:
    """Set the attributes: what is weaker first, so that what is stronger has the last word."""
    settings.sort(key=_rank)
    important: list[Declaration] = []
    for setting in settings:
        for declared in setting.declarations:
            if declared.important:
                important.append(declared)
            else:
                _set(element, declared)
    for declared in important:
        _set(element, declared)


def _set(element: Element, declared: Declaration) -> None:
    if takes_property(element.tag, declared.name):
        element.set(declared.name, declared.value)


def _rank(setting: _Setting) -> tuple[Specificity, int]:
    return setting.specificity, setting.place


class _Rules:
    """The rules of all sheets by what an element must have to be meant, and what is left to try."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[tuple[int, Rule]]] = defaultdict(list)
        self._count = 0
        self._left = MAX_STYLE_MATCHES

    def __bool__(self) -> bool:
        """Whether there are any."""
        return self._count > 0

    def add(self, rules: list[Rule]) -> None:
        """Put `rules` after those that are there already."""
        for rule in rules:
            self._by_key[rule.key].append((self._count, rule))
            self._count += 1

    def meeting(self, wrapper: Any) -> list[_Setting]:
        """Return what the rules set on an element; raises SvgTooLarge for too much work."""
        settings: list[_Setting] = []
        steps = 1 + len(wrapper.ancestors) + wrapper.index
        for place, rule in self._candidates(wrapper):
            self._spend(1 + len(rule.declarations))
            if rule.combinators:
                self._spend(min(steps**rule.combinators // 20, MAX_STYLE_MATCHES))
            if rule.test(wrapper):
                settings.append(_Setting(rule.specificity, place, rule.declarations))
        return settings

    def _candidates(self, wrapper: Any) -> Iterator[tuple[int, Rule]]:
        having = [f".{word}" for word in wrapper.classes]
        for key in ("*", wrapper.local_name, f"#{wrapper.id}", *having):
            yield from self._by_key.get(key, ())

    def _spend(self, effort: int) -> None:
        self._left -= effort
        if self._left < 0:
            raise SvgTooLarge(
                "The style rules of the SVG meet too many elements. "
                "Export it with presentation attributes instead."
            )
