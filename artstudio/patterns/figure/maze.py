"""Mazes with exactly one way: walls of true width along a seeded spanning tree of the cells.

Every cell is reached from every other one in exactly one way, so there is one
solution between the two doors. The walls are whole pieces: two of them, one on each
side of the solution.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence

import shapely

from artstudio.geometry.contours import Segment
from artstudio.patterns.family import require
from artstudio.patterns.figure.parameters import FigureParameters
from artstudio.patterns.figure.simple import arc_path
from artstudio.patterns.seeded_random import SeededRandom
from artstudio.patterns.shapes import Point, Ring, polar, polygon

Cell = tuple[int, int]
Passage = frozenset[Cell]
_STEPS = 720
_SNAP_MM = 0.02
_POINT_MM = 0.004


def spanning_tree(seed: int, start: Cell, beside: Callable[[Cell], list[Cell]]) -> set[Passage]:
    """Return the passages of a maze: depth-first, at each cell in an order of the seed's."""
    choice = SeededRandom(seed)
    seen, passages = {start}, set()
    stack = [(start, iter(choice.order(f"{start}", beside(start))))]
    while stack:
        cell, ways = stack[-1]
        onward = next((way for way in ways if way not in seen), None)
        if onward is None:
            stack.pop()
            continue
        seen.add(onward)
        passages.add(frozenset((cell, onward)))
        stack.append((onward, iter(choice.order(f"{onward}", beside(onward)))))
    return passages


def passages_of(p: FigureParameters) -> set[Passage]:
    """Return the pairs of cells (column, row), or (ring, place), between which no wall is."""
    if p.figure == "round_maze":
        counts = round_cells(p)
        return spanning_tree(p.seed, (0, 0), lambda cell: _beside_round(cell, counts))
    return spanning_tree(p.seed, (0, 0), lambda cell: _beside(cell, p.columns, p.rows))


def _beside(cell: Cell, columns: int, rows: int) -> list[Cell]:
    i, j = cell
    ways = ((i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1))
    return [(x, y) for x, y in ways if 0 <= x < columns and 0 <= y < rows]


def maze_figure(p: FigureParameters, wide: float, high: float) -> list[Ring]:
    """Return the walls; the doors are above the first cell and below the last one."""
    xs = _lines(wide, p.columns, p.line_mm)
    ys = _lines(high, p.rows, p.line_mm)
    return [polygon((xs[i], ys[j]) for i, j in outline) for outline in _outlines(_wall_squares(p))]


def _lines(length: float, many: int, wall: float) -> list[float]:
    """Return where walls begin and end: begin, end, begin, end, in mm from the middle."""
    pitch = (length - wall) / many
    require(pitch > 1.1 * wall, "its walls leave no way between them.")
    return [-length / 2 + k * pitch + edge for k in range(many + 1) for edge in (0.0, wall)]


def _wall_squares(p: FigureParameters) -> set[Cell]:
    """Return the squares of the grid of walls and cells (two for each) that are wall."""
    columns, rows = p.columns, p.rows
    open_ones = {(2 * i + 1, 2 * j + 1) for i in range(columns) for j in range(rows)}
    for a, b in map(sorted, passages_of(p)):
        open_ones.add((a[0] + b[0] + 1, a[1] + b[1] + 1))
    open_ones |= {(1, 0), (2 * columns - 1, 2 * rows)}
    return {
        (i, j)
        for i in range(2 * columns + 1)
        for j in range(2 * rows + 1)
        if (i, j) not in open_ones
    }


def _outlines(squares: set[Cell]) -> list[list[Cell]]:
    """Return the outlines of a set of unit squares, which never meet at a corner alone."""
    onward: dict[Cell, Cell] = {}
    for i, j in sorted(squares):
        sides = (
            ((i, j - 1), (i, j), (i + 1, j)),
            ((i + 1, j), (i + 1, j), (i + 1, j + 1)),
            ((i, j + 1), (i + 1, j + 1), (i, j + 1)),
            ((i - 1, j), (i, j + 1), (i, j)),
        )
        onward |= {start: end for other, start, end in sides if other not in squares}
    outlines = []
    while onward:
        first = at = min(onward)
        outline = []
        while at in onward:
            outline.append(at)
            at = onward.pop(at)
        outlines.append(_corners(outline))
        if at != first:
            raise AssertionError
    return outlines


def _corners(outline: list[Cell]) -> list[Cell]:
    """Return an outline without the points in the middle of its sides."""
    n = len(outline)
    return [
        outline[i]
        for i in range(n)
        if (outline[i - 1][0] == outline[i][0]) != (outline[i][0] == outline[(i + 1) % n][0])
    ]


def round_cells(p: FigureParameters) -> list[int]:
    """Return how many cells each ring has, from the middle: twice as many where there is room."""
    counts = [1]
    for ring in range(1, p.count):
        before = counts[-1]
        if ring == 1:
            counts.append(6)
        else:
            counts.append(before * 2 if 2 * math.pi * ring / before >= 1.9 else before)
    return counts


def _beside_round(cell: Cell, counts: Sequence[int]) -> list[Cell]:
    ring, k = cell
    found: list[Cell] = []
    if ring + 1 < len(counts):
        times = counts[ring + 1] // counts[ring]
        found += [(ring + 1, k * times + i) for i in range(times)]
    if ring:
        many = counts[ring]
        found += [(ring - 1, k // (many // counts[ring - 1]))]
        found += [(ring, (k + 1) % many), (ring, (k - 1) % many)]
    return found


def round_maze_figure(p: FigureParameters, radius: float) -> list[Ring]:
    """Return the walls of a round maze: from a door at the top to the middle."""
    counts, passages = round_cells(p), passages_of(p)
    pitch = (radius - p.line_mm) / p.count
    require(pitch > 1.2 * p.line_mm, "its walls leave no way between them.")
    walls = [r for k in range(1, p.count + 1) if (r := pitch * k + p.line_mm / 2)]
    pieces: list[shapely.Polygon] = []
    for ring, many in enumerate(counts):
        for k in range(many):
            pieces += _cell_walls(p, (ring, k), counts, passages, walls)
    whole = shapely.union_all(pieces, grid_size=1e-6)
    circles = [r + side * p.line_mm / 2 for r in walls for side in (-1, 1)]
    edges = [
        edge
        for part in shapely.get_parts(shapely.normalize(whole))
        for edge in (part.exterior, *part.interiors)
    ]
    return [_with_arcs([(x, y) for x, y in edge.coords][:-1], circles) for edge in edges]


def _cell_walls(
    p: FigureParameters,
    cell: Cell,
    counts: Sequence[int],
    passages: set[Passage],
    walls: Sequence[float],
) -> Iterable[shapely.Polygon]:
    """Yield the walls outside a cell and clockwise of it."""
    ring, k = cell
    many = counts[ring]
    is_last = ring + 1 == len(counts)
    times = 1 if is_last else counts[ring + 1] // many
    for i in range(times):
        outer = (ring + 1, k * times + i)
        is_door = is_last and k == 0
        if frozenset((cell, outer)) in passages or is_door:
            continue
        a, b = (k * times + i) / (many * times), (k * times + i + 1) / (many * times)
        yield _bent_wall(walls[ring], p.line_mm, a, b)
    if ring and frozenset((cell, (ring, (k + 1) % many))) not in passages:
        yield from _straight_wall(walls[ring - 1], walls[ring], p.line_mm, (k + 1) / many)


def _bent_wall(radius: float, width: float, a: float, b: float) -> shapely.Polygon:
    """Return a wall along a circle between two turns, with a post at both ends."""
    reach = _reach(radius, width)
    n = max(1, math.ceil((b - a) * _STEPS))
    first, last = a + reach, b - reach
    between = [first + (last - first) * i / n for i in range(n + 1)]
    return _sector(radius, width, [a - reach, *between, b + reach])


def _reach(radius: float, width: float) -> float:
    """Return half the width of a wall as a turn."""
    return width / 2 / (2 * math.pi * radius)


def _sector(radius: float, width: float, turns: Sequence[float]) -> shapely.Polygon:
    rounded = [round(turn, 12) for turn in turns]
    outer = [polar(radius + width / 2, turn) for turn in rounded]
    inner = [polar(radius - width / 2, turn) for turn in reversed(rounded)]
    return shapely.Polygon([*outer, *inner])


def _straight_wall(inner: float, outer: float, width: float, turn: float) -> list[shapely.Polygon]:
    """Return a wall between two circles: its posts, and what joins them corner to corner."""
    low, high = _reach(inner, width), _reach(outer, width)
    corners = [
        polar(inner + width / 2, round(turn - low, 12)),
        polar(outer - width / 2, round(turn - high, 12)),
        polar(outer - width / 2, round(turn + high, 12)),
        polar(inner + width / 2, round(turn + low, 12)),
    ]
    return [
        _sector(inner, width, [turn - low, turn + low]),
        shapely.Polygon(corners),
        _sector(outer, width, [turn - high, turn + high]),
    ]


def _with_arcs(corners: list[Point], circles: Sequence[float]) -> Ring:
    """Return an outline whose runs of corners along one circle became arcs of it."""
    radii = [math.sqrt(x * x + y * y) for x, y in corners]
    on = [next((c for c in circles if abs(c - r) < _SNAP_MM), 0.0) for r in radii]
    points = [
        (x * c / r, y * c / r) if c else (x, y)
        for (x, y), r, c in zip(corners, radii, on, strict=True)
    ]
    n = len(points)
    bent = [bool(on[i]) and on[i] == on[(i + 1) % n] for i in range(n)]
    if all(bent):
        quarters = [points[i * n // 4 : (i + 1) * n // 4 + 1] for i in range(4)]
        quarters[3] = [*quarters[3], points[0]]
        return [segment for run in quarters for segment in _arc(run, on[0])]
    first = next(i for i in range(n) if bent[i] != bent[i - 1] or not bent[i])
    ring: list[Segment] = []
    i = 0
    while i < n:
        here = (first + i) % n
        run = 1
        if bent[here]:
            while bent[(here + run) % n] and i + run < n:
                run += 1
            along = [points[(here + k) % n] for k in range(run + 1)]
            ring += _arc(along, on[here])
        else:
            ring.append((points[(here + 1) % n],))
        i += run
    return ring


def _arc(points: Sequence[Point], radius: float) -> list[Segment]:
    """Return the arc about the origin from the first of these points to the last.

    Nothing where they are nearly one point.
    """
    turning = sum(ax * by - ay * bx for (ax, ay), (bx, by) in itertools.pairwise(points))
    if abs(turning) < _POINT_MM * radius:
        return []
    return arc_path(points[0], points[-1], (0.0, 0.0), radius, clockwise=turning > 0)
