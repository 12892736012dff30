"""The rules of a style sheet: tinycss2 reads them, cssselect2 tells which elements they mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cssselect2
import tinycss2

from artstudio.svg.sanitizer.declarations import Declaration, StyleReader
from artstudio.svg.sanitizer.errors import SvgTooLarge
from artstudio.svg.sanitizer.findings import SanitizerWarnings
from artstudio.svg.sanitizer.limits import MAX_COMBINATORS, MAX_SELECTORS

#: Counts of ids, of classes and of types in a selector.
Specificity = tuple[int, int, int]

_SHOWN_MEDIA = frozenset({"", "all", "screen"})
#: Rules whose loss changes nothing that is drawn here.
_SILENT_RULES = frozenset({"charset", "font-face", "page", "namespace"})
# They compare with more than ancestors and the element's own place.
_COSTLY_PSEUDO_CLASSES = frozenset({"has", "nth-last-child", "nth-last-of-type", "nth-of-type"})


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A selector with what it sets.

    test: tells whether an element of cssselect2's is meant. key: one thing that an element
    must have to be meant, the rarest there is. combinators: how many ancestors or siblings
    it asks for in a row, which is what testing it costs.
    """

    test: Any
    specificity: Specificity
    key: str
    combinators: int
    declarations: list[Declaration]


def read_rules(sheet: str, reader: StyleReader, findings: SanitizerWarnings) -> list[Rule]:
    """Return the rules of a sheet in their order; raises SvgTooLarge for too many."""
    reader.spend(sheet)
    nodes = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return list(_rules(nodes, _Sheet(reader, findings)))


class _Sheet:
    """What the rules of one sheet have in common."""

    def __init__(self, reader: StyleReader, findings: SanitizerWarnings) -> None:
        self.reader = reader
        self.findings = findings
        self.namespaces: dict[str | None, str] = {}
        self._left = MAX_SELECTORS

    def count(self) -> None:
        """Count one more selector; raises SvgTooLarge for too many."""
        self._left -= 1
        if self._left < 0:
            raise SvgTooLarge(f"The SVG has more than {MAX_SELECTORS:,} style rules. Merge them.")

    def note_namespace(self, prelude: list[Any]) -> None:
        """Keep what a prefix stands for; None is for names without one."""
        words = [part for part in prelude if part.type not in {"whitespace", "comment"}]
        if words and words[-1].type in {"string", "url"}:
            prefix = words[0].value if len(words) > 1 and words[0].type == "ident" else None
            self.namespaces[prefix] = words[-1].value


def _rules(nodes: list[Any], sheet: _Sheet) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield from _rule(node, sheet)
        elif node.type == "at-rule":
            yield from _at_rule(node, sheet)
        elif node.type == "error":
            sheet.findings.add("styles_removed", "faulty rule")


def _at_rule(node: Any, sheet: _Sheet) -> Iterator[Rule]:
    name = node.lower_at_keyword
    if name == "namespace":
        sheet.note_namespace(node.prelude)
    elif name == "media" and node.content is not None:
        yield from _media(node, sheet)
    elif name not in _SILENT_RULES:
        sheet.findings.add("styles_removed", f"@{name}")


def _media(node: Any, sheet: _Sheet) -> Iterator[Rule]:
    """Yield the rules for a screen; those for print alone do not hold there."""
    media = {part.strip().lower() for part in tinycss2.serialize(node.prelude).split(",")}
    if media & _SHOWN_MEDIA:
        yield from _rules(
            tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True), sheet
        )
    elif media != {"print"}:
        sheet.findings.add("styles_removed", "@media")


def _rule(node: Any, sheet: _Sheet) -> Iterator[Rule]:
    declarations = sheet.reader.of_nodes(tinycss2.parse_blocks_contents(node.content))
    try:
        selectors = cssselect2.compile_selector_list(node.prelude, sheet.namespaces)
    except cssselect2.SelectorError:
        sheet.count()
        sheet.findings.add("styles_removed", "selector")
        return
    combinators = _combinators(node.prelude)
    for selector in selectors:
        sheet.count()
        if selector.pseudo_element or selector.never_matches or not declarations:
            continue
        if combinators > MAX_COMBINATORS:
            sheet.findings.add("styles_removed", "selector")
            continue
        yield Rule(
            test=selector.test,
            specificity=selector.specificity,
            key=_key(selector),
            combinators=combinators,
            declarations=declarations,
        )


def _key(selector: Any) -> str:
    if selector.id is not None:
        return f"#{selector.id}"
    if selector.class_name is not None:
        return f".{selector.class_name}"
    return selector.local_name or "*"


def _combinators(tokens: list[Any]) -> int:
    """Return how many steps from element to element a list of selectors has at most."""
    count, highest, pending = 0, 0, False
    for part in tokens:
        if part == ",":
            highest, count, pending = max(highest, count), 0, False
        elif part.type == "whitespace" or _is_combinator(part):
            pending = True
        elif part.type != "comment":
            count, pending = count + pending, False
            count += _combinators_inside(part)
    return max(highest, count)


def _is_combinator(part: Any) -> bool:
    return part.type == "literal" and part.value in {">", "+", "~"}


def _combinators_inside(token: Any) -> int:
    if token.type == "ident" and token.lower_value in _COSTLY_PSEUDO_CLASSES:
        return 1
    if token.type != "function":
        return 0
    return _combinators(token.arguments) + (token.lower_name in _COSTLY_PSEUDO_CLASSES)
