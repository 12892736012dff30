"""The words of a prompt: where each begins and ends, and how it is compared.

Words are compared without case and accents. Hyphens and apostrophes separate words,
so "12-fold" and "d'érable" are two words each.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Letters that Unicode does not take apart into a base and an accent.
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d"})
_WORD = re.compile(r"[^\W\d_]+(?:[̀-ͯ]+[^\W\d_]*)*|\d+|[^\s\w]|_")
_BREAKS = frozenset(",;:.!?()[]{}–—\n|")
# Before a full stop that ends no sentence.
_ABBREVIATED = re.compile(r"\b(?:dia|diam|dm|ext|int|ca|approx|max|min)$", re.IGNORECASE)
DIAMETER_SIGNS = frozenset("øØ⌀∅")
# Endings that change a word's number or gender, longest first, and what stands instead.
_ENDINGS = (
    ("ies", ("y",)),
    ("ves", ("f", "fe")),
    ("ches", ("ch", "ca", "co")),
    ("ghe", ("ga",)),
    ("che", ("ca", "c")),
    ("eaux", ("eau",)),
    ("aux", ("al",)),
    ("ern", ("er",)),
    ("nen", ("n",)),
    ("en", ("", "e")),
    ("er", ("", "e")),
    ("em", ("", "e")),
    ("es", ("", "e", "is")),
    ("s", ("",)),
    ("x", ("",)),
    ("n", ("",)),
    ("e", ("", "o", "a")),
    ("i", ("o", "e", "a")),
    ("a", ("o", "")),
    ("o", ("a",)),
)
_SHORTEST_STEM = 4


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word, number or sign of a text; start and end count its characters."""

    text: str
    folded: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.folded.isdecimal()

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters; the sign of a diameter is none."""
        return self.folded[:1].isalpha() and self.text not in DIAMETER_SIGNS

    @property
    def is_break(self) -> bool:
        """Whether it ends a part of a sentence."""
        return self.text in _BREAKS


def split_words(text: str) -> list[Word]:
    """Return the words, numbers and signs of a text in order."""
    return [
        Word(text=found.group(), folded=fold(found.group()), start=found.start(), end=found.end())
        for found in _WORD.finditer(text)
        if not (found.group() == "." and _ABBREVIATED.search(text, 0, found.start()))
    ]


def fold(text: str) -> str:
    """Return a text as it is compared: lower case, no accents."""
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(char for char in parts if not unicodedata.combining(char))


def base_forms(word: str) -> Iterator[str]:
    """Return the forms under which a folded word may be listed, itself first."""
    yield word
    for ending, replacements in _ENDINGS:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            if len(stem) >= _SHORTEST_STEM - (ending in {"s", "es", "e", "i", "x"}):
                yield from (stem + end for end in replacements)
