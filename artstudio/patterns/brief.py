"""What a prompt's words ask for: a family, motifs, counts, density."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from artstudio.patterns.constraints import PatternConstraints

NUMBERS = {
    "two": 2, "double": 2, "twin": 2, "three": 3, "triple": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "sixteen": 16,
    "eighteen": 18, "twenty": 20, "single": 1, "one": 1,
}  # fmt: skip
RING_WORDS = "rings? bands? circles? layers? tiers? rows?"
FOLD_WORDS = (
    "folds? petals? petalled petaled points? pointed rays? spokes? sided lobes? lobed leaves"
)
DENSE = frozenset(
    re.findall(r"\w+", "dense fine intricate detailed delicate ornate elaborate rich complex lace")
)
BOLD = frozenset(
    re.findall(r"\w+", "bold simple minimal plain chunky thick strong minimalist sparse clean")
)


@dataclass(frozen=True, kw_only=True)
class Brief:
    """The wishes of a prompt.

    words: every word, lower case, in order; symmetry and rings: None where not asked.
    density: 0 bold, 1 usual, 2 dense.
    """

    words: tuple[str, ...]
    symmetry: int | None
    rings: int | None
    density: int

    def asks(self, *words: str) -> bool:
        """Tell whether one of `words` occurs, also in the plural."""
        return any(self.place(word) is not None for word in words)

    def place(self, word: str) -> int | None:
        """Return where `word` (or its plural) first occurs."""
        forms = {word, word + "s", word + "es", word[:-1] + "ies" if word.endswith("y") else word}
        return next((i for i, said in enumerate(self.words) if said in forms), None)

    def named(self, vocabulary: Mapping[str, str]) -> list[str]:
        """Return the meanings of the vocabulary's words that occur, in order, each once."""
        found = [(at, vocabulary[w]) for w in vocabulary if (at := self.place(w)) is not None]
        return list(dict.fromkeys(meaning for _, meaning in sorted(found)))

    def digest(self) -> int:
        """Return a number that depends on nothing but the words."""
        return int(hashlib.sha256(" ".join(self.words).encode()).hexdigest()[:12], 16)


def read_brief(prompt: str, hints: Sequence[str], limits: PatternConstraints) -> Brief:
    """Read a prompt and its style hints; constraints win over words."""
    words = tuple(re.findall(r"[^\W\d_]+|\d+", " ".join([prompt, *hints]).lower()))
    words = tuple(word.removesuffix("fold") or word if _is_fold(word) else word for word in words)
    return Brief(
        words=words,
        symmetry=limits.symmetry or _counted(words, FOLD_WORDS, 2, 36),
        rings=limits.rings or _counted(words, RING_WORDS, 1, 8),
        density=_density(words),
    )


def _is_fold(word: str) -> bool:
    return word.endswith("fold") and word.removesuffix("fold") in NUMBERS


def _density(words: Sequence[str]) -> int:
    dense = sum(word in DENSE for word in words)
    bold = sum(word in BOLD for word in words)
    return 1 + (dense > bold) - (bold > dense)


def _counted(words: Sequence[str], nouns: str, low: int, high: int) -> int | None:
    """Return the number in front of a noun ("12-fold", "eight long petals"), if it makes sense."""
    noun = re.compile("|".join(nouns.split()))
    for i, word in enumerate(words):
        if noun.fullmatch(word):
            for before in reversed(words[max(0, i - 2) : i]):
                number = int(before) if before.isdecimal() else NUMBERS.get(before)
                if number is not None and low <= number <= high:
                    return number
    return None
