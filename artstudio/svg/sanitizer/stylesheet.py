"""Style sheets and `style` attributes put onto the elements, by the rules of the CSS cascade.

Only selectors of a type, classes and an id in one compound, or `*`, are followed.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple
from xml.etree.ElementTree import Element

from artstudio.svg.sanitizer.declarations import Declaration, StyleReader
from artstudio.svg.sanitizer.errors import SvgTooLarge
from artstudio.svg.sanitizer.findings import SanitizerWarnings
from artstudio.svg.sanitizer.limits import MAX_STYLE_MATCHES
from artstudio.svg.sanitizer.reading import Document
from artstudio.svg.sanitizer.rules import Rule, Specificity, read_rules

# A `style` attribute stands above every selector.
_STYLE_ATTRIBUTE: Specificity = (1_000_000, 0, 0)


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
    rules = _Rules()
    for sheet in document.sheets:
        rules.add(read_rules(sheet, reader, findings))
    for element in document.root.iter() if document.sheets else document.inline:
        if element.tag in {"title", "desc"}:
            continue
        settings = rules.meeting(element, document.classes.get(element, []))
        if element in document.inline:
            inline = reader.of_text(document.inline[element])
            settings.append(_Setting(_STYLE_ATTRIBUTE, 0, inline))
        _cascade(element, settings)


def _cascade(element: Element, settings: list[_Setting]) -> None:
    """Set the attributes: what is weaker first, so that what is stronger has the last word."""
    settings.sort(key=_rank)
    important: list[Declaration] = []
    for setting in settings:
        for declared in setting.declarations:
            if declared.important:
                important.append(declared)
            else:
                element.set(declared.name, declared.value)
    for declared in important:
        element.set(declared.name, declared.value)


def _rank(setting: _Setting) -> tuple[Specificity, int]:
    return setting.specificity, setting.place


class _Rules:
    """The rules of all sheets by what an element must have to be meant, and what is left to try."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[tuple[int, Rule]]] = defaultdict(list)
        self._count = 0
        self._left = MAX_STYLE_MATCHES

    def add(self, rules: list[Rule]) -> None:
        """Put `rules` after those that are there already."""
        for rule in rules:
            self._by_key[rule.key].append((self._count, rule))
            self._count += 1

    def meeting(self, element: Element, classes: list[str]) -> list[_Setting]:
        """Return what the rules set on `element`; raises SvgTooLarge when that is too much work."""
        if not self._count:
            return []
        name = element.get("id")
        having = set(classes)
        keys = ["*", element.tag, f"#{name}", *(f".{word}" for word in having)]
        settings: list[_Setting] = []
        for place, rule in (found for key in keys for found in self._by_key.get(key, ())):
            self._spend(1 + len(rule.declarations))
            if rule.meets(element.tag, name, having):
                settings.append(_Setting(rule.specificity, place, rule.declarations))
        return settings

    def _spend(self, effort: int) -> None:
        self._left -= effort
        if self._left < 0:
            raise SvgTooLarge(
                "The style rules of the SVG meet too many elements. "
                "Export it with presentation attributes instead."
            )
