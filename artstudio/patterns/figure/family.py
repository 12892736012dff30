"""The family of plain figures: which constraints each keeps, and how many nodes it comes to."""

from __future__ import annotations

from artstudio.patterns.constraints import PatternConstraints
from artstudio.patterns.family import Family
from artstudio.patterns.figure.drawing import FILLING, draw
from artstudio.patterns.figure.parameters import GRIDS, PIERCED, FigureParameters
from artstudio.patterns.figure.planning import plan

_TURNING = frozenset({"polygon", "star", "gear", "sunburst", "snowflake"})
_PER_COUNT = {"gear": 12, "spiral": 26, "sunburst": 12, "snowflake": 60, "star": 2}
_PER_CELL = {
    "chequerboard": 3, "dots": 8, "halftone": 8, "honeycomb": 8, "fish_scale": 12, "cairo": 14,
    "maze": 5,
}  # fmt: skip
_GROWTH = 2.62


def nodes(p: FigureParameters) -> int:
    """Return about how many nodes a figure has."""
    if p.figure in GRIDS:
        return 20 + p.columns * p.rows * _PER_CELL[p.figure]
    if p.figure.startswith("penrose"):
        return int(60 * _GROWTH**p.count)
    if p.figure == "round_maze":
        return 60 + 6 * p.count * p.count
    return 600 if p.figure == "flower_of_life" else 40 + p.count * _PER_COUNT.get(p.figure, 1)


def _ignores(p: FigureParameters, _limits: PatternConstraints) -> frozenset[str]:
    kept = {
        "outer_diameter_mm": p.figure not in FILLING,
        "inner_diameter_mm": p.figure in PIERCED,
        "symmetry": p.figure in _TURNING,
        "rings": p.figure == "round_maze",
    }
    return frozenset(name for name, is_kept in kept.items() if not is_kept)


FAMILY = Family(
    name="figure",
    parameters=FigureParameters,
    plan=plan,
    draw=draw,
    nodes=nodes,
    uses=frozenset({"outer_diameter_mm", "inner_diameter_mm", "symmetry", "rings"}),
    ignores=_ignores,
)
