"""The rules of a style sheet that are simple enough to follow, read with tinycss2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import tinycss2

from artstudio.svg.sanitizer.declarations import Declaration, StyleReader
from artstudio.svg.sanitizer.errors import SvgTooLarge
from artstudio.svg.sanitizer.findings import SanitizerWarnings
from artstudio.svg.sanitizer.limits import MAX_SELECTORS

#: Counts of ids, of classes and of types in a selector.
Specificity = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Selector:
    """One compound of a type, ids and classes; without any of them it is `*`."""

    type: str | None = None
    ids: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    specificity: Specificity = (0, 0, 0)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A selector with what it sets."""

    selector: Selector
    declarations: list[Declaration]

    @property
    def specificity(self) -> Specificity:
        """Return what the rule is ranked by."""
        return self.selector.specificity

    @property
    def key(self) -> str:
        """Return one thing that an element must have to be meant, the rarest there is."""
        for mark, names in (("#", self.selector.ids), (".", self.selector.classes)):
            if names:
                return mark + min(names)
        return self.selector.type or "*"

    def meets(self, tag: str, name: str | None, classes: set[str]) -> bool:
        """Return whether an element of this tag, id and classes is meant."""
        wanted = self.selector
        return wanted.type in {None, tag} and wanted.ids <= {name} and wanted.classes <= classes


def read_rules(sheet: str, reader: StyleReader, findings: SanitizerWarnings) -> list[Rule]:
    """Return the rules of a sheet in their order; raises SvgTooLarge for too many."""
    reader.spend(sheet)
    rules: list[Rule] = []
    for node in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if node.type != "qualified-rule":
            name = f"@{node.lower_at_keyword}" if node.type == "at-rule" else "faulty rule"
            findings.add("styles_removed", name)
            continue
        declarations = reader.of_nodes(tinycss2.parse_blocks_contents(node.content))
        for tokens in _parted(node.prelude):
            if selector := _selector(tokens):
                rules.append(Rule(selector=selector, declarations=declarations))
            else:
                findings.add("styles_removed", "selector")
        if len(rules) > MAX_SELECTORS:
            raise SvgTooLarge(f"The SVG has more than {MAX_SELECTORS:,} style rules. Merge them.")
    return [rule for rule in rules if rule.declarations]


def _parted(prelude: list[Any]) -> Iterator[list[Any]]:
    """Return the tokens of each selector between the commas, without white space around them."""
    for is_comma, group in groupby(prelude, key=lambda part: part == ","):
        if is_comma:
            continue
        tokens = [part for part in group if part.type != "comment"]
        while tokens and tokens[0].type == "whitespace":
            tokens.pop(0)
        while tokens and tokens[-1].type == "whitespace":
            tokens.pop()
        yield tokens


def _selector(tokens: list[Any]) -> Selector | None:
    """Return the compound that the tokens write, or None where they are more than that."""
    rest = tokens[::-1]
    tag: str | None = None
    if rest and rest[-1].type == "ident":
        tag = rest.pop().value
    elif rest and rest[-1] == "*":
        rest.pop()
    ids: list[str] = []
    classes: list[str] = []
    while rest:
        part = rest.pop()
        if part.type == "hash" and part.is_identifier:
            ids.append(part.value)
        elif part == "." and rest and rest[-1].type == "ident":
            classes.append(rest.pop().value)
        else:
            return None
    return (
        Selector(
            type=tag,
            ids=frozenset(ids),
            classes=frozenset(classes),
            specificity=(len(ids), len(classes), int(tag is not None)),
        )
        if tokens
        else None
    )
