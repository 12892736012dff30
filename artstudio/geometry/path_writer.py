"""Contours to the text of a path's `d` attribute in one canonical spelling.

The spelling: absolute `M`, then relative `l`, `c` and `a`, closed by `z`; a line
back to the start is left to `z`; a command is written when it changes; an arc turns by
half a circle at most, so its large-arc flag is 0, and a circle is two halves; numbers
have up to three decimals, no leading or trailing zero, and a space before them
only where no sign or letter separates. Differences are taken between rounded
coordinates, so no error adds up along a ring.

A path of 8,000 nodes has 50,000 numbers. They are spelled by table: a number
is two fixed-width words (whole part with its separator, fraction), all words
lie in one array in the order of the text, and unused bytes are zero and
dropped in a single pass at the end.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.arc_segments import ARC, with_single_arcs
from artstudio.geometry.arrays import Flags, Integers
from artstudio.geometry.contours import CUBIC, LINE, Contours, Strokes
from artstudio.geometry.grid import MICROMETRES_PER_MM, quantize

_ZERO_FRACTION = 1000
_SPACED, _MINUS, _BARE = range(3)


def path_text(contours: Contours) -> str:
    """Return the canonical `d` attribute of `contours` (mm); empty when nothing encloses area.

    Raises ValueError for coordinates that cannot be written.
    """
    return grid_text(quantize(contours))


def strokes_text(strokes: Strokes) -> str:
    """Return the `d` attribute of strokes that `strokes_on_grid` returned: an open one has no z."""
    return grid_text(strokes.contours, strokes.open)


def grid_text(contours: Contours, is_open: Flags | None = None) -> str:
    """Return the `d` attribute of contours that `on_grid` returned.

    is_open: bool[rings]; those end without the line back to their start.
    """
    if not len(contours):
        return ""
    closed = np.ones(len(contours), dtype=bool) if is_open is None else ~is_open
    contours = with_single_arcs(contours)
    written = _without_closing_lines(contours)
    points = written.points.astype(np.int64)
    starts = _ring_starts(contours)
    first = written.offsets[:-1]
    relative = points - _current_points(points[:, 2], starts, first)[:, None]

    is_first = np.zeros(written.nodes, dtype=bool)
    is_first[first] = True
    lettered = is_first | np.concatenate([[True], written.kinds[1:] != written.kinds[:-1]])
    cubic, line, arc = (written.kinds == kind for kind in (CUBIC, LINE, ARC))
    arcs = _arc_numbers(written, relative[arc, 2])
    # In words: a first segment carries its M, x and y; then its letter, then its numbers.
    sizes = 3 * is_first + 1 * lettered + np.choose(written.kinds, [2, 6, 7])
    at = np.cumsum(sizes) - sizes
    largest = max(abs(n).max(initial=0) for n in (starts, relative, arcs))
    words = _Words(total=int(sizes.sum()), largest=int(largest))

    words.letters(at[first], "M")
    words.letters(at[first[1:]][closed[:-1]], "zM")
    words.numbers(at[first, None] + [1, 2], starts, bare=np.array([True, False]))
    body = at + 3 * is_first
    words.letters(body[lettered & cubic], "c")
    words.letters(body[lettered & line], "l")
    words.letters(body[lettered & arc], "a")
    body += lettered
    bare = lettered[:, None] & (np.arange(7) == 0)
    words.numbers(
        body[cubic, None] + np.arange(6), relative[cubic].reshape(-1, 6), bare=bare[cubic, :6]
    )
    words.numbers(body[line, None] + [0, 1], relative[line, 2], bare=bare[line, :2])
    words.numbers(body[arc, None] + np.arange(7), arcs, bare=bare[arc])
    return words.text() + ("z" if closed[-1] else "")


def _arc_numbers(written: Contours, ends: Integers) -> Integers:
    """Return the numbers of arcs, int64[k, 7], in thousandths as everything that is spelled."""
    numbers = np.zeros((len(ends), 7), dtype=np.int64)
    if written.arcs is not None:
        numbers[:, :2] = np.rint(written.arcs.radii)
        numbers[:, 2] = np.rint(written.arcs.rotations * MICROMETRES_PER_MM)
        numbers[:, 4] = written.arcs.sweeps * MICROMETRES_PER_MM
        numbers[:, 5:] = ends
    return numbers


def _ring_starts(contours: Contours) -> Integers:
    starts: Integers = contours.points[contours.offsets[1:] - 1, 2].astype(np.int64)
    return starts


def _without_closing_lines(contours: Contours) -> Contours:
    last = contours.offsets[1:] - 1
    keep = np.ones(contours.nodes, dtype=bool)
    keep[last] = contours.kinds[last] != LINE
    offsets = np.concatenate([[0], np.cumsum(keep)])[contours.offsets]
    arcs = None if contours.arcs is None else contours.arcs.kept(keep)
    return Contours(contours.kinds[keep], contours.points[keep], offsets, arcs)


def _current_points(ends: Integers, starts: Integers, first: Integers) -> Integers:
    """Return where the pen is before each segment."""
    current = np.empty_like(ends)
    current[1:] = ends[:-1]
    current[first] = starts
    return current


class _Words:
    """Words of fixed width in the order of the text; two for each letter or number."""

    def __init__(self, *, total: int, largest: int) -> None:
        digits = len(str(largest // MICROMETRES_PER_MM))
        self._whole, self._fractions = _tables(3 if digits <= 3 else 5)
        self._words = np.zeros((total, 2), dtype=self._whole.dtype)

    def letters(self, at: Integers, letters: str) -> None:
        self._words[at, 0] = np.array([letters.encode()], self._text_type()).view(self._words.dtype)

    def numbers(self, at: Integers, values: Integers, *, bare: Flags) -> None:
        """Spell `values` (micrometres) as millimetres; `bare` ones follow a letter."""
        sizes = np.abs(values)
        whole = sizes // MICROMETRES_PER_MM
        fraction = sizes - whole * MICROMETRES_PER_MM
        style = np.where(values < 0, _MINUS, np.where(bare, _BARE, _SPACED))
        self._words[at, 0] = self._whole[whole * 3 + style]
        self._words[at, 1] = self._fractions[np.where(values == 0, _ZERO_FRACTION, fraction)]

    def text(self) -> str:
        return self._words.tobytes().translate(None, b"\0").decode("ascii")

    def _text_type(self) -> str:
        return f"S{self._words.dtype.itemsize}"


@functools.cache
def _tables(digits: int) -> tuple[NDArray[np.unsignedinteger], NDArray[np.unsignedinteger]]:
    """Return the words of whole parts (spaced, negative, bare) and of fractions."""
    text, word = ("S4", np.uint32) if digits == 3 else ("S8", np.uint64)
    # Nothing stands for a whole part of zero: the fraction says it all.
    whole = (str(n) if n else "" for n in range(10**digits))
    wholes = [prefix + n for n in whole for prefix in (" ", "-", "")]
    fractions = ["", *(f".{n:03d}".rstrip("0") for n in range(1, 1000)), "0"]
    return np.array(wholes, text).view(word), np.array(fractions, text).view(word)
