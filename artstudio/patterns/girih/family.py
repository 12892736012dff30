"""The family of girih: what it keeps of a request, and how many nodes it comes to."""

from __future__ import annotations

from artstudio.patterns.constraints import PatternConstraints
from artstudio.patterns.family import Family
from artstudio.patterns.girih.drawing import draw
from artstudio.patterns.girih.parameters import GirihParameters
from artstudio.patterns.girih.planning import plan


def _nodes(p: GirihParameters) -> int:
    return p.fold * 60 if p.form == "circle" else 40 + p.columns * p.rows * p.fold * 16


def _ignores(p: GirihParameters, _limits: PatternConstraints) -> frozenset[str]:
    return frozenset({"outer_diameter_mm"}) if p.form == "panel" else frozenset()


FAMILY = Family(
    name="girih",
    parameters=GirihParameters,
    plan=plan,
    draw=draw,
    nodes=_nodes,
    uses=frozenset({"outer_diameter_mm", "symmetry"}),
    ignores=_ignores,
)
