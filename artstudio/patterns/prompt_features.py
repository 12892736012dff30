"""What the families look up of a prompt: words, motifs and their places, counts, density."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from artstudio.patterns.constraints import PatternConstraints
from artstudio.patterns.reading import PromptFeatures, read_prompt

#: Motifs of a band by the vocabulary's names; what is not here no band shows.
BAND_MOTIFS = {
    "herringbone": "herringbone", "chevron": "chevron", "rope": "rope", "blocks": "blocks",
    "chequer": "chequer", "diamond": "diamond", "triangles": "triangles",
    "sawtooth": "triangles", "zigzag": "triangles", "wave": "wave", "running_dog": "running_dog",
    "pearls": "pearls", "bead_and_reel": "bead_and_reel", "laurel": "laurel", "leaf": "laurel",
    "petals": "petals", "star": "stars", "meander": "meander", "mosaic": "mosaic_lozenge",
    "mosaic_cross": "mosaic_cross", "mosaic_zigzag": "mosaic_zigzag",
    "mosaic_rose": "mosaic_rose",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PatternRequest:
    """The wishes of a prompt.

    words: plain English words in order; symmetry and rings: None where not asked.
    density: 0 bold, 1 usual, 2 dense. motifs: those that a band can show, in order, each
    with its place (outside, inside, middle) or None; refused: those it must not show;
    without: all that is refused, and places: where motifs go, by the vocabulary's names.
    only: no others; counts: how often a motif repeats. refuses_border: no lines at the edge.
    head: the concept that the whole drawing is. numbers: how many, by what is counted.
    grid: columns and rows. refuses_hole: none in the middle. texts: what shall be written.
    measures: sizes in mm that no constraint is for, by the names of parameters.
    instruments: what it is for, and materials, as the prompt calls them. ornaments: all
    motifs in order, by the vocabulary's names.
    """

    words: tuple[str, ...]
    symmetry: int | None
    rings: int | None
    density: int
    motifs: tuple[tuple[str, str | None], ...] = ()
    refused: frozenset[str] = frozenset()
    only: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    refuses_border: bool = False
    without: frozenset[str] = frozenset()
    places: Mapping[str, str] = field(default_factory=dict)
    head: str | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)
    grid: tuple[int, int] | None = None
    refuses_hole: bool = False
    texts: tuple[str, ...] = ()
    measures: Mapping[str, float] = field(default_factory=dict)
    instruments: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    ornaments: tuple[str, ...] = ()

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


def read_features(prompt: str, hints: Sequence[str], limits: PatternConstraints) -> PatternRequest:
    """Read a prompt and its style hints; constraints win over words."""
    return features_of(read_prompt(prompt, hints=hints, given=limits.given()).features, limits)


def features_of(features: PromptFeatures, limits: PatternConstraints) -> PatternRequest:
    """Return what the families look up of a prompt that was read."""
    motifs = [
        (BAND_MOTIFS[motif.name], motif.place)
        for motif in features.motifs
        if motif.name in BAND_MOTIFS
    ]
    return PatternRequest(
        words=features.words,
        symmetry=limits.symmetry or features.symmetry,
        rings=limits.rings or features.rings,
        density=features.density,
        motifs=tuple(motifs),
        refused=frozenset(BAND_MOTIFS[name] for name in features.without if name in BAND_MOTIFS),
        only=features.only,
        counts={BAND_MOTIFS[n]: c for n, c in features.counts.items() if n in BAND_MOTIFS},
        refuses_border=bool(features.without & {"border", "lines"}),
        without=features.without,
        places={motif.name: motif.place for motif in features.motifs if motif.place},
        head=features.head[1] if features.head else None,
        numbers=features.counts,
        grid=features.grid,
        refuses_hole="inner" in features.without,
        texts=features.texts,
        measures=features.measures,
        instruments=features.instruments,
        materials=features.materials,
        ornaments=tuple(motif.name for motif in features.motifs),
    )
