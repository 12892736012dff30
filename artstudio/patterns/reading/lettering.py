"""Lettering in a prompt: quoted texts, initials, and what follows "the word" or "text:"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from artstudio.patterns.reading.features import Item
from artstudio.patterns.reading.vocabulary import Hit

_QUOTED = re.compile(
    r"(?<![\w\d])(?:\"([^\"\n]{1,80})\"|“([^”\n]{1,80})”|„([^“”\n]{1,80})[“”]|«\s*([^»\n]{1,80}?)\s*»"
    r"|‘([^’\n]{1,80})’|'([^'\n]{1,80})'(?!\w))"
)
# After "the word", "initials", "letters": capitals, or capitalised words; after a colon all.
_LETTERED = re.compile(
    r"\s*:\s*([^,;:\n]{1,80})|[\s:]+((?:[A-ZÀ-Þ]\.?\s?&?\s?){1,6}(?![a-zß-ÿ])"
    r"(?:\s*(?:&|\+|and|und|y|et|e)\s+[A-ZÀ-Þ]\b)*"
    r"|[A-ZÀ-Þ][\w’'-]*(?:\s+[A-ZÀ-Þ][\w’'-]*)*)"
)


# Before "initials", "lettering": "JB initials", "MK-Monogramm".
_BEFORE = re.compile(
    r"(?<![\w\d])([A-ZÀ-Þ]{2,}|[A-ZÀ-Þ](?:\.\s?[A-ZÀ-Þ])*\.?(?:\s?&\s?[A-ZÀ-Þ]\.?)?)[\s-]+"
    r"(?:in\s+|en\s+)?$"
)
_LONGEST = 120


def quoted_lettering(prompt: str) -> list[Item]:
    """Return the quoted texts."""
    found = []
    for match in _QUOTED.finditer(prompt):
        content = next(group for group in match.groups() if group is not None)
        found.append(_letters(match.group(), match.span(), content))
    return found


def named_lettering(prompt: str, hits: Sequence[Hit], quoted: Sequence[Item]) -> list[Item]:
    """Return the quoted texts and those that follow "the word", "initials" and the like."""
    items = list(quoted)
    for hit in hits:
        if not hit.is_a("lettering") or any(abs(item.start - hit.end) <= 1 for item in quoted):
            continue
        if match := _LETTERED.match(prompt, hit.end):
            group = 1 if match[1] else 2
            content, start = match[group].rstrip(), match.start(group)
            items.append(_letters(content, (start, start + len(content)), content))
        elif not prompt.isupper() and (match := _BEFORE.search(prompt, 0, hit.start)):
            items.append(_letters(match[1], match.span(1), match[1]))
    return items


def whole_prompt(prompt: str) -> list[Item]:
    """Return a prompt as one text: lettering is ticked, and nothing else says what to write."""
    content = prompt.strip()[:_LONGEST]
    start = prompt.index(content) if content else 0
    return [_letters(content, (start, start + len(content)), content)] if content else []


def _letters(text: str, span: tuple[int, int], content: str) -> Item:
    needs = (f"lettering:{content.casefold()}",)
    return Item(
        text=text, start=span[0], end=span[1], meaning="lettering", value=content, needs=needs
    )
