"""The graph of references, `use`, url() and gradients together: no cycle, and a bound on its cost.

A bound on `use` alone would let a drawing through whose clip paths multiply.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from artstudio.svg.sanitizer.errors import SvgRefused, SvgTooLarge
from artstudio.svg.sanitizer.findings import SanitizerWarnings
from artstudio.svg.sanitizer.limits import (
    MAX_EXPANDED_DEPTH,
    MAX_EXPANDED_ELEMENTS,
    MAX_EXPANDED_PATH_CHARS,
    MAX_STOPS,
)
from artstudio.svg.sanitizer.paint import reference
from artstudio.svg.sanitizer.vocabulary import GRADIENTS, PAINTS, UNDRAWN, USABLE

_CLIPS = frozenset({"clipPath"})
#: What each referring attribute may lead to; href by the element it is on.
_TARGETS = {
    "fill": PAINTS,
    "stroke": PAINTS,
    "clip-path": _CLIPS,
    "mask": frozenset({"mask"}),
    **dict.fromkeys(("marker-start", "marker-mid", "marker-end"), frozenset({"marker"})),
}
_CUTTABLE = frozenset(_TARGETS) - {"clip-path"}
_URL_ONLY = frozenset(_TARGETS) - {"fill", "stroke"}

#: What the links of each element may lead to, where it is no gradient.
_LINKS = {"use": USABLE, "pattern": frozenset({"pattern"})}


class Cost(NamedTuple):
    """What drawing an element comes to once every reference in it has been followed."""

    elements: int
    path_chars: int
    depth: int


def settle_references(root: Element, findings: SanitizerWarnings) -> None:
    """Take out references that lead to nothing fitting, and bound what the others come to.

    Raises SvgRefused for a reference that leads back to itself, SvgTooLarge for
    references that multiply beyond the limits.
    """
    elements = list(root.iter())
    by_id = {element.attrib["id"]: element for element in elements if "id" in element.attrib}
    targets: dict[Element, list[Element]] = {}
    for element in elements:
        if _refers(element.attrib) and (found := list(_followed(element, by_id, findings))):
            targets[element] = found
        if len(element) > MAX_STOPS and element.tag in GRADIENTS:
            raise SvgTooLarge(f"A gradient has more than {MAX_STOPS} stops. Simplify it.")
    if targets:
        _bound(root, targets, findings)


def _refers(attributes: dict[str, str]) -> bool:
    """Return whether there can be a reference; most elements have none."""
    return (
        "href" in attributes
        or not _URL_ONLY.isdisjoint(attributes)
        or attributes.get("fill", "").startswith("url(")
        or attributes.get("stroke", "").startswith("url(")
    )


def _followed(
    element: Element, by_id: dict[str, Element], findings: SanitizerWarnings
) -> Iterator[Element]:
    """Return where the references of `element` lead; take out those that lead nowhere."""
    attributes = element.attrib
    if "href" in attributes:
        target = by_id.get(attributes["href"][1:])
        if target is not None and target.tag in _LINKS.get(element.tag, GRADIENTS):
            yield target
        else:
            del attributes["href"]
            findings.add("references_removed", "href")
    for name, fitting in _TARGETS.items():
        found = reference(attributes.get(name, ""))
        if found is None:
            continue
        target = by_id.get(found[0])
        if target is not None and target.tag in fitting:
            yield target
        else:
            # A paint that leads nowhere is its second choice, or none; a clip is not there.
            attributes[name] = found[1] or "none"
            findings.add("references_removed", name)


def _bound(
    root: Element, targets: dict[Element, list[Element]], findings: SanitizerWarnings
) -> None:
    """Visit every element after all that it contains and refers to, and add up the costs.

    A stack of its own: references chain deeper than Python may recurse.
    """
    costs: dict[Element, Cost] = {}
    opened: set[Element] = set()
    to_do = [root]
    while to_do:
        element = to_do[-1]
        if element in costs:
            to_do.pop()
        elif element in opened:
            costs[to_do.pop()] = _cost(element, targets.get(element, []), costs)
        else:
            opened.add(element)
            for part in (*element, *targets.get(element, ())):
                if part in opened and part not in costs:
                    if _cut(element, part, targets, findings):
                        continue
                    raise SvgRefused(
                        f"The part {_name(part)} of the SVG refers to itself by way of "
                        f"{_name(element)}. Take one of the two references out."
                    )
                to_do.append(part)


def _cut(
    element: Element,
    part: Element,
    targets: dict[Element, list[Element]],
    findings: SanitizerWarnings,
) -> bool:
    """Take out the mask, marker or pattern by which a part refers to itself, as viewers do."""
    found = False
    for name in _CUTTABLE & element.attrib.keys():
        reference_to = reference(element.get(name, ""))
        if reference_to and reference_to[0] == part.get("id"):
            element.set(name, reference_to[1] or "none")
            findings.add("references_removed", name)
            found = True
    if found:
        targets[element] = [target for target in targets[element] if target is not part]
    return found


def _cost(element: Element, targets: list[Element], costs: dict[Element, Cost]) -> Cost:
    parts = [costs[part] for part in element if part.tag not in UNDRAWN]
    parts += [costs[target] for target in targets]
    own_chars = len(element.get("d", "")) + len(element.get("points", ""))
    cost = Cost(
        1 + sum(part.elements for part in parts),
        own_chars + sum(part.path_chars for part in parts),
        1 + max((part.depth for part in parts), default=0),
    )
    if cost.elements > MAX_EXPANDED_ELEMENTS or cost.path_chars > MAX_EXPANDED_PATH_CHARS:
        raise SvgTooLarge(
            f"With its references followed, the SVG has more than {MAX_EXPANDED_ELEMENTS:,} "
            f"elements or {MAX_EXPANDED_PATH_CHARS:,} characters of path data. Use fewer copies."
        )
    if cost.depth > MAX_EXPANDED_DEPTH:
        raise SvgTooLarge(
            f"The references of the SVG lead on for more than {MAX_EXPANDED_DEPTH} steps. "
            "Expand copies of copies before you export."
        )
    return cost


def _name(element: Element) -> str:
    return f'<{element.tag} id="{element.get("id", "")[:40]}">'
