"""What draws a fretboard: its scale lengths, widths and frets, and the inlays on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from artstudio.patterns.family import require
from artstudio.patterns.ranges import (
    SHEET_HEIGHT,
    SHEET_WIDTH,
    Number,
    OneOf,
    YesNo,
    keep_ranges,
)

INLAYS = (
    "none", "dots", "diamonds", "blocks", "trapezoids", "clouds", "stars", "torch", "vine",
)  # fmt: skip
#: Frets that are marked, twice at an octave.
MARKS = {
    "guitar": (3, 5, 7, 9, 12, 15, 17, 19, 21, 24, 27, 29, 31, 33, 36),
    "classical": (5, 7, 9, 12, 15, 17, 19),
    "ukulele": (5, 7, 10, 12, 15, 17, 19),
    "mandolin": (5, 7, 10, 12, 15, 17, 19, 22, 24),
}


@dataclass(frozen=True, kw_only=True)
class FretboardParameters:
    """A board from the nut on the left to its end; the bass side is at the top.

    scale_mm, treble_scale_mm: string lengths along both edges, by which frets fan out
    where they differ. only_fret: draws the inlay of one fret alone, or 0.
    """

    width_mm: Annotated[float, SHEET_WIDTH]
    height_mm: Annotated[float, SHEET_HEIGHT]
    scale_mm: Annotated[float, Number(100, 2000, "String length, on the bass side.")] = 650.0
    treble_scale_mm: Annotated[
        float, Number(0, 2000, "String length on the treble side; 0: the same.")
    ] = 0.0
    straight_fret: Annotated[
        int, Number(0, 36, "Where scales differ: the fret that runs straight across.")
    ] = 7
    frets: Annotated[int, Number(1, 36, "How many frets.")] = 20
    nut_mm: Annotated[float, Number(10, 200, "Width at the nut.")] = 52.0
    fret12_mm: Annotated[float, Number(10, 300, "Width at fret 12.")] = 62.0
    beyond_mm: Annotated[float, Number(0, 200, "Board behind the last fret.")] = 6.0
    slot_mm: Annotated[float, Number(0.1, 3, "Width of a fret slot.")] = 0.6
    inlay: Annotated[str, OneOf(INLAYS, "What marks the frets.")] = "dots"
    marks: Annotated[str, OneOf(tuple(MARKS), "Which frets are marked.")] = "guitar"
    size_mm: Annotated[float, Number(0.5, 60, "Diameter of dots, length of other inlays.")] = 6.0
    share: Annotated[float, Number(0.1, 0.95, "Width of blocks, of the board's.")] = 0.8
    clear_mm: Annotated[float, Number(0.3, 10, "Wood between an inlay and a slot.")] = 1.0
    side_dots: Annotated[bool, YesNo("A strip with the dots of the edge below.")] = False
    side_dot_mm: Annotated[float, Number(0.5, 6, "Diameter of side dots.")] = 2.0
    only_fret: Annotated[int, Number(0, 36, "The one fret whose inlay is drawn, or 0.")] = 0
    seed: Annotated[int, Number(0, 2**32 - 1, "Chooses how a vine grows.")] = 0

    def __post_init__(self) -> None:
        """Refuse frets that are not on the board, and boards that narrow to nothing."""
        keep_ranges(self)
        require(self.only_fret <= self.frets, "the board ends before that fret.")
        require(self.straight_fret <= self.frets, "the straight fret is not on the board.")
        other = self.treble_scale_mm or self.scale_mm
        require(0.5 <= other / self.scale_mm <= 2, "the scale lengths are too different.")
