"""The clean tree to bytes: one spelling for the same tree."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from artstudio.svg.foreign.vocabulary import ORDER, TEXTUAL

_SPECIAL = re.compile('[&<>"]')
_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'


def write(root: Element) -> bytes:
    """Put the attributes of every element in their fixed order and return the document.

    Elements have a line each; inside text there is nothing but the text.
    """
    parts: list[str] = []
    _write(root, _NAMESPACE, parts)
    return "".join(parts).encode()


def _write(element: Element, namespace: str, parts: list[str]) -> None:
    given = element.attrib
    names = sorted(given, key=ORDER.__getitem__)
    if names != list(given):
        element.attrib = given = {name: given[name] for name in names}
    written = "".join([f' {name}="{_quoted(value)}"' for name, value in given.items()])
    end = "" if element.tag in TEXTUAL else "\n"
    parts.append(f"<{element.tag}{namespace}{written}")
    if len(element) or element.text:
        parts.append(f">{_escaped(element.text or end)}")
        for child in element:
            _write(child, "", parts)
            parts.append(_escaped(child.tail or end))
        parts.append(f"</{element.tag}>")
    else:
        parts.append("/>")
    if namespace:
        parts.append("\n")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', "&quot;") if _SPECIAL.search(text) else text
