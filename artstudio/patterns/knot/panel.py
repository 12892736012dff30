"""A knot that fills a rectangle, in a frame."""

from __future__ import annotations

from artstudio.geometry.contours import Contours
from artstudio.geometry.drawing import Drawing
from artstudio.patterns.constraints import refuse, sheet
from artstudio.patterns.family import Task, on_sheet
from artstudio.patterns.interlace import Plait
from artstudio.patterns.knot.parameters import KnotParameters
from artstudio.patterns.knot.weave import band_sizes, broken, walls_of
from artstudio.patterns.shapes import contours, polygon
from artstudio.patterns.transforms import moved, stretched

MOST_COLUMNS, MOST_ROWS = 400, 40
LEAST_CELL_MM = 1.9


def plan_panel(task: Task) -> KnotParameters:
    """Choose lanes and breaks for a sheet whose cells are hardly stretched."""
    request, choice = task.request, task.choice
    strip = request.asks("strip", "border", "band", "edge", "braid", "plait")
    aspect = 5.0 if strip else choice.pick("aspect", (1.0, 1.5, 2.0, 2.6))
    if request.asks("square"):
        aspect = 1.0
    if request.grid:
        aspect = request.grid[0] / request.grid[1]
    size = sheet(task.limits, aspect=aspect)
    short = min(size.width_mm, size.height_mm)
    frame = round(max(0.3, min(1.6, short * 0.025)), 3) if short > 8 else 0.0
    frame = 0.0 if request.refuses_border else frame
    space = round(max(0.3, min(1.4, short * 0.03)), 3) if frame else 0.0
    wide, high = (v - 2 * (frame + space) for v in (size.width_mm, size.height_mm))
    lanes = (
        choice.count("lanes", 3, 4) + request.density - 1 - (wide > 2.5 * high or high > 2.5 * wide)
    )
    cell = max(min(wide, high) / (2 * max(1, lanes)), 2.1)
    columns, rows = (max(2, 2 * min(20, round(v / cell / 2))) for v in (wide, high))
    if wide >= high:
        columns = max(4, 2 * min(120, round(wide * rows / high / 2)))
    else:
        columns = max(4, columns)
        rows = max(2, 2 * min(20, round(high * columns / wide / 2)))
    if request.grid:
        columns, rows = _loops(request.grid, wide, high)
    plait = broken(task, Plait(columns=columns, rows=rows), period=columns)
    return KnotParameters(
        form="panel",
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        columns=columns,
        rows=rows,
        walls=walls_of(plait),
        frame_mm=frame,
        space_mm=space,
        **band_sizes(task, min(wide / columns, high / rows)),
    )


def _loops(grid: tuple[int, int], wide: float, high: float) -> tuple[int, int]:
    """Return the cells of a knot with so many loops along its sides: two for each loop."""
    columns, rows = 2 * grid[0], 2 * grid[1]
    if not (4 <= columns <= MOST_COLUMNS and 2 <= rows <= MOST_ROWS):
        raise refuse("width_mm", "A knot has 2 to 200 loops across and 1 to 20 down.")
    if min(wide / columns, high / rows) < LEAST_CELL_MM:
        title = f"A knot of {grid[0]} by {grid[1]} loops"
        message = f"{title} needs a larger sheet, so that it can be cut."
        raise refuse("width_mm", message)
    return columns, rows


def draw_panel(p: KnotParameters, pieces: Contours) -> Drawing:
    """Stretch pieces, drawn in cells, onto the panel."""
    margin = p.frame_mm + p.space_mm
    wide, high = p.width_mm - 2 * margin, p.height_mm - 2 * margin
    placed = moved(stretched(pieces, wide / p.columns, high / p.rows), margin, margin)
    return on_sheet(p.width_mm, p.height_mm, [_frame(p), placed], centred=False)


def _frame(p: KnotParameters) -> Contours:
    if not p.frame_mm:
        return contours([])
    return contours(
        polygon(
            [(d, d), (p.width_mm - d, d), (p.width_mm - d, p.height_mm - d), (d, p.height_mm - d)]
        )
        for d in (0.0, p.frame_mm)
    )
