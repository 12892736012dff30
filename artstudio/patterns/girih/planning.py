"""Which girih a task gets: as many points as were asked for, in a panel, border or circle."""

from __future__ import annotations

from artstudio.patterns.constraints import disc, refuse, sheet
from artstudio.patterns.family import Task
from artstudio.patterns.girih.parameters import PANEL_FOLDS, GirihParameters
from artstudio.patterns.girih.tiles import steps

_LEAST_STAR_MM = 12.0
_ANGLES = {8: (58.0, 68.0), 10: (54.0, 72.0), 12: (58.0, 70.0), 16: (60.0, 70.0)}


def plan(task: Task) -> GirihParameters:
    """Choose form, points and bands, so that every opening can be cut."""
    request, limits = task.request, task.limits
    given = limits.given() & {"outer_diameter_mm", "inner_diameter_mm"}
    is_round = bool(given) or request.asks("circle", "ring", "medallion", "rosette")
    fold = request.symmetry or request.numbers.get("points") or 0
    if is_round or (fold and fold not in PANEL_FOLDS and 5 <= fold <= 24):
        return _round(task, fold)
    return _panel(task, fold)


def _angle(task: Task, fold: int) -> float:
    low, high = _ANGLES.get(fold, (58.0, 68.0))
    return task.choice.between("angle", low, high)


def _round(task: Task, fold: int) -> GirihParameters:
    size = disc(task.limits)
    fold = fold if 5 <= fold <= 24 else task.choice.pick("fold", PANEL_FOLDS)
    if size.outer_mm < 1.6 * fold:
        message = f"A star of {fold} points is at least {round(1.6 * fold)} mm across."
        raise refuse("outer_diameter_mm", message)
    unit = size.outer_mm / (fold / 3.14159 + 5)
    return GirihParameters(
        form="circle",
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        fold=fold,
        outer_mm=size.outer_mm,
        angle=_angle(task, fold),
        band_mm=round(max(0.5, min(3.0, unit * (0.14, 0.11, 0.08)[task.request.density])), 3),
        frame_mm=round(max(0.8, size.outer_mm * 0.025), 3),
    )


def _panel(task: Task, fold: int) -> GirihParameters:
    request, choice = task.request, task.choice
    fold = fold if fold in PANEL_FOLDS else choice.pick("fold", PANEL_FOLDS)
    is_border = request.asks("border", "strip", "band")
    wide, high = steps(fold)
    asked = request.grid or ((6, 1) if is_border else None)
    columns, rows = asked or ((2, 3, 4)[request.density], (2, 3, 4)[request.density])
    size = sheet(task.limits, aspect=columns * wide / (rows * high))
    if not request.grid:
        columns, rows = _stars(size.width_mm, size.height_mm, (wide, high), request.density)
    star = min(size.width_mm / columns, size.height_mm / rows)
    if star < _LEAST_STAR_MM * 0.5:
        raise refuse("width_mm", f"{columns} by {rows} stars need a larger sheet.")
    per = star / wide
    return GirihParameters(
        form="panel",
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        fold=fold,
        columns=columns,
        rows=rows,
        angle=_angle(task, fold),
        band_mm=round(max(0.45, min(3.0, per * (0.2, 0.16, 0.13)[request.density])), 3),
        frame_mm=round(max(0.8, star * 0.05), 3),
    )


def _stars(width: float, height: float, step: tuple[float, float], density: int) -> tuple[int, int]:
    """Return columns and rows of stars that are hardly stretched."""
    short = min(width, height)
    many = (2, 3, 4)[density] if max(width, height) < 2.5 * short else 1
    star = max(short / many, _LEAST_STAR_MM)
    columns = max(1, min(40, round(width / star)))
    rows = max(1, min(40, round(height / (star * step[1] / step[0]))))
    return columns, rows
