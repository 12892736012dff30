"""What draws lettering: the text, its font, its height, and what it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from artstudio.fonts import FONTS
from artstudio.patterns.family import require
from artstudio.patterns.ranges import (
    SHEET_HEIGHT,
    SHEET_WIDTH,
    Number,
    OneOf,
    Text,
    keep_ranges,
)

LAYOUTS = ("line", "arc", "ring", "monogram")
LONGEST_TEXT = 120


@dataclass(frozen=True, kw_only=True)
class LetteringParameters:
    """A text in one font; letter_mm is the height of its capitals.

    layout: "line" is straight, "arc" bows upward, "ring" stands on a circle inside
    outer_mm, "monogram" is one to four letters in a circle of outer_mm.
    """

    width_mm: Annotated[float, SHEET_WIDTH]
    height_mm: Annotated[float, SHEET_HEIGHT]
    text: Annotated[str, Text(LONGEST_TEXT, "What is written.")]
    font: Annotated[str, OneOf(tuple(FONTS), "How the letters look.")] = "serif"
    layout: Annotated[str, OneOf(LAYOUTS, "What the letters stand on.")] = "line"
    letter_mm: Annotated[float, Number(0.5, 2000, "Height of the capitals.")] = 15.0
    outer_mm: Annotated[
        float, Number(0, 5000, "Diameter around a ring or monogram; of an arc's baseline.")
    ] = 0.0
    repeats: Annotated[int, Number(1, 24, "How often a ring says it.")] = 1
    spacing_mm: Annotated[float, Number(-100, 500, "Space added between letters.")] = 0.0
    gap_mm: Annotated[float, Number(0, 20, "Least ground between letters.")] = 0.35
    thicken_mm: Annotated[float, Number(0, 20, "Width added to every stroke.")] = 0.0
    least_mm: Annotated[
        float, Number(0, 5, "Thin places of letters are made this wide; 0: as the font has them.")
    ] = 0.36
    bridge_mm: Annotated[
        float, Number(0, 50, "Width of bridges that hold the inside of letters, or 0.")
    ] = 0.0
    frame_mm: Annotated[float, Number(0, 100, "Width of the line around it, or 0.")] = 0.0
    space_mm: Annotated[float, Number(0, 500, "Ground between frame and letters.")] = 0.0

    def __post_init__(self) -> None:
        """Refuse a text without letters, strokes thicker than letters, and rings of no size."""
        keep_ranges(self)
        require(bool(self.text.strip()), "the text has no letters.")
        require(self.thicken_mm < self.letter_mm / 2, "the strokes are thicker than the letters.")
        is_round = self.layout in {"arc", "ring", "monogram"}
        require(not is_round or self.outer_mm > 0, f"a {self.layout} needs a diameter.")
        largest = min(self.width_mm, self.height_mm)
        is_within = self.layout in {"ring", "monogram"}
        require(not is_within or self.outer_mm <= largest + 1e-6, "it is larger than its sheet.")
