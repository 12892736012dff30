"""Soft safety flags: words that a person may want to look at twice. Nothing is ever blocked.

Matching is by whole words, without regard to case and accents; everyday phrases
are set aside first. In rules of single words a hyphenated word is one word; names
are found with a hyphen, a space or an apostrophe between their parts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from artstudio.services.requests import safety_words as words


@dataclass(frozen=True)
class _Rule:
    name: str
    message: str
    words: frozenset[str]


_RULES = (
    _Rule(
        "weapons",
        "The prompt names a weapon; check what the law and your customer allow.",
        words.WEAPONS,
    ),
    _Rule("violence", "The prompt speaks of violence.", words.VIOLENCE),
    _Rule(
        "hate",
        "The prompt names a symbol or group of hate; many countries forbid showing it.",
        words.HATE,
    ),
    _Rule("sexual", "The prompt asks for sexual content.", words.SEXUAL),
    _Rule(
        "self_harm",
        "The prompt speaks of self-harm. If this is about you, please talk to someone you trust.",
        words.SELF_HARM,
    ),
    _Rule("drugs", "The prompt names an illegal drug.", words.DRUGS),
)
_BRANDS = _Rule(
    "brand_names",
    "The drawing may include a protected trade mark or design; check before you sell it.",
    words.BRANDS,
)
_CHARACTERS = _Rule(
    "copyrighted_characters",
    "The drawing may include a figure that is under copyright; check before you sell it.",
    words.CHARACTERS,
)
_ARTISTS = _Rule(
    "living_artists",
    "The drawing may come close to the work of a living artist; check before you sell it.",
    words.ARTISTS,
)

_EVERYDAY = re.compile(
    r"\b(?:kill\s+switch(?:es)?|knife\s+edges?|glue\s+guns?|nail\s+guns?|spray\s+guns?"
    r"|heat\s+guns?|staple\s+guns?|palette\s+kni(?:fe|ves)|marking\s+kni(?:fe|ves)"
    r"|putty\s+kni(?:fe|ves)|bath\s+bombs?|noise\s+suppressor|rifle\s+scroll)\b"
)
_WORD = re.compile(r"[^\W_]+(?:[-'\u2019][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
# Of a single name; a plural or a German genitive: "Telecasters", "Gibsons Kopfplatte".
_SHORTEST_WITH_S = 5


def safety_flags(prompt: str) -> list[dict[str, str]]:
    """Return a flag `{rule, word, message}` for each rule that the prompt touches."""
    text = _folded(prompt)
    found = set(_WORD.findall(_EVERYDAY.sub(" ", text)))
    hits = [(rule, found & rule.words) for rule in _RULES]
    parts = _PART.findall(text)
    hits += [
        (_BRANDS, _names_in(parts, words.BRANDS, words.NOT_BRANDS) | _ambiguous_in(parts)),
        (_CHARACTERS, _names_in(parts, words.CHARACTERS, words.NOT_CHARACTERS)),
        (_ARTISTS, _names_in(parts, words.ARTISTS)),
    ]
    return [
        {"rule": rule.name, "word": min(hit), "message": rule.message} for rule, hit in hits if hit
    ]


def check_prompt_safety(prompt: str, category: str = "IMAGE_GENERATION") -> dict[str, list[str]]:
    """Return the names of a prompt's flags as `{"warnings": [...]}`, alike for every category."""
    del category
    return {"warnings": flag_names(safety_flags(prompt))}


def flag_name(rule: str) -> str:
    """Return what a flag is called in provenance, such as `prompt_contains_brand_names`."""
    return f"prompt_contains_{rule}"


def flag_names(flags: Iterable[Mapping[str, str]]) -> list[str]:
    """Return the names of flags, for a run's `meta["safety_flags"]`."""
    return [flag_name(flag["rule"]) for flag in flags]


def _folded(text: str) -> str:
    """Return `text` in small letters without accents."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def _names_in(parts: list[str], names: Collection[str], everyday: Collection[str] = ()) -> set[str]:
    """Return the names that stand in the text as whole words."""
    text = f" {' '.join(parts)} "
    for phrase in everyday:
        text = text.replace(f" {phrase} ", "  ")
    return {name for name in names if any(f" {form} " in text for form in _forms(name))}


def _forms(name: str) -> Iterator[str]:
    yield name
    if " " not in name and len(name) >= _SHORTEST_WITH_S:
        yield f"{name}s"


def _ambiguous_in(parts: list[str]) -> set[str]:
    """Return makers' names that are other names too, where a guitar or a logo is meant."""
    return {
        part
        for i, part in enumerate(parts)
        if part in words.AMBIGUOUS_BRANDS
        if _means_maker(part, before=parts[:i], after=parts[i + 1 :])
    }


def _means_maker(name: str, *, before: list[str], after: list[str]) -> bool:
    if after[:1] == ["s"]:
        if name in words.FIRST_NAMES:
            return False
        after = after[1:]
    if after and after[0] in words.BRAND_CONTEXT:
        return True
    led_by = before[:-1] if before and before[-1] in words.OF else before
    return bool(led_by) and led_by[-1] in words.BRAND_CONTEXT
