"""A document as style rules see it: every element, also those that are left out, in its place."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from artstudio.svg.sanitizer.attributes import SEPARATOR

_SVG = "http://www.w3.org/2000/svg"
_MAX_VALUE_CHARS = 2_000
#: No rule tells elements apart by these.
_BULKY = frozenset({"d", "points", "style"})


class Mirror:
    """Built beside the allowed tree while the document is read."""

    def __init__(self) -> None:
        self.root: Element | None = None
        #: The allowed elements by their reflections.
        self.kept: dict[Element, Element] = {}
        self._stack: list[Element] = []

    def start(self, name: str, attributes: list[str]) -> None:
        """Enter an element; names and values by turns, as expat gives them."""
        pairs = iter(attributes)
        given = {
            _etree_name(key): value
            for key, value in zip(pairs, pairs, strict=True)
            if key not in _BULKY and len(value) <= _MAX_VALUE_CHARS
        }
        tag = _etree_name(name) if SEPARATOR in name else f"{{{_SVG}}}{name}"
        if self._stack:
            element = SubElement(self._stack[-1], tag, given)
        else:
            element = self.root = Element(tag, given)
        self._stack.append(element)

    def keep(self, element: Element) -> None:
        """Note the allowed element that was made of the one just entered."""
        self.kept[self._stack[-1]] = element

    def end(self) -> None:
        """Leave an element."""
        self._stack.pop()


def _etree_name(name: str) -> str:
    namespace, separator, local = name.rpartition(SEPARATOR)
    return f"{{{namespace}}}{local}" if separator else name
