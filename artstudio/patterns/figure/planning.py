"""Which figure a task gets, with the counts that were asked for, at the size that was asked for."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import Any

from artstudio.patterns.constraints import DEFAULT_MM, PatternConstraints, Size, disc, refuse, sheet
from artstudio.patterns.family import Task
from artstudio.patterns.figure.drawing import FILLING, ROUND, extent, parts_of, radius_of
from artstudio.patterns.figure.parameters import COUNTS, GRIDS, PIERCED, FigureParameters
from artstudio.patterns.figure.turning import root_radius, tip_share
from artstudio.patterns.reading.families import PANEL_FIGURES
from artstudio.patterns.tilings import ROOT3

#: The figure of each head of a prompt that is not called like its figure.
FIGURE_OF_HEAD = {
    "triangle_shape": "polygon", "pentagon": "polygon", "hexagon": "polygon",
    "heptagon": "polygon", "octagon": "polygon", "nonagon": "polygon", "decagon": "polygon",
    "dodecagon": "polygon", "pentagram": "star", "hexagram": "star", "square": "rectangle",
    "spiral_shape": "spiral", "rays": "sunburst", "chequer": "chequerboard", "dot_grid": "dots",
    "pearls": "dots", "penrose": "penrose_rhombs",
}  # fmt: skip
#: Heads that say how many sides or points there are.
COUNT_OF_HEAD = {
    "triangle_shape": 3, "pentagon": 5, "hexagon": 6, "heptagon": 7, "octagon": 8, "nonagon": 9,
    "decagon": 10, "dodecagon": 12, "pentagram": 5, "hexagram": 6,
}  # fmt: skip
#: The least size at which a figure keeps 0.3 mm everywhere, in mm, by its shorter side.
_SMALLEST_MM = {
    "flower_of_life": 16.4, "snowflake": 15.0, "yin_yang": 8.0, "moon": 6.0, "heart": 3.0,
    "penrose_kites": 12.0, "penrose_rhombs": 12.0, "round_maze": 8.0, "star": 4.0,
}  # fmt: skip
#: Cells along the shorter side: bold, usual, dense; and a cell's width and height in proportion.
_CELLS = {
    "chequerboard": ((6, 8, 12), 1.0, 1.0),
    "dots": ((6, 10, 16), 1.0, 1.0),
    "halftone": ((14, 22, 32), 1.0, ROOT3 / 2),
    "honeycomb": ((5, 8, 12), ROOT3, 1.5),
    "fish_scale": ((6, 9, 14), 2.0, 1.0),
    "cairo": ((4, 6, 9), 1.0, 1.0),
    "maze": ((10, 16, 26), 1.0, 1.0),
}
#: The least width of a cell, in mm, in which ink and ground are 0.3 mm.
_LEAST_CELL_MM = {
    "chequerboard": 0.8, "dots": 0.9, "halftone": 1.3, "honeycomb": 0.9, "fish_scale": 2.5,
    "cairo": 3.0, "maze": 0.8,
}  # fmt: skip
#: What a figure's count counts.
_COUNTED = {
    "polygon": "sides", "star": "points", "gear": "teeth", "spiral": "turns",
    "sunburst": "rays", "snowflake": "arms", "round_maze": "rings",
}  # fmt: skip
_THINNEST_MM = 0.35
_ROUNDS = 3


def plan(task: Task) -> FigureParameters:
    """Choose the figure by the head of the prompt, and keep its counts and sizes."""
    figure = _figure(task)
    if figure in GRIDS:
        return _plan_grid(task, figure)
    if figure in FILLING:
        size = sheet(task.limits, aspect=1.5 if _is_oblong(task) else 1.0)
        return FigureParameters(width_mm=size.width_mm, height_mm=size.height_mm, figure=figure)
    return _plan_in_circle(task, figure)


def _figure(task: Task) -> str:
    head = task.request.head or "star"
    if head in {"panel", "square", "rectangle"}:
        named = (name for name in PANEL_FIGURES if task.request.asks(name.partition("_")[0]))
        head = min(named, default=head)
    figure = FIGURE_OF_HEAD.get(head, head)
    if figure == "maze" and task.request.asks("round", "circle", "circular"):
        return "round_maze"
    known = figure in GRIDS or figure in FILLING or figure in COUNTS
    return figure if known or figure in ROUND or figure in _SMALLEST_MM else "star"


def _is_oblong(task: Task) -> bool:
    return task.request.head in {"rectangle", "ellipse"} and not task.request.asks("square")


def _count(task: Task, figure: str, diameter: float) -> int:
    """Return how many sides, teeth, turns ... as asked, else as is usual."""
    request, choice = task.request, task.choice
    asked = {
        "gear": request.numbers.get("teeth"),
        "spiral": request.numbers.get("turns"),
        "round_maze": request.rings,
        "penrose_kites": None,
        "penrose_rhombs": None,
    }
    wish = asked[figure] if figure in asked else _turning(task)
    wish = COUNT_OF_HEAD.get(request.head or "", wish)
    usual: dict[str, Callable[[], int]] = {
        "polygon": lambda: choice.pick("sides", (5, 7, 8)),
        "star": lambda: 5,
        "gear": lambda: min(choice.pick("teeth", (16, 20, 24)), _most_teeth(diameter)),
        "spiral": lambda: min(choice.count("turns", 3, 6), max(1, int(diameter / 2))),
        "sunburst": lambda: min(choice.pick("rays", (12, 16, 24)), max(3, int(diameter * 0.6))),
        "snowflake": lambda: 6,
        "round_maze": lambda: max(2, min((6, 9, 14)[request.density], int(diameter / 4))),
        "penrose_kites": lambda: _divisions(task, diameter),
        "penrose_rhombs": lambda: _divisions(task, diameter),
    }
    if figure not in usual:
        return 6
    low, high = COUNTS[figure]
    return min(max(wish or usual[figure](), low), high)


def _turning(task: Task) -> int | None:
    said = task.request.numbers
    return task.limits.symmetry or next(
        (said[noun] for noun in ("sides", "points", "fold", "rays") if noun in said),
        task.request.symmetry,
    )


def _most_teeth(diameter: float) -> int:
    return max(5, min(360, int(diameter)))


def _divisions(task: Task, diameter: float) -> int:
    """Return how often Penrose tiles are divided: tiles shrink by the golden ratio each time."""
    smallest = max(4.0, diameter / (9, 14, 22)[task.request.density])
    return max(2, min(6, int(math.log(diameter / 2 / smallest) / math.log(1.618)) + 1))


def _plan_in_circle(task: Task, figure: str) -> FigureParameters:
    limits = dataclasses.replace(task.limits, inner_diameter_mm=None)
    given = [v for v in (limits.width_mm, limits.height_mm) if v is not None]
    size = Size(width_mm=min(given or [DEFAULT_MM]), height_mm=min(given or [DEFAULT_MM]))
    if limits.outer_diameter_mm or figure in ROUND:
        size = disc(limits) if limits.outer_diameter_mm else sheet(limits, aspect=1.0)
        return _in_circle(task, figure, size)
    for _ in range(_ROUNDS):
        p = _in_circle(task, figure, size)
        low, high = extent(parts_of(p, radius_of(p)))
        size = sheet(limits, aspect=float((high - low)[0] / (high - low)[1]))
    return _in_circle(task, figure, size)


def _in_circle(task: Task, figure: str, size: Size) -> FigureParameters:
    across = size.outer_mm or min(size.width_mm, size.height_mm)
    _keep_least(task.limits, across, _SMALLEST_MM.get(figure, 2.0), figure)
    count = _count(task, figure, across)
    line, gap = _widths(figure, across, count)
    _check_breadth(task.limits, figure, count, across)
    return FigureParameters(
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        figure=figure,
        count=count,
        outer_mm=size.outer_mm,
        hole_mm=_hole(task, figure, count, across),
        line_mm=line,
        gap_mm=gap,
        depth=_depth(task, figure, count),
        seed=task.choice.seed % 2**32,
    )


def _widths(figure: str, across: float, count: int) -> tuple[float, float]:
    """Return the width of lines and of the ground between pieces."""
    gap = max(_THINNEST_MM, min(1.0, across * 0.008))
    line = max(0.4, min(4.0, across * 0.015))
    if figure == "spiral":
        line = gap = across / 2 / (count + 0.75) / 2
    elif figure == "round_maze":
        line = max(0.4, min(3.0, across / 2 / count * 0.22))
    elif figure == "flower_of_life":
        line = max(0.4, min(2.0, across * 0.012))
    elif figure == "snowflake":
        line = max(0.5, across * 0.24 / max(count, 5))
    return round(line, 4), round(gap, 3)


def _check_breadth(limits: PatternConstraints, figure: str, count: int, across: float) -> None:
    """Refuse more teeth, turns, rays or rings than can be cut at that size."""
    needs = {
        "gear": lambda: 2 * _THINNEST_MM / tip_share(count),
        "spiral": lambda: 2 * (count + 0.75) * 2 * _THINNEST_MM,
        "sunburst": lambda: _THINNEST_MM * count / math.pi / 0.3 * 2,
        "round_maze": lambda: 2 * count * 0.9,
        "star": lambda: _THINNEST_MM * count / 2,
        "polygon": lambda: _THINNEST_MM * count / math.pi,
        "snowflake": lambda: 3.2 * count,
    }
    if figure in needs:
        _keep_least(limits, across, needs[figure](), figure, count)


def _keep_least(
    limits: PatternConstraints, across: float, least: float, figure: str, count: int = 0
) -> None:
    if across >= least:
        return
    title = figure.replace("_", " ")
    what = f"{title} with {count} {_COUNTED[figure]}" if count else title
    message = f"A {what} is at least {math.ceil(least)} mm across, so that it can be cut."
    raise refuse(_side(limits), message)


def _side(limits: PatternConstraints) -> str:
    if limits.outer_diameter_mm:
        return "outer_diameter_mm"
    return "width_mm" if limits.width_mm or not limits.height_mm else "height_mm"


def _hole(task: Task, figure: str, count: int, across: float) -> float:
    if figure not in PIERCED:
        return 0.0
    asked = task.limits.inner_diameter_mm or 0.0
    room = across * _core(figure, count) - 2 * _THINNEST_MM
    if asked > room:
        message = f"The hole ({asked:g} mm) leaves nothing of a {figure} {across:g} mm across."
        raise refuse("inner_diameter_mm", message)
    if figure == "gear" and not asked and not task.request.refuses_hole:
        return round(max(0.0, min(across * 0.22, room * 0.5)), 3)
    return asked


def _core(figure: str, count: int) -> float:
    """Return the circle inside a figure, of the one around it."""
    shares = {
        "polygon": lambda: math.cos(math.pi / count),
        "star": lambda: star_core(count),
        "gear": lambda: root_radius(count, 1.0),
    }
    return shares[figure]() if figure in shares else 1.0


def star_core(points: int) -> float:
    """Return the inner radius of a star polygon {n/m}, of the outer one; m is nearest to a half.

    Five points give the pentagram, six the hexagram.
    """
    usual = {3: 0.25, 4: 0.38}
    if points in usual:
        return usual[points]
    cores: list[float] = [
        math.cos(math.pi * m / points) / math.cos(math.pi * (m - 1) / points)
        for m in range(2, (points + 1) // 2)
    ]
    return min((round(core, 9) for core in cores), key=lambda core: abs(core - 0.5))


def _depth(task: Task, figure: str, count: int) -> float:
    if figure == "star":
        return star_core(count)
    if figure == "moon":
        return task.choice.between("depth", 0.42, 0.6)
    return 0.3 if figure == "sunburst" else 0.5


def _plan_grid(task: Task, figure: str) -> FigureParameters:
    limits = task.limits
    asked = task.request.grid
    both = limits.width_mm and limits.height_mm
    side = limits.width_mm or limits.height_mm or DEFAULT_MM
    columns, rows = asked or _usual_grid(task, figure, Size(width_mm=side, height_mm=side))
    wide, high = natural_size(figure, columns, rows)
    size = sheet(limits, aspect=wide / high)
    if not asked and both:
        columns, rows = _usual_grid(task, figure, size)
        wide, high = natural_size(figure, columns, rows)
    cell = min(size.width_mm / wide, size.height_mm / high)
    least = _LEAST_CELL_MM[figure] / _CELLS[figure][1]
    if cell < least:
        title = f"{figure.replace('_', ' ')} of {columns} by {rows}"
        message = f"A {title} is at least {math.ceil(least * wide)} mm wide, so that it can be cut."
        raise refuse(_side(limits), message)
    line, gap = _cell_widths(figure, cell)
    return FigureParameters(
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        figure=figure,
        columns=columns,
        rows=rows,
        line_mm=line,
        gap_mm=gap,
        linear=task.request.asks("linear"),
        seed=task.choice.seed % 2**32,
    )


def _usual_grid(task: Task, figure: str, size: Size) -> tuple[int, int]:
    """Return columns and rows for a sheet."""
    many, wide, high = _CELLS[figure]
    short = min(size.width_mm, size.height_mm)
    least = _LEAST_CELL_MM[figure] / wide * 1.2
    # Regular cells: so large that the wanted number lies along the shorter side.
    cell = max(short / many[task.request.density] / min(wide, high), least)
    cell = max(cell, size.width_mm / wide / 100, size.height_mm / high / 100)
    columns, rows = size.width_mm / (cell * wide), size.height_mm / (cell * high)
    return max(1, min(120, round(columns))), max(1, min(120, round(rows)))


def natural_size(figure: str, columns: int, rows: int) -> tuple[float, float]:
    """Return the size of a grid of regular cells, in the unit of the cells."""
    _, wide, high = _CELLS[figure]
    if figure == "dots":
        return columns - 0.4, rows - 0.4
    if figure == "halftone":
        return columns + 0.5, rows * high
    if figure == "honeycomb":
        return columns * wide, rows * high + 0.5
    return columns * wide, rows * high


def _cell_widths(figure: str, cell: float) -> tuple[float, float]:
    """Return lines and gaps for a cell's unit in mm."""
    shares: dict[str, Any] = {
        "chequerboard": (0.12, 0.04),
        "dots": (0.1, 0.4),
        "halftone": (0.1, 0.12),
        "honeycomb": (0.22, 0.1),
        "fish_scale": (0.1, 0.09),
        "cairo": (0.1, 0.06),
        "maze": (0.24, 0.1),
    }
    line, gap = shares[figure]
    return (
        round(max(0.4, min(4.0, cell * line)), 3),
        round(max(_THINNEST_MM, min(1.2, cell * gap)), 3),
    )
