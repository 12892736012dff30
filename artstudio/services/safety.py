"""Soft safety flags: words that a person may want to look at twice. Nothing is ever blocked.

Matching is by whole words, a hyphenated word being one word; everyday phrases
of the workshop are set aside first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class _Rule:
    name: str
    message: str
    words: frozenset[str]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_RULES = (
    _Rule(
        "weapons",
        "The prompt names a weapon; check what the law and your customer allow.",
        _words(
            "ammunition bayonet bayonets bomb bombs dagger daggers explosive explosives firearm "
            "firearms grenade grenades gun guns handgun handguns knife knives machete machetes "
            "pistol pistols revolver revolvers rifle rifles shotgun shotguns silencer suppressor"
        ),
    ),
    _Rule(
        "violence",
        "The prompt speaks of violence.",
        _words(
            "behead beheaded beheading execution gore gory kill killed killing kills massacre "
            "murder murdered murders slaughter torture tortured"
        ),
    ),
    _Rule(
        "hate",
        "The prompt names a symbol or group of hate; many countries forbid showing it.",
        _words("hakenkreuz kkk nazi nazis ss-runes swastika swastikas"),
    ),
    _Rule(
        "sexual",
        "The prompt asks for sexual content.",
        _words("erotic erotica hentai nude nudes nudity porn porno pornographic pornography xxx"),
    ),
    _Rule(
        "self_harm",
        "The prompt speaks of self-harm. If this is about you, please talk to someone you trust.",
        _words("self-harm suicidal suicide"),
    ),
    _Rule(
        "drugs",
        "The prompt names an illegal drug.",
        _words("cocaine heroin meth methamphetamine"),
    ),
)

_EVERYDAY = re.compile(
    r"\b(?:kill\s+switch(?:es)?|knife\s+edges?|glue\s+guns?|nail\s+guns?|spray\s+guns?"
    r"|heat\s+guns?|staple\s+guns?|palette\s+kni(?:fe|ves)|marking\s+kni(?:fe|ves)"
    r"|putty\s+kni(?:fe|ves)|bath\s+bombs?|noise\s+suppressor|rifle\s+scroll)\b"
)
_WORD = re.compile(r"[^\W_]+(?:[-'\u2019][^\W_]+)*")


def safety_flags(prompt: str) -> list[dict[str, str]]:
    """Return a flag `{rule, word, message}` for each rule that the prompt touches."""
    text = unicodedata.normalize("NFKC", prompt).casefold()
    found = set(_WORD.findall(_EVERYDAY.sub(" ", text)))
    return [
        {"rule": rule.name, "word": min(hits), "message": rule.message}
        for rule in _RULES
        if (hits := found & rule.words)
    ]


def flag_name(rule: str) -> str:
    """Return what a flag is called in provenance, such as `prompt_contains_brand_names`."""
    return f"prompt_contains_{rule}"


def flag_names(flags: Iterable[Mapping[str, str]]) -> list[str]:
    """Return the names of flags, for a run's `meta["safety_flags"]`."""
    return [flag_name(flag["rule"]) for flag in flags]
