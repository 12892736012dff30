"""What a prompt was understood to ask for, and where each part of it stands in the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Meaning = Literal[
    "family",
    "subject",
    "motif",
    "place",
    "count",
    "symmetry",
    "size",
    "style",
    "density",
    "negation",
    "lettering",
]
MEANINGS: tuple[str, ...] = get_args(Meaning)


@dataclass(frozen=True, kw_only=True)
class Item:
    """A part of the prompt that was understood.

    start, end: in characters of the prompt. needs: the facts of which a drawing must
    show one for the part to be drawn (see `contents.Contents.shows`); without any, it
    changes nothing that is drawn. is_head: it says what the whole drawing is.
    """

    text: str
    start: int
    end: int
    meaning: Meaning
    value: Any
    needs: tuple[str, ...] = ()
    is_head: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return the part as it is answered and recorded."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "meaning": self.meaning,
            "value": self.value,
        }


@dataclass(frozen=True, kw_only=True)
class WantedMotif:
    """An ornament that was asked for by name; place: outside, inside, middle, or None."""

    name: str
    place: str | None = None


@dataclass(frozen=True, kw_only=True)
class PromptFeatures:
    """Everything that a prompt and its style hints ask for.

    family: of the pattern engine, None where it is left to the seed; fits: whether that
    family draws what the head names; head: the concept that the whole drawing is.
    rings, symmetry: None where not asked. density: 0 bold, 1 usual, 2 dense.
    counts: by what is counted; grid: columns and rows. sizes: in mm, by the names of the
    constraints; measures: those that no constraint is for, by the names of parameters.
    texts: what shall be written; instruments, materials: as the prompt calls them.
    without: concepts that were refused. only: nothing but the named motifs.
    words: the plain English words of all that is wished for, which the families look up.
    """

    head: tuple[str, str] | None = None
    family: str | None = None
    fits: bool = True
    motifs: tuple[WantedMotif, ...] = ()
    without: frozenset[str] = frozenset()
    only: bool = False
    symmetry: int | None = None
    rings: int | None = None
    density: int = 1
    counts: Mapping[str, int] = field(default_factory=dict)
    grid: tuple[int, int] | None = None
    sizes: Mapping[str, float] = field(default_factory=dict)
    measures: Mapping[str, float] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A prompt as it was read: its language, its parts, and the words that mean nothing here.

    conflicts: sentences that name both sides where the request contradicts itself.
    subjects: what a picture would show ("dog"), as the prompt says it.
    """

    language: str
    items: tuple[Item, ...]
    not_understood: tuple[str, ...]
    features: PromptFeatures
    conflicts: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
