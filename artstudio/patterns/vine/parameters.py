"""What draws a vine: where it grows, how its stem waves, what it bears."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from artstudio.patterns.family import require
from artstudio.patterns.ranges import SHEET_HEIGHT, SHEET_WIDTH, Number, OneOf, YesNo, keep_ranges


@dataclass(frozen=True, kw_only=True)
class Stem:
    """The half waves of a stem, in mm: `bends` of `pitch` from x = start, in a strip `high`."""

    start: float
    pitch: float
    bends: int
    high: float


@dataclass(frozen=True, kw_only=True)
class VineParameters:
    """A vine along the sheet, or around a ring between inner_mm and outer_mm.

    style: "scroll" has curling shoots, "leaf" only leaves. bends: half waves of
    the stem; swing: its amplitude, stem_mm its width; leaf: pointed, slim or
    heart, of length (in heights of the strip), lean turns off the stem; fruit:
    flower or berry; petals of a flower; curl: turns of a shoot; mirror: grows
    from the middle to both ends; clear_mm: what leaves along a stem keep from it,
    and hearts grow on their stalks; 0, as in records that do not name it: leaves
    may come closer, and stalks stand apart; taper: a strip gets lower, as a
    fretboard does; tips: of leaves.
    """

    width_mm: Annotated[float, SHEET_WIDTH]
    height_mm: Annotated[float, SHEET_HEIGHT]
    style: Annotated[str, OneOf(("scroll", "leaf"), "With curling shoots, or only leaves.")]
    bends: Annotated[int, Number(1, 120, "Half waves of the stem.")]
    swing: Annotated[float, Number(0.01, 0.39, "Amplitude of the stem, in heights.")]
    stem_mm: Annotated[float, Number(0.01, 200, "Width of the stem.")]
    gap_mm: Annotated[float, Number(0.01, 50, "Ground between pieces.")]
    leaf: Annotated[str, OneOf(("pointed", "slim", "heart"), "The leaves' shape.")]
    fruit: Annotated[str, OneOf(("flower", "berry"), "What the shoots bear.")]
    petals: Annotated[int, Number(3, 24, "Petals of a flower.")]
    curl: Annotated[float, Number(0.5, 2, "Turns of a shoot.")]
    lean: Annotated[float, Number(0, 0.5, "How far leaves turn off the stem, in turns.")]
    length: Annotated[float, Number(0.05, 1.5, "Of a leaf, in heights of the strip.")]
    mirror: Annotated[bool, YesNo("Grows from the middle to both ends; bends is even.")]
    rule_mm: Annotated[float, Number(0, 100, "Width of the lines beside it, or 0.")] = 0.0
    outer_mm: Annotated[float, Number(0, 5000, "Outer diameter of a wreath; 0: a strip.")] = 0.0
    inner_mm: Annotated[float, Number(0, 5000, "Inner diameter of a wreath.")] = 0.0
    clear_mm: Annotated[float, Number(0, 5, "What leaves keep clear of the stem.")] = 0.0
    taper: Annotated[float, Number(0.3, 1, "Height at the far end, in heights at the near.")] = 1.0
    tips: Annotated[str, OneOf(("pointed", "round"), "How leaves end.")] = "pointed"

    def __post_init__(self) -> None:
        """Refuse vines that cannot grow."""
        keep_ranges(self)
        require(
            not self.mirror or self.bends % 2 == 0, "a mirrored vine has an even number of bends."
        )
        if self.outer_mm:
            require(0 < self.inner_mm < self.outer_mm, "the inner diameter must be smaller.")
            largest = min(self.width_mm, self.height_mm)
            require(self.outer_mm <= largest, "it is larger than its sheet.")
        require(self.field[1] > 0, "its rules leave no room.")

    @property
    def field(self) -> tuple[float, float, float]:
        """Length and height of the strip that the vine grows in, and where its bottom lies."""
        edge = 2.2 * self.rule_mm
        if not self.outer_mm:
            long, short = max(self.width_mm, self.height_mm), min(self.width_mm, self.height_mm)
            return long, short - 2 * edge, edge
        outer, inner = self.outer_mm / 2 - edge, self.inner_mm / 2 + edge
        return round(math.pi * (outer + inner), 9), outer - inner, inner
