"""Which tiling a task gets, on what grid, and which of its tiles are pierced."""

from __future__ import annotations

import math

from artstudio.patterns.constraints import disc, refuse, sheet
from artstudio.patterns.family import Task
from artstudio.patterns.tessellation.parameters import TessellationParameters
from artstudio.patterns.tilings import TILINGS

MOTIF_WORDS = {
    "hexagon": "hexagons", "hex": "hexagons", "honeycomb": "hexagons", "bee": "hexagons",
    "rhombille": "rhombs", "rhombus": "rhombs", "cube": "rhombs", "tumbling": "rhombs",
    "triangle": "triangles", "triangular": "triangles", "cross": "star_and_cross",
    "basket": "basket", "basketweave": "basket", "parquet": "basket",
    "islamic": "octagon_stars", "moorish": "octagon_stars", "arabesque": "dodecagon_stars",
    "moroccan": "star_and_cross", "persian": "dodecagon_stars", "alhambra": "octagon_stars",
    "star": "hexagon_stars", "octagon": "octagon_stars", "diamond": "rhombs",
}  # fmt: skip
FOLDS = {
    6: "hexagon_stars",
    8: "octagon_stars",
    12: "dodecagon_stars",
    4: "star_and_cross",
    3: "rhombs",
}
MOST_TILES = 900
SMALLEST_FIELD_MM = 10.0


def plan(task: Task) -> TessellationParameters:
    """Choose the tiling, its scale, and which of its tiles are pierced."""
    request, choice = task.request, task.choice
    in_round = bool(task.limits.outer_diameter_mm) or (
        request.asks("round", "circle", "circular", "disc", "medallion", "ring")
        and task.limits.width_mm == task.limits.height_mm
    )
    size = (
        disc(task.limits)
        if in_round
        else sheet(task.limits, aspect=choice.pick("aspect", (1.0, 1.5)))
    )
    short = size.outer_mm if in_round else min(size.width_mm, size.height_mm)
    if short < SMALLEST_FIELD_MM:
        side = "width_mm" if size.width_mm <= size.height_mm else "height_mm"
        side = "outer_diameter_mm" if task.limits.outer_diameter_mm else side
        raise refuse(side, f"A tessellation is at least {SMALLEST_FIELD_MM:g} mm wide and high.")
    name = _tiling(task)
    frame = round(max(0.3, min(2.0, short * 0.018)), 3) if short > 10 else 0.0
    frame = 0.0 if request.refuses_border else frame
    joint = round(max(0.3, min(1.2, short * (0.012, 0.009, 0.007)[request.density])), 3)
    wide, high = (v - 2 * frame - joint for v in (size.width_mm, size.height_mm))
    columns, rows = _grid(task, name, wide, high, joint)
    low, top = TILINGS[name].angles
    return TessellationParameters(
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        tiling=name,
        columns=columns,
        rows=rows,
        joint_mm=joint,
        frame_mm=frame,
        angle=choice.between("angle", low, top),
        hollow=_hollow(task, name),
        round=in_round,
        outer_mm=size.outer_mm,
    )


def _tiling(task: Task) -> str:
    if task.request.asks("cross"):
        return "star_and_cross"
    named = task.request.named(MOTIF_WORDS)
    fold = FOLDS.get(task.request.symmetry or 0)
    if fold and (not named or named[0].endswith("stars")):
        return fold
    return named[0] if named else task.choice.order("tiling", sorted(TILINGS))[0]


def _grid(task: Task, name: str, wide: float, high: float, joint: float) -> tuple[int, int]:
    """Choose whole cells so that they are least stretched, and no more than can be cut."""
    tiling = TILINGS[name]
    low, top = ((2, 3), (3, 5), (6, 8))[task.request.density]
    small = name.endswith("stars") or name == "basket"
    across = task.choice.count("across", low, top) + (not small)
    per_cell = len(tiling.tiles(60.0)) * (2 if tiling.hexagonal else 1)
    cell = max(min(wide, high) / across, (16 if small else 8) * joint)
    cell = max(cell, math.sqrt(wide * high * per_cell / MOST_TILES / tiling.high))
    about = max(1, min(120, round(wide / cell)))
    options = [n for n in range(max(1, about - 2), min(120, about + 2) + 1) if n >= about * 0.7]

    def stretch(columns: int) -> float:
        ratio = high / _rows(columns, wide, high, tiling.high) / (wide / columns * tiling.high)
        return round(max(ratio, 1 / ratio) + 0.01 * abs(columns - about), 9)

    columns = min(options, key=stretch)
    return columns, _rows(columns, wide, high, tiling.high)


def _rows(columns: int, wide: float, high: float, aspect: float) -> int:
    return max(1, min(120, round(high / (wide / columns * aspect))))


def _hollow(task: Task, name: str) -> tuple[float, ...]:
    some = task.choice.between("some", 0.4, 0.6)
    more = task.choice.between("more", 0.62, 0.76)
    if name in {"rhombs", "triangles"}:
        return (0.0, more, some)
    if name == "hexagons":
        return (task.choice.pick("hex", (some - 0.1, some, more)), 0.0, 0.0)
    if name == "basket":
        return (0.0, 0.0, 0.0)
    return task.choice.pick(
        "pierced", ((some, 0.0, 0.0), (0.0, 0.0, some), (0.0, some, 0.0), (some, 0.0, some))
    )
