"""The light pieces of one repeat of a pattern: x from 0 to the pitch, y across the band, in mm.

Pieces of one wood touch nowhere but along sides, which become one; where they would meet
in a point, they keep a little apart. As in the workshop: sheets of veneer in turn, glued,
sawn across at an angle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from artstudio.patterns.shapes import Point, sine

#: What is left between pieces that would meet in a point.
APART_MM = 0.32
_STEPS = 24


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """The room of one repeat, in mm; stem: what is between two rows; lean: shares of a row."""

    pitch: float
    height: float
    stem: float
    lean: float

    @property
    def row(self) -> float:
        """The height of one of two rows."""
        return (self.height - self.stem) / 2


Piece = list[Point]


def half_herringbone(r: Repeat) -> list[Piece]:
    """One row of parallelograms that lean over."""
    half, lean = r.pitch / 2, r.lean * r.height / 2
    return [[(0.0, 0.0), (half, 0.0), (half + lean, r.height), (lean, r.height)]]


def herringbone(r: Repeat) -> list[Piece]:
    """Two rows that lean against each other over a stem, half a repeat apart."""
    half, lean = r.pitch / 2, r.lean * r.row
    low = [(0.0, 0.0), (half, 0.0), (half + lean, r.row), (lean, r.row)]
    high = [(x + half, r.height - y) for x, y in low]
    return [low, high]


def chevron(r: Repeat) -> list[Piece]:
    """Arrow heads in file."""
    half, mid = r.pitch / 2, r.height / 2
    lean = r.lean * mid
    return [
        [
            (0.0, 0.0),
            (half, 0.0),
            (half + lean, mid),
            (half, r.height),
            (0.0, r.height),
            (lean, mid),
        ]
    ]


def rope(r: Repeat) -> list[Piece]:
    """Strands of a twisted cord: lozenges whose sides are S shapes."""
    half, lean = r.pitch / 2, r.lean * r.height * 0.75
    side = []
    for i in range(_STEPS + 1):
        t = i / _STEPS
        # Strands run out flat along both edges.
        side.append((lean * (t + 0.13 * sine(t)), r.height * t))
    return [[*side, *((x + half, y) for x, y in reversed(side))]]


def wheat(r: Repeat) -> list[Piece]:
    """Grains, each of two arcs, that stand off both sides of a stem."""
    low, reach = r.row, r.lean * r.row * 1.5
    depth = max(0.2 * r.pitch, min(0.38 * r.pitch, 0.55 * (r.pitch - APART_MM)))
    foot, tip = (0.0, low - depth * 0.22), (reach, low * 0.06 + depth * 0.13)
    grain = _lens(foot, tip, depth)
    return [grain, [(x, r.height - y) for x, y in grain]]


def _lens(a: Point, b: Point, depth: float) -> Piece:
    """Return what two flat arcs enclose, with ends that are a little blunt."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    long = (dx * dx + dy * dy) ** 0.5
    ux, uy = -dy / long, dx / long
    rise = []
    for i in range(_STEPS + 1):
        t = i / _STEPS
        swell = depth / 2 * (0.3 + 0.7 * 4 * t * (1 - t))
        rise.append((t, swell))
    left = [(a[0] + dx * t + ux * s, a[1] + dy * t + uy * s) for t, s in rise]
    right = [(a[0] + dx * t - ux * s, a[1] + dy * t - uy * s) for t, s in reversed(rise)]
    return [*left, *right]


def chequer(r: Repeat) -> list[Piece]:
    """Two rows of squares, shifted by one; corners that would touch are cut off."""
    half, mid = r.pitch / 2, r.height / 2
    cut = min(APART_MM * 0.75, 0.35 * half, 0.35 * mid)
    low = [
        (0.0, 0.0),
        (half, 0.0),
        (half, mid - cut),
        (half - cut, mid),
        (cut, mid),
        (0, mid - cut),
    ]
    return [low, [(x + half, r.height - y) for x, y in low]]


def sawtooth(r: Repeat) -> list[Piece]:
    """Triangles on one edge."""
    near = min(APART_MM / 2, r.pitch / 6)
    return [[(near, 0.0), (r.pitch - near, 0.0), (r.pitch / 2, r.height)]]


def diamonds(r: Repeat) -> list[Piece]:
    """Lozenges in file."""
    near, mid = min(APART_MM / 2, r.pitch / 6), r.height / 2
    return [[(near, mid), (r.pitch / 2, 0.0), (r.pitch - near, mid), (r.pitch / 2, r.height)]]


def ladder(r: Repeat) -> list[Piece]:
    """Bars across."""
    return [[(0.0, 0.0), (r.pitch / 2, 0.0), (r.pitch / 2, r.height), (0.0, r.height)]]


def lines(r: Repeat) -> list[Piece]:
    """One light line from end to end."""
    return [[(0.0, 0.0), (r.pitch, 0.0), (r.pitch, r.height), (0.0, r.height)]]


#: Each pattern with its pitch over the height of the band, and whether it has two rows.
PIECES: dict[str, tuple[Callable[[Repeat], list[Piece]], float]] = {
    "herringbone": (herringbone, 0.7),
    "half_herringbone": (half_herringbone, 0.9),
    "chevron": (chevron, 0.8),
    "rope": (rope, 1.1),
    "wheat": (wheat, 0.75),
    "chequer": (chequer, 1.0),
    "lines": (lines, 8.0),
    "sawtooth": (sawtooth, 0.9),
    "diamonds": (diamonds, 1.4),
    "ladder": (ladder, 1.0),
}
