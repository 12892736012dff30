"""What was found in a picture, as a sentence: "12-fold, 4 concentric circles"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_COUNTED = {
    "fold": "{}-fold",
    "ring_fold": "{}-fold in part",
    "mirror_axes": "mirrored",
    "concentric": "{} concentric circles",
    "equal_circles": "{} equal circles",
}
_OF_LINES = {
    "level": "{} horizontal or vertical",
    "collinear": "{} in line with others",
    "evenly_spaced": "{} evenly spaced",
}


def summary(found: Mapping[str, Any], *, lines: int) -> str:
    """Return the relations among so many straight lines in words; empty for none."""
    return ", ".join(_phrases(found, lines))


def _phrases(found: Mapping[str, Any], lines: int) -> Iterator[str]:
    for name, words in _COUNTED.items():
        if count := found.get(name):
            yield words.format(count)
    if square := min(found.get("parallel_or_square", 0), lines):
        yield f"{square} of {lines} straight edges parallel or square"
    for name, words in _OF_LINES.items():
        if count := min(found.get(name, 0), lines):
            yield words.format(count)
