"""The family of fretboards: what draws it, and how many nodes it comes to."""

from __future__ import annotations

from artstudio.patterns.family import Family
from artstudio.patterns.fretboard.drawing import draw
from artstudio.patterns.fretboard.parameters import FretboardParameters
from artstudio.patterns.fretboard.planning import plan


def _nodes(p: FretboardParameters) -> int:
    return 60 + p.frets * (260 if p.inlay in {"vine", "clouds", "torch"} else 40)


FAMILY = Family(
    name="fretboard",
    parameters=FretboardParameters,
    plan=plan,
    draw=draw,
    nodes=_nodes,
    uses=frozenset(),
)
