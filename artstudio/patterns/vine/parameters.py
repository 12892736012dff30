"""What draws a vine: where it grows, how its stem waves, what it bears."""

from __future__ import annotations

import math
from dataclasses import dataclass

from artstudio.patterns.family import require


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
    may come closer, and stalks stand apart.
    """

    width_mm: float
    height_mm: float
    style: str
    bends: int
    swing: float
    stem_mm: float
    gap_mm: float
    leaf: str
    fruit: str
    petals: int
    curl: float
    lean: float
    length: float
    mirror: bool
    rule_mm: float = 0.0
    outer_mm: float = 0.0
    inner_mm: float = 0.0
    clear_mm: float = 0.0

    def __post_init__(self) -> None:
        """Refuse vines that cannot grow."""
        require(self.style in {"scroll", "leaf"}, "style is scroll or leaf.")
        require(self.leaf in {"pointed", "slim", "heart"}, "leaf is pointed, slim or heart.")
        require(self.fruit in {"flower", "berry"}, "fruit is flower or berry.")
        require(1 <= self.bends <= 120, "bends must be from 1 to 120.")
        require(0 < self.swing < 0.4 and 0.5 <= self.curl <= 2, "it would grow out of its field.")
        require(min(self.stem_mm, self.gap_mm) > 0, "stem and gap need a width.")
        require(
            not self.mirror or self.bends % 2 == 0, "a mirrored vine has an even number of bends."
        )
        require(0 <= self.clear_mm <= 5, "clear_mm must be from 0 to 5.")

    @property
    def field(self) -> tuple[float, float, float]:
        """Length and height of the strip that the vine grows in, and where its bottom lies."""
        edge = 2.2 * self.rule_mm
        if not self.outer_mm:
            long, short = max(self.width_mm, self.height_mm), min(self.width_mm, self.height_mm)
            return long, short - 2 * edge, edge
        outer, inner = self.outer_mm / 2 - edge, self.inner_mm / 2 + edge
        return round(math.pi * (outer + inner), 9), outer - inner, inner
