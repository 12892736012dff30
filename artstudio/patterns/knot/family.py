"""The family of knots: the words that ask for them, and which form answers."""

from __future__ import annotations

from artstudio.geometry.drawing import Drawing
from artstudio.patterns.family import Family, Task, require
from artstudio.patterns.interlace import Plait
from artstudio.patterns.knot.panel import draw_panel, plan_panel
from artstudio.patterns.knot.parameters import KnotParameters
from artstudio.patterns.knot.ring import draw_ring, plan_ring
from artstudio.patterns.knot.triquetra import draw_triquetra, plan_triquetra
from artstudio.patterns.knot.weave import ribbons
from artstudio.patterns.shapes import contours


def plan(task: Task) -> KnotParameters:
    """Choose form, grid and breaks."""
    if task.request.head == "triquetra":
        return plan_triquetra(task)
    return plan_ring(task) if _wants_ring(task) else plan_panel(task)


def _wants_ring(task: Task) -> bool:
    if task.limits.given() & {"inner_diameter_mm", "outer_diameter_mm"}:
        return True
    if task.limits.given() >= {"width_mm", "height_mm"}:
        return task.limits.width_mm == task.limits.height_mm and _round_words(task)
    square = bool(task.request.grid) or task.request.asks(
        "panel", "square", "strip", "border", "band", "braid", "rectangle", "rectangular"
    )
    return not square and (_round_words(task) or task.choice.chance("ring", 0.5))


def _round_words(task: Task) -> bool:
    return task.request.asks(
        "ring", "round", "circle", "circular", "rosette", "wreath", "medallion"
    )


def draw(p: KnotParameters) -> Drawing:
    """Draw the pieces in cells, then stretch them onto the panel or bend them into the ring."""
    if p.form == "triquetra":
        return draw_triquetra(p)
    plait = Plait(
        columns=p.columns,
        rows=p.rows,
        endless=p.form == "ring",
        walls={(wall.column, wall.row): wall.way for wall in p.walls},
    )
    require(not plait.has_loops(), "a strand closed in by walls meets no other.")
    pieces = contours(ribbons(p, plait))
    return (draw_panel if p.form == "panel" else draw_ring)(p, pieces)


def _nodes(p: KnotParameters) -> int:
    return p.columns * p.rows * (10 if p.slit else 5)


_IGNORED = {
    "panel": frozenset({"symmetry", "rings"}),
    "triquetra": frozenset({"symmetry", "rings", "inner_diameter_mm"}),
}
FAMILY = Family(
    name="celtic_knot",
    parameters=KnotParameters,
    plan=plan,
    draw=draw,
    nodes=_nodes,
    uses=frozenset({"inner_diameter_mm", "outer_diameter_mm", "symmetry", "rings"}),
    ignores=lambda p, _limits: _IGNORED.get(p.form, frozenset()),
    words={
        "celtic": 9,
        "knot": 9,
        "knotwork": 9,
        "interlace": 7,
        "interlaced": 7,
        "interlacing": 7,
        "braid": 6,
        "plait": 6,
        "woven": 4,
        "weave": 4,
        "irish": 5,
        "viking": 4,
        "norse": 4,
        "gaelic": 5,
    },
)
