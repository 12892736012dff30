"""Text that is nearly XML made XML: what is put right cannot change what is drawn.

Language models write bare ampersands, HTML's entities and a chat around the drawing;
drawing programs write entities, packets and prefixes that they do not declare. The
DOCTYPE is settled here, so that the XML parser never meets one: entities that are plain
text are written out within limits, and all that leads elsewhere is refused.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Mapping

from artstudio.svg.sanitizer.errors import SvgRefused, SvgTooLarge
from artstudio.svg.sanitizer.limits import MAX_ENTITIES, MAX_ENTITY_CHARS

#: What is left as it is, what is left out, and the references: no part is tried twice.
_PIECES = re.compile(
    r"(?P<cdata><!\[CDATA\[.*?(?:\]\]>|\Z))"
    r"|(?P<comment><!--.*?(?:-->|\Z))"
    r"|(?P<instruction><\?.*?(?:\?>|\Z))"
    r"|&(?P<name>[A-Za-z_][\w.-]*+);"
    r"|&(?P<code>#(?:\d{1,7}|x[0-9A-Fa-f]{1,6}));"
    r"|(?P<bare>&)",
    re.DOTALL,
)
_OF_XML = {"amp": "&amp;", "lt": "&lt;", "gt": "&gt;", "quot": "&quot;", "apos": "&apos;"}
#: Up to the internal subset or the end; literals may hold any of the marks.
_DOCTYPE = re.compile(r"""<!DOCTYPE(?:[^<>\["']|"[^"]*"|'[^']*')*+(\[|>)""", re.IGNORECASE)
_SUBSET_PART = re.compile(
    r"""\s+|<!--.*?-->|<\?.*?\?>|(?P<reference>%[\w.-]+;)"""
    r"""|<!ENTITY\s+(?P<name>[A-Za-z_][\w.-]*+)\s+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')\s*>"""
    r"""|<!ENTITY\s+(?P<external>(?:%\s+)?[A-Za-z_][\w.-]*+)(?:[^<>"']|"[^"]*"|'[^']*')*+>"""
    r"""|<!(?:ELEMENT|ATTLIST|NOTATION)(?:[^<>"']|"[^"]*"|'[^']*')*+>""",
    re.DOTALL,
)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?svg(?=[\s/>])")
_END = re.compile(r"</(?:[A-Za-z_][\w.-]*:)?svg\s*>")
_PREFIXES = re.compile(r"(?:</?|\s)([A-Za-z_][\w.-]*):(?=[A-Za-z_])")
_DECLARED = re.compile(r"\sxmlns:([A-Za-z_][\w.-]*)\s*=")
_NAMESPACES = {"xlink": "http://www.w3.org/1999/xlink", "svg": "http://www.w3.org/2000/svg"}
_MAX_PREFIXES = 64
_NO_XML_CHARACTER = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def repaired(text: str) -> str:
    """Return the SVG document in `text` without prolog, comments and what is around it.

    Raises SvgRefused for entities that lead elsewhere or to themselves, SvgTooLarge for
    entities that multiply. Text that is no SVG comes back as it is.
    """
    text = _NO_XML_CHARACTER.sub("", text)
    entities, text = _without_doctype(text)
    text = _alone(_with_references(text, entities))
    return _with_prefixes(text)


def _without_doctype(text: str) -> tuple[dict[str, str | None], str]:
    """Return the entities that a DOCTYPE before the root declares, and the text without it.

    None stands for an entity whose text is elsewhere.
    """
    root = _ROOT.search(text)
    found = _DOCTYPE.search(text, 0, root.start() if root else len(text))
    if not found:
        return {}, text
    if found[1] == ">":
        return {}, text[: found.start()] + text[found.end() :]
    entities: dict[str, str | None] = {}
    at = found.end()
    while part := _SUBSET_PART.match(text, at):
        at = part.end()
        _note_entity(entities, part)
    closing = re.compile(r"\s*\]\s*>").match(text, at)
    if not closing:
        raise SvgRefused("The DOCTYPE cannot be read. Take it out.")
    return _written_out(entities), text[: found.start()] + text[closing.end() :]


def _note_entity(entities: dict[str, str | None], part: re.Match[str]) -> None:
    if part["reference"]:
        raise SvgRefused("The DOCTYPE uses what is declared elsewhere. Take the DOCTYPE out.")
    if part["external"]:
        entities.setdefault(part["external"].rpartition("%")[2].strip(), None)
    elif part["name"]:
        value = part["double"] if part["double"] is not None else part["single"]
        entities.setdefault(part["name"], value)
    if len(entities) > MAX_ENTITIES:
        raise SvgTooLarge(f"The DOCTYPE declares more than {MAX_ENTITIES} entities.")


def _written_out(entities: dict[str, str | None]) -> dict[str, str | None]:
    """Return the entities with those that stand in their texts written out."""
    done: dict[str, str | None] = {}

    def text_of(name: str, within: tuple[str, ...]) -> str | None:
        if name in within:
            raise SvgRefused(f"The entity {name[:40]} is made of itself. Write its text out.")
        if name not in done:
            value = entities[name]
            inner = {
                used: text_of(used, (*within, name))
                for used in re.findall(r"&([A-Za-z_][\w.-]*);", value or "")
                if used in entities
            }
            done[name] = None if value is None else _with_references(value, inner)
        return done[name]

    for name in entities:
        text_of(name, ())
    return done


def _with_references(text: str, entities: Mapping[str, str | None]) -> str:
    """Return the text with references XML knows; comments and instructions are left out."""
    left = MAX_ENTITY_CHARS

    def written(piece: re.Match[str]) -> str:
        nonlocal left
        if piece["cdata"] is not None or piece["code"] is not None:
            return piece[0]
        name = piece["name"]
        if name is None:
            return "&amp;" if piece["bare"] else ""
        text, is_own = _of_reference(name, entities)
        if is_own:
            left -= len(text)
            if left < 0:
                raise SvgTooLarge(
                    f"With its entities written out, the SVG has more than {MAX_ENTITY_CHARS:,} "
                    "characters more. Write them out yourself."
                )
        return text

    return _PIECES.sub(written, text) if "&" in text or "<!" in text or "<?" in text else text


def _of_reference(name: str, entities: Mapping[str, str | None]) -> tuple[str, bool]:
    """Return what stands for an entity, and whether the document declares it."""
    if name in entities:
        value = entities[name]
        if value is None:
            raise SvgRefused(
                f"The SVG uses the entity {name[:40]}, whose text is elsewhere. Write it out."
            )
        return value, True
    if name in _OF_XML:
        return _OF_XML[name], False
    known = html.entities.html5.get(f"{name};")
    return known or f"&amp;{name};", False


def _alone(text: str) -> str:
    """Return the outermost svg element without what is written before and after it."""
    root = _ROOT.search(text)
    if root is None:
        return text
    # Something that opens before it is an element around it, which the reader will refuse.
    before = text[: root.start()]
    if re.search(r"<[A-Za-z]", before) and before.lstrip().startswith("<"):
        return text
    ends = list(_END.finditer(text, root.end()))
    return text[root.start() : ends[-1].end() if ends else len(text)].rstrip()


def _with_prefixes(text: str) -> str:
    """Return the text with prefixes declared that are used and declared nowhere."""
    root = _ROOT.match(text)
    if root is None:
        return text
    known = {"xml", "xmlns", *_DECLARED.findall(text)}
    missing = dict.fromkeys(name for name in _PREFIXES.findall(text) if name not in known)
    if not missing:
        return text
    names = list(missing)[:_MAX_PREFIXES]
    declared = "".join(
        f' xmlns:{name}="{_NAMESPACES.get(name, f"urn:undeclared:{name}")}"' for name in names
    )
    return text[: root.end()] + declared + text[root.end() :]
