"""Which reader tells what a family shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from artstudio.patterns.contents.facts import Contents
from artstudio.patterns.contents.figures import figure
from artstudio.patterns.contents.ornaments import (
    knot,
    mandala,
    medallion,
    purfling,
    rosette,
    tessellation,
    vine,
)
from artstudio.patterns.contents.parts import body_part, fretboard, lettering, wood_purfling
from artstudio.patterns.contents.plates import girih, grille, mosaic_wheel


def contents_of(family: str, parameters: Any) -> Contents:
    """Return what parameters of a family show."""
    return _READERS[family](parameters)


_READERS: Mapping[str, Callable[[Any], Contents]] = {
    "rosette": rosette,
    "purfling": purfling,
    "wood_purfling": wood_purfling,
    "body_part": body_part,
    "celtic_knot": knot,
    "vine": vine,
    "mandala": mandala,
    "medallion": medallion,
    "tessellation": tessellation,
    "figure": figure,
    "lettering": lettering,
    "fretboard": fretboard,
    "girih": girih,
    "mosaic_wheel": mosaic_wheel,
    "grille": grille,
}
