"""The workshop that `manage.py seed_demo` makes: its orders and its drawings. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class DemoSession:
    """An order on the bench."""

    key: str
    title: str
    status: str = "ACTIVE"
    fields: Mapping[str, str] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DemoGeneration:
    """A prompt somebody had drawn."""

    key: str
    prompt: str
    session: str
    count: int = 1
    route: str | None = None
    constraints: Mapping[str, Any] = field(default_factory=dict)
    style_hints: tuple[str, ...] = ()


SESSIONS = (
    DemoSession(
        key="om-47",
        title="OM guitar no. 47",
        fields={
            "user_id": "ada",
            "workflow_type": "rosette",
            "current_step": "cut",
            "machine_id": "cnc-bench",
            "material_id": "cedar-top",
            "tool_id": "endmill-0.8",
        },
        state={"soundhole_mm": 100, "top_thickness_mm": 2.8},
    ),
    DemoSession(
        key="harp-12",
        title="Celtic harp no. 12",
        status="COMPLETED",
        fields={
            "user_id": "brigid",
            "workflow_type": "inlay",
            "current_step": "done",
            "machine_id": "cnc-bench",
            "material_id": "maple-pillar",
            "tool_id": "vbit-30",
        },
        state={"delivered": True},
    ),
    DemoSession(
        key="panel-3",
        title="Ventilation panel for a radio",
        fields={
            "user_id": "chidi",
            "workflow_type": "panel",
            "current_step": "design",
            "machine_id": "laser-60w",
            "material_id": "birch-ply-3",
            "tool_id": "laser",
        },
        state={"sheet_mm": [200, 120]},
    ),
    DemoSession(
        key="mandolin-8",
        title="Mandolin headstock",
        status="ABANDONED",
        fields={
            "user_id": "ada",
            "workflow_type": "inlay",
            "current_step": "design",
            "machine_id": "cnc-bench",
            "material_id": "ebony-veneer",
            "tool_id": "endmill-0.5",
        },
        state={"reason": "The customer chose plain ebony."},
    ),
)

GENERATIONS = (
    DemoGeneration(
        key="rope",
        prompt="A rosette with a rope band between two fine rings",
        session="om-47",
        count=3,
        constraints={"inner_diameter_mm": 104, "outer_diameter_mm": 132},
        style_hints=("traditional",),
    ),
    DemoGeneration(
        key="herringbone",
        prompt="Herringbone purfling for the top edge",
        session="om-47",
        count=2,
    ),
    DemoGeneration(
        key="knot",
        prompt="A Celtic knot rosette with four crossings",
        session="harp-12",
        count=2,
        constraints={"outer_diameter_mm": 90, "inner_diameter_mm": 50},
    ),
    DemoGeneration(
        key="vine",
        prompt="A vine with leaves climbing the pillar",
        session="harp-12",
        constraints={"width_mm": 40, "height_mm": 160},
    ),
    DemoGeneration(
        key="stars",
        prompt="A field of eight-pointed Islamic stars",
        session="panel-3",
        count=2,
        constraints={"width_mm": 160, "height_mm": 80},
    ),
    DemoGeneration(
        key="mandala",
        prompt="A mandala of twelve petals",
        session="panel-3",
        count=4,
        constraints={"symmetry": 12, "outer_diameter_mm": 100},
    ),
    DemoGeneration(
        key="knife",
        prompt="Oak leaves for the scales of a hunting knife",
        route="pattern",
        session="mandolin-8",
        constraints={"width_mm": 90, "height_mm": 24},
    ),
    DemoGeneration(
        key="medallion",
        prompt="A medallion with a rose for a headstock",
        session="mandolin-8",
        constraints={"outer_diameter_mm": 32},
    ),
)
