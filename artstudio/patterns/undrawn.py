"""Which parts of a prompt a drawing does not show, and the sentences that tell the user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from artstudio.patterns.bands import MOTIFS
from artstudio.patterns.contents import Contents
from artstudio.patterns.prompt_features import BAND_MOTIFS
from artstudio.patterns.reading import Item, Reading
from artstudio.patterns.reading.families import TITLES

WORDS_NOT_DRAWN = "words_not_drawn"
CONFLICT = "conflicting_request"
_MOST_WORDS = 8


@dataclass(frozen=True, kw_only=True)
class Undrawn:
    """The words of a prompt that a drawing does not show.

    items: understood, and not drawn; unknown: words that mean nothing here.
    """

    items: tuple[Item, ...]
    unknown: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.items or self.unknown)

    def words(self) -> list[str]:
        """Return them as the prompt says them, each once."""
        return list(dict.fromkeys([*(item.text for item in self.items), *self.unknown]))


def find_undrawn(reading: Reading, contents: Contents) -> Undrawn:
    """Return what of a prompt the drawing with these contents does not show."""
    wanted = {motif.name for motif in reading.features.motifs}
    items = [item for item in reading.items if not _is_drawn(item, contents, wanted)]
    if reading.features.only and not _has_nothing_else(contents, wanted):
        # "five rings of rope and pearls": the rings are counted, and of nothing else.
        rings = (i for i in reading.items if i.meaning == "count" and i.value["of"] == "rings")
        items += [item for item in rings if item not in items]
    return Undrawn(items=tuple(items), unknown=reading.not_understood)


def _is_drawn(item: Item, contents: Contents, wanted: set[str]) -> bool:
    if not item.needs:
        return True
    if item.needs == ("only",):
        return _has_nothing_else(contents, wanted)
    if item.meaning == "negation":
        return all(contents.shows(need) for need in item.needs)
    return any(contents.shows(need) for need in item.needs)


def _has_nothing_else(contents: Contents, wanted: set[str]) -> bool:
    """Tell whether a drawing has no motifs but those that were named."""
    extra = contents.motifs() - wanted - _engine(wanted) - {"lines"}
    return not extra - {name for name in extra if BAND_MOTIFS.get(name) in _engine(wanted)}


def _engine(names: set[str]) -> set[str]:
    return {BAND_MOTIFS[name] for name in names if name in BAND_MOTIFS}


def describe_undrawn(reading: Reading, undrawn: Undrawn, family: str) -> str:
    """Return what the drawing lacks, in one to three sentences for the user; "" for nothing."""
    sentences = []
    head = _head_item(reading, undrawn) if not reading.features.fits else None
    if head is not None:
        lacks = "lettering" if head.meaning == "lettering" else head.text.lower()
        sentences.append(
            f"The pattern engine has no {lacks}. It draws the nearest ornament, {TITLES[family]}."
        )
    if any(item.meaning == "subject" for item in undrawn.items):
        sentences.append("A picture model could draw that, or your own picture can be traced.")
    rest = [item.text for item in undrawn.items if item is not head or item.value == "lettering"]
    if rest:
        sentences.append(f"Not drawn: {_listed(rest)}.")
    sentences += _too_narrow(undrawn.items, family)
    if undrawn.unknown:
        sentences.append(f"Not understood: {_listed(undrawn.unknown)}.")
    return " ".join(sentences)


def _head_item(reading: Reading, undrawn: Undrawn) -> Item | None:
    """Return the undrawn item that names the whole drawing."""
    head = reading.features.head
    if head is None:
        return None
    return next((item for item in undrawn.items if item.is_head), None)


def _too_narrow(items: Sequence[Item], family: str) -> list[str]:
    """Return a sentence for each motif that the engine has and that found no room."""
    if family not in {"rosette", "purfling", "medallion"}:
        return []
    named = [i.value for i in items if i.meaning == "motif" or i.value == "mosaic"]
    motifs = [BAND_MOTIFS[name] for name in named if name in BAND_MOTIFS]
    return [
        f"A band of {motif.replace('_', ' ')} needs {MOTIFS[motif].smallest_mm:g} mm; "
        "make the ring wider or ask for fewer rings."
        for motif in dict.fromkeys(motifs)
    ]


def _listed(words: Sequence[str]) -> str:
    named = [f"“{word}”" for word in dict.fromkeys(words)]
    more = len(named) - _MOST_WORDS
    return ", ".join(named[:_MOST_WORDS]) + (f" and {more} more" if more > 0 else "")
