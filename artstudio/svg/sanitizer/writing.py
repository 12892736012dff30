"""The clean tree to bytes: one spelling for the same tree."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from artstudio.svg.sanitizer.vocabulary import ORDER, TEXTUAL

_PLACE = ORDER.__getitem__
_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'


def write(root: Element) -> bytes:
    """Put the attributes of every element in their fixed order and return the document.

    Elements have a line each; inside text there is nothing but the text.
    """
    parts: list[str] = []
    _write(root, _NAMESPACE, parts)
    parts.append("\n")
    return "".join(parts).encode()


def _write(element: Element, namespace: str, parts: list[str]) -> None:
    given = element.attrib
    if len(given) > 1:
        element.attrib = given = {name: given[name] for name in sorted(given, key=_PLACE)}
    start = f"<{element.tag}{namespace}{_written(given)}"
    if not len(element) and not element.text:
        parts.append(f"{start}/>")
        return
    end = "" if element.tag in TEXTUAL else "\n"
    parts.append(f"{start}>{_escaped(element.text or end)}")
    for child in element:
        _write(child, "", parts)
        parts.append(_escaped(child.tail) if child.tail else end)
    parts.append(f"</{element.tag}>")


def _written(attributes: dict[str, str]) -> str:
    written = "".join([f' {name}="{value}"' for name, value in attributes.items()])
    if (
        "&" in written
        or "<" in written
        or ">" in written
        or written.count('"') > 2 * len(attributes)
    ):
        return "".join([f' {name}="{_quoted(value)}"' for name, value in attributes.items()])
    return written


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', "&quot;")
