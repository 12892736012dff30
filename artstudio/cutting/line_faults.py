"""What is wrong with the lines of a drawing, areas and strokes together.

Lines that would be cut twice, that nobody sees, or that are not on the sheet, and what
strokes cut loose.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from artstudio.cutting.crossing_chords import distinct
from artstudio.cutting.drawn_lines import DrawnLines
from artstudio.cutting.hidden_cuts import beyond_sheet, covered_cuts
from artstudio.cutting.pieces import faces_between
from artstudio.cutting.repeated_cuts import Stretches, stretches_of
from artstudio.geometry.arrays import Flags, Floats, Integers
from artstudio.geometry.contours import Strokes
from artstudio.geometry.polylines import flat_lines
from artstudio.geometry.selection import select_strokes


@dataclass(frozen=True, kw_only=True)
class LineFaults:
    """What was found in the lines of a drawing.

    twice: stretches that lie on another line of their colour; twice_told: those of them
    that no other finding speaks of. twice_across: those that lie on a line of another
    colour only. covered: stretches below an area drawn later. beyond: stretches that are not
    on the sheet. stroke_crossings: float64[n, 2], mm, where a stroke meets another or an
    area's outline of its colour. stroke_pieces: how many pieces strokes cut loose.
    """

    twice: Stretches = field(default_factory=Stretches)
    twice_told: Stretches = field(default_factory=Stretches)
    twice_across: Stretches = field(default_factory=Stretches)
    covered: Stretches = field(default_factory=Stretches)
    beyond: Stretches = field(default_factory=Stretches)
    stroke_crossings: Floats = field(default_factory=lambda: np.zeros((0, 2)))
    stroke_pieces: int = 0


def line_faults(
    lines: DrawnLines, size_mm: tuple[float, float], known: Integers, repeated: Flags
) -> LineFaults:
    """Return what was found. Raises TooManyPairs, shapely.errors.GEOSException.

    known: int64[2, n], pairs of rings that are told to repeat each other or to overlap.
    repeated: bool[rings], strokes that are told to repeat an earlier one.
    """
    if not len(lines):
        return LineFaults()
    chords, repeats = lines.chords, lines.repeats
    one, other = chords.ring[repeats.other], chords.ring[repeats.chord]
    same = lines.colour[one] == lines.colour[other]
    count = np.int64(len(lines))
    told = np.isin(one * count + other, known[0] * count + known[1]) | repeated[other]
    within = repeats.chosen(same)
    twice = stretches_of(chords, within)
    # What lies on a line of its own colour too is told as that.
    own = np.isin(repeats.chord, within.chord)
    again = np.zeros(len(chords), dtype=bool)
    again[repeats.chord] = again[repeats.other] = True
    layers = len(np.unique(lines.layer))
    return LineFaults(
        twice=twice,
        twice_told=stretches_of(chords, repeats.chosen(same & ~told)),
        twice_across=stretches_of(chords, repeats.chosen(~same & ~own)),
        covered=_covered(lines, again) if layers > 1 else Stretches(),
        beyond=beyond_sheet(chords, lines.drawn, size_mm),
        stroke_crossings=_stroke_crossings(lines, again),
        stroke_pieces=_stroke_pieces(lines),
    )


def _covered(lines: DrawnLines, again: Flags) -> Stretches:
    return covered_cuts(
        lines.chords,
        lines.drawn,
        layer=lines.layer,
        is_area=lines.is_area,
        crossings=lines.crossings,
        repeated=again,
    )


def _stroke_crossings(lines: DrawnLines, again: Flags) -> Floats:
    """Return where strokes meet lines of their colour, but not where they lie on them."""
    if lines.is_area.all():
        return np.zeros((0, 2))
    ring, found = lines.chords.ring, lines.crossings
    one, other = ring[found.one], ring[found.other]
    strokes = ~lines.is_area[one] | ~lines.is_area[other]
    strokes &= ~(again[found.one] & again[found.other])
    return distinct(found.places[strokes & (lines.colour[one] == lines.colour[other])])


def _stroke_pieces(lines: DrawnLines) -> int:
    """Return how many pieces come loose when each colour's strokes are cut."""
    ring = lines.chords.ring
    one, other = ring[lines.near[0]], ring[lines.near[1]]
    met = np.isin(np.arange(len(lines)), np.concatenate([one, other]))
    strokes = ~lines.is_area
    pieces = int((strokes & ~lines.is_open & ~met).sum())
    tangled = strokes & met
    for colour in np.unique(lines.colour[tangled]):
        mine = tangled & (lines.colour == colour)
        flat = flat_lines(select_strokes(Strokes(lines.contours, lines.is_open), mine))
        pieces += len(faces_between(shapely.set_precision(flat, 1e-3)))
    return pieces
