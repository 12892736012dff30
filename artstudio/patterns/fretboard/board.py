"""Where frets lie: fret n is at L (1 - 2^(-n/12)) from the nut, along each edge with its own L."""

from __future__ import annotations

import math
from dataclasses import dataclass

from artstudio.patterns.fretboard.parameters import FretboardParameters
from artstudio.patterns.shapes import Point

_OCTAVE = 12


def fret_distance(scale_mm: float, fret: float) -> float:
    """Return how far a fret is from the nut, in mm."""
    return round(scale_mm * (1 - math.pow(2.0, -fret / _OCTAVE)), 6)


@dataclass(frozen=True, kw_only=True)
class Board:
    """A fretboard's frame: x from the nut of the bass side, y down from the middle."""

    p: FretboardParameters

    @property
    def scales(self) -> tuple[float, float]:
        """Scale lengths of the bass and the treble side."""
        return self.p.scale_mm, self.p.treble_scale_mm or self.p.scale_mm

    @property
    def shift(self) -> float:
        """How far the treble side's nut lies behind the bass side's."""
        bass, treble = self.scales
        straight = self.p.straight_fret
        return fret_distance(bass, straight) - fret_distance(treble, straight)

    def half_width(self, x: float) -> float:
        """Return half the board's width: it grows evenly from the nut to fret 12 and on."""
        grown = (self.p.fret12_mm - self.p.nut_mm) * x / (sum(self.scales) / 4)
        return (self.p.nut_mm + grown) / 2

    def line(self, fret: float, beyond: float = 0.0) -> tuple[Point, Point]:
        """Return where a fret meets the bass edge and the treble edge."""
        bass, treble = self.scales
        x0 = fret_distance(bass, fret) + beyond
        x1 = self.shift + fret_distance(treble, fret) + beyond
        return (x0, -self.half_width(x0)), (x1, self.half_width(x1))

    @property
    def end(self) -> tuple[Point, Point]:
        """The board's end: past its last fret."""
        return self.line(self.p.frets, self.p.beyond_mm)

    def middle(self, fret: int) -> Point:
        """Return the point halfway between a fret and the one before."""
        points = [*self.line(fret - 1), *self.line(fret)]
        return sum(x for x, _ in points) / 4, sum(y for _, y in points) / 4

    def room(self, fret: int) -> float:
        """Return the distance from a fret to the one before, on the narrower side, slots off."""
        (a0, _), (a1, _) = self.line(fret - 1)
        (b0, _), (b1, _) = self.line(fret)
        return min(b0 - a0, b1 - a1) - self.p.slot_mm

    def space(self, fret: int, *, off_mm: float, share: float, share_treble: float) -> list[Point]:
        """Return the corners of a fret's space, `off_mm` off both slots' middles, narrowed."""
        (a0, _), (a1, _) = self.line(fret - 1)
        (b0, _), (b1, _) = self.line(fret)
        shares = (share, share_treble)
        return [
            self._inner(a0, a1, off_mm, -1, shares),
            self._inner(b0, b1, -off_mm, -1, shares),
            self._inner(b0, b1, -off_mm, 1, shares),
            self._inner(a0, a1, off_mm, 1, shares),
        ]

    def _inner(
        self, bass: float, treble: float, along: float, side: int, shares: tuple[float, float]
    ) -> Point:
        """Return the point at a share of the width on a line moved along the board."""
        share = shares[0] if side < 0 else shares[1]
        at = (1 + side * share) / 2
        x = bass + (treble - bass) * at + along
        return x, side * share * self.half_width(x)
