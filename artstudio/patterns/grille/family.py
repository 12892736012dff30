"""The family of grilles and lute roses: which a task gets, and what it keeps."""

from __future__ import annotations

from artstudio.patterns.constraints import PatternConstraints, disc, refuse, sheet
from artstudio.patterns.family import Family, Task
from artstudio.patterns.grille.drawing import draw
from artstudio.patterns.grille.parameters import STYLES, GrilleParameters

_LEAST_ROSE_MM = 30.0
_LEAST_CELL_MM = 5.0
_FOLDS = {"interlaced": (6, 8), "gothic": (4, 5, 6, 8), "star": (8, 10, 12),
          "lattice": (8, 10, 12, 16)}  # fmt: skip
_STYLE_WORDS = (
    ("gothic", "gothic"), ("star", "star"), ("islamic", "star"), ("knot", "interlaced"),
    ("interlaced", "interlaced"), ("celtic", "interlaced"), ("circle", "interlaced"),
    ("diamond", "lattice"), ("lattice", "lattice"), ("trellis", "lattice"),
)  # fmt: skip


def plan(task: Task) -> GrilleParameters:
    """Choose style and repeats so that strands and openings can be cut."""
    request, limits = task.request, task.limits
    style = next((s for word, s in _STYLE_WORDS if request.asks(word) and word != "circle"), "")
    style = style or task.choice.pick("style", STYLES)
    given = limits.given() & {"outer_diameter_mm", "inner_diameter_mm"}
    is_rose = bool(given) or request.asks("lute", "circle", "ring", "rosette")
    return _rose(task, style) if is_rose else _panel(task, style)


def _rose(task: Task, style: str) -> GrilleParameters:
    size = disc(task.limits)
    if size.outer_mm < _LEAST_ROSE_MM:
        raise refuse("outer_diameter_mm", "A rose is at least 30 mm across, so that it holds.")
    low, high = (5, 12) if style != "gothic" else (3, 12)
    asked = task.request.symmetry
    fold = asked if asked and low <= asked <= high else task.choice.pick("fold", _FOLDS[style])
    width = size.outer_mm * (0.024, 0.019, 0.016)[task.request.density]
    return GrilleParameters(
        form="circle",
        style=style,
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        outer_mm=size.outer_mm,
        fold=fold,
        strand_mm=round(max(0.8, width), 3),
        frame_mm=round(max(1.2, size.outer_mm * 0.045), 3),
    )


def _panel(task: Task, style: str) -> GrilleParameters:
    grid = task.request.grid
    size = sheet(task.limits, aspect=grid[0] / grid[1] if grid else 1.0)
    short = min(size.width_mm, size.height_mm)
    cell = max(short / (4, 5, 7)[task.request.density], _LEAST_CELL_MM)
    columns, rows = grid or (
        max(1, min(60, round(size.width_mm / cell))), max(1, min(60, round(size.height_mm / cell)))
    )  # fmt: skip
    cell = min(size.width_mm / columns, size.height_mm / rows)
    if cell < _LEAST_CELL_MM * 0.9:
        raise refuse("width_mm", f"{columns} by {rows} openings need a larger sheet.")
    return GrilleParameters(
        form="panel",
        style=style,
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        columns=columns,
        rows=rows,
        strand_mm=round(max(0.6, min(4.0, cell * 0.09)), 3),
        frame_mm=round(max(1.0, min(6.0, short * 0.03)), 3),
    )


def _nodes(p: GrilleParameters) -> int:
    return 200 + p.fold * 220 if p.form == "circle" else 60 + p.columns * p.rows * 90


def _ignores(p: GrilleParameters, _limits: PatternConstraints) -> frozenset[str]:
    return frozenset({"outer_diameter_mm", "symmetry"}) if p.form == "panel" else frozenset()


FAMILY = Family(
    name="grille",
    parameters=GrilleParameters,
    plan=plan,
    draw=draw,
    nodes=_nodes,
    uses=frozenset({"outer_diameter_mm", "symmetry"}),
    ignores=_ignores,
)
