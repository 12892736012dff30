"""The family of purflings of woods."""

from __future__ import annotations

from artstudio.patterns.family import Family
from artstudio.patterns.wood_purfling.drawing import draw
from artstudio.patterns.wood_purfling.parameters import WoodPurflingParameters
from artstudio.patterns.wood_purfling.planning import plan

_NODES = {
    "rope": 13, "wheat": 15, "chequer": 14, "herringbone": 11, "chevron": 9, "diamonds": 9,
    "lines": 1,
}  # fmt: skip


def _nodes(p: WoodPurflingParameters) -> int:
    return p.cells * _NODES.get(p.pattern, 7) + 60 * (p.lines + 1)


def _notes(p: WoodPurflingParameters) -> tuple[str, ...]:
    """Say what is too fine for a machine, and how it is made then."""
    if p.purfling_mm >= 2:
        return ()
    finer = "Pieces of a purfling below 2 mm are finer than a machine cuts; "
    return (finer + "they are sawn off a glued block of veneers.",)


FAMILY = Family(
    name="wood_purfling",
    parameters=WoodPurflingParameters,
    plan=plan,
    draw=draw,
    nodes=_nodes,
    uses=frozenset({"inner_diameter_mm", "outer_diameter_mm"}),
    ignores=lambda p, _limits: (
        frozenset()
        if p.outline == "circle"
        else frozenset({"inner_diameter_mm", "outer_diameter_mm"})
    ),
    notes=_notes,
)
