"""Outlines of the areas that cells of a lattice make; corners that only touch are cut off."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from artstudio.patterns.shapes import Point, Ring, polygon

Cell = tuple[int, int]
Step = tuple[int, int]
# The sides of a cell, with the cell on their left: corner, step, and the cell beyond.
_SIDES: tuple[tuple[Cell, Step, Step], ...] = (
    ((0, 0), (1, 0), (0, -1)),
    ((1, 0), (0, 1), (1, 0)),
    ((1, 1), (-1, 0), (0, 1)),
    ((0, 1), (0, -1), (-1, 0)),
)


@dataclass(frozen=True, kw_only=True)
class Lattice:
    """Columns and rows of cells dx by dy mm; endless: the last column meets the first.

    cut: how much of corners that touch is cut off along x and y, in mm.
    period: an edge has a node after so many columns, so that it can be bent. inset: how far
    areas stay within their cells, in mm.
    """

    columns: int
    dx: float
    dy: float
    cut: tuple[float, float]
    endless: bool
    period: int
    inset: float = 0.0

    def wrapped(self, cell: Cell) -> Cell:
        """Return a cell or corner with its column counted from 0."""
        return (cell[0] % self.columns, cell[1]) if self.endless else cell


def outlines(lattice: Lattice, cells: Collection[Cell]) -> list[Ring]:
    """Return the outlines of the areas that these cells make."""
    steps = _border(lattice, frozenset(cells))
    touching = {corner for corner, ways in steps.items() if len(ways) > 1}
    rings = []
    for start in sorted(steps):
        while steps[start]:
            ring = list(_corners(lattice, _followed(lattice, steps, start), touching))
            rings.append(polygon(ring))
    return rings


def _border(lattice: Lattice, cells: frozenset[Cell]) -> dict[Cell, list[Step]]:
    """Return the steps along all borders by the corner where they start."""
    steps: dict[Cell, list[Step]] = {}
    for i, j in sorted(cells):
        for (a, b), step, (di, dj) in _SIDES:
            if lattice.wrapped((i + di, j + dj)) not in cells:
                steps.setdefault(lattice.wrapped((i + a, j + b)), []).append(step)
    return steps


def _followed(
    lattice: Lattice, steps: dict[Cell, list[Step]], start: Cell
) -> list[tuple[Cell, Step]]:
    """Follow one border until it comes back, taking its steps out; left where there are two."""
    first = step = steps[start].pop(0)
    (x, y), path = start, []
    while True:
        path.append(((x, y), step))
        x, y = x + step[0], y + step[1]
        at, left = lattice.wrapped((x, y)), (-step[1], step[0])
        ways = steps[at]
        if not ways or (at == start and left == first):
            return path
        step = ways.pop(ways.index(left) if left in ways else 0)


def _corners(
    lattice: Lattice, path: list[tuple[Cell, Step]], touching: Collection[Cell]
) -> Iterator[Point]:
    """Yield the corners of a border in mm, and nodes on long edges."""
    (cut_x, cut_y), inset = lattice.cut, lattice.inset
    before = path[-1][1]
    for (i, j), step in path:
        # Areas lie on the left of their border.
        left = (-step[1], step[0])
        if step != before:
            left = (left[0] - before[1], left[1] + before[0])
        x = round(i * lattice.dx + inset * left[0], 9)
        y = round(j * lattice.dy + inset * left[1], 9)
        if step == before:
            if i % lattice.period == 0 and step[1] == 0:
                yield x, y
        elif lattice.wrapped((i, j)) in touching:
            yield x - before[0] * cut_x, y - before[1] * cut_y
            yield x + step[0] * cut_x, y + step[1] * cut_y
        else:
            yield x, y
        before = step
