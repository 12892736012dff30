"""The whole grammar of a path's `d` attribute (SVG 2, chapter 9) to lines and cubic curves."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from artstudio.geometry.arcs import Point, arc_curves
from artstudio.geometry.contours import Segment, Strokes, strokes_from_lines

# Atomic groups: otherwise "123" would do as three numbers, and blanks could be tried for ever.
_NUMBER = r"((?>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))"
_SEPARATOR = r"\s*+(?:,\s*+)?+"
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2}
_GROUPS = {
    letter: re.compile(_SEPARATOR.join([_NUMBER] * count), re.ASCII)
    for letter, count in _COUNTS.items()
}
# The flags of an arc need nothing between them.
_GROUPS["A"] = re.compile(_SEPARATOR.join([_NUMBER] * 3 + ["([01])"] * 2 + [_NUMBER] * 2), re.ASCII)
_COMMAND = re.compile(r"\s*+([MmLlHhVvCcSsQqTtAaZz])\s*+", re.ASCII)
_BLANKS = re.compile(r"\s*+", re.ASCII)
_BETWEEN = re.compile(_SEPARATOR, re.ASCII)

Subpath = tuple[Point, list[Segment], bool]


class Command(NamedTuple):
    """One command: its letter, where it starts, and the segments it draws (none for M)."""

    letter: str
    start: Point
    segments: tuple[Segment, ...]


@dataclass(frozen=True, kw_only=True)
class PathData:
    """What a path draws, up to its first error if it has one."""

    strokes: Strokes
    dots: tuple[Point, ...]
    is_complete: bool


def parse_path_data(text: str, *, mm_per_unit: float = 1.0) -> PathData:
    """Return the subpaths of a `d` attribute in its own units.

    mm_per_unit: how large a unit comes out, which says how many curves an arc needs.
    `dots` are subpaths without any length, which only round and square caps make visible.
    """
    pen = _Pen(mm_per_unit=mm_per_unit)
    is_complete = _follow(text, pen)
    pen.lift(closed=False)
    return PathData(
        strokes=strokes_from_lines(pen.lines), dots=tuple(pen.dots), is_complete=is_complete
    )


def path_commands(text: str) -> list[Command]:
    """Return the commands of a `d` attribute, up to its first error, for what stands on them."""
    pen = _Pen(mm_per_unit=1.0, commands=[])
    _follow(text, pen)
    return pen.commands or []


def _follow(text: str, pen: _Pen) -> bool:
    """Draw the commands of `text`; return whether it is without error."""
    end = _end_of(_BLANKS, text, 0)
    while end < len(text):
        command = _COMMAND.match(text, end)
        if command is None or not (pen.is_placed or command[1] in "Mm"):
            return False
        end = command.end()
        if command[1] in "Zz":
            pen.lift(closed=True)
            continue
        after = _draw_groups(text, end, command[1], pen)
        if after is None:
            return False
        end = after
    return True


def _draw_groups(text: str, at: int, letter: str, pen: _Pen) -> int | None:
    """Draw one command as often as its numbers repeat; return where they end, None if in error."""
    pattern = _GROUPS[letter.upper()]
    draw = letter
    while group := pattern.match(text, at):
        given = [float(word) for word in group.groups()]
        if not all(map(math.isfinite, given)):
            return None
        pen.draw(draw, given)
        at = _end_of(_BLANKS, text, group.end())
        following = _end_of(_BETWEEN, text, group.end())
        # More points after a move are lines.
        draw = {"M": "L", "m": "l"}.get(letter, letter)
        if following < len(text) and text[following] in "+-.0123456789":
            at = following
        else:
            return at
    return None


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


@dataclass
class _Pen:
    """Where the pen is and what it has drawn."""

    mm_per_unit: float
    at: Point = (0.0, 0.0)
    start: Point = (0.0, 0.0)
    control: Point = (0.0, 0.0)
    previous: str = ""
    is_placed: bool = False
    segments: list[Segment] = field(default_factory=list)
    lines: list[Subpath] = field(default_factory=list)
    dots: list[Point] = field(default_factory=list)
    #: Filled only where somebody asks for it.
    commands: list[Command] | None = None

    def draw(self, letter: str, given: list[float]) -> None:
        """Draw one command with its numbers, relative ones to where the pen is."""
        name = letter.upper()
        if letter.islower():
            given = _absolute(name, given, self.at)
        start = self.at
        if name == "M":
            self._move((given[0], given[1]))
            self._note(name, self.at, ())
        else:
            before = len(self.segments)
            self._segment(name, given)
            self._note(name, start, tuple(self.segments[before:]))
        self.previous = name

    def _note(self, letter: str, start: Point, segments: tuple[Segment, ...]) -> None:
        if self.commands is not None:
            self.commands.append(Command(letter, start, segments))

    def lift(self, *, closed: bool) -> None:
        """End the subpath; the next one starts where this one did, unless it moves first."""
        if self.segments and any(point != self.start for s in self.segments for point in s):
            is_open = not closed and self.segments[-1][-1] != self.start
            self.lines.append((self.start, self.segments, is_open))
        elif self.segments or (closed and self.previous == "M"):
            self.dots.append(self.start)
        if closed:
            self._note("Z", self.at, ((self.start,),))
        self.at, self.segments, self.previous = self.start, [], "Z" if closed else ""

    def _move(self, point: Point) -> None:
        self.lift(closed=False)
        self.at = self.start = point
        self.is_placed = True

    def _segment(self, name: str, given: list[float]) -> None:
        if name == "A":
            self._arc(given)
        elif name in "LHV":
            self._line(_line_end(name, given, self.at))
        else:
            self._curve(name, list(zip(given[::2], given[1::2], strict=True)))

    def _line(self, point: Point) -> None:
        self.segments.append((point,))
        self.at = point

    def _curve(self, name: str, points: list[Point]) -> None:
        if name in "ST":
            points = [self._reflected("CS" if name == "S" else "QT"), *points]
        self.control, end = points[-2], points[-1]
        if name in "QT":
            points = _raised(self.at, points[0], end)
        self.segments.append(tuple(points))
        self.at = end

    def _reflected(self, after: str) -> Point:
        if not self.previous or self.previous not in after:
            return self.at
        return (2 * self.at[0] - self.control[0], 2 * self.at[1] - self.control[1])

    def _arc(self, given: list[float]) -> None:
        end = (given[5], given[6])
        curves = arc_curves(
            self.at,
            end,
            radii=(given[0], given[1]),
            rotation=given[2],
            large=bool(given[3]),
            sweep=bool(given[4]),
            mm_per_unit=self.mm_per_unit,
        )
        self.segments.extend(curves or [(end,)])
        self.at = end


def _absolute(name: str, given: list[float], at: Point) -> list[float]:
    if name == "V":
        return [given[0] + at[1]]
    first = 5 if name == "A" else 0
    return [*given[:first], *(n + at[i % 2] for i, n in enumerate(given[first:]))]


def _line_end(name: str, given: list[float], at: Point) -> Point:
    if name == "H":
        return (given[0], at[1])
    return (at[0], given[0]) if name == "V" else (given[0], given[1])


def _raised(start: Point, control: Point, end: Point) -> list[Point]:
    """Return the controls and end of a quadratic curve as a cubic one, which it is exactly."""
    c1, c2 = (
        (tip[0] + 2 / 3 * (control[0] - tip[0]), tip[1] + 2 / 3 * (control[1] - tip[1]))
        for tip in (start, end)
    )
    return [c1, c2, end]
