"""What the workshop of `manage.py seed_demo` has cut, or failed to cut. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class DemoRun:
    """An attempt to make something, with the drawings it took."""

    key: str
    session: str
    tool_id: str
    mode: str
    status: str
    risk_level: str
    score: float | None = None
    block_reason: str = ""
    warnings: tuple[str, ...] = ()
    measured: Mapping[str, Any] = field(default_factory=dict)
    drawings: tuple[str, ...] = ()
    diameter_mm: float | None = None
    explanation: str = "NONE"
    summary: str = ""
    note: str = ""


RUNS = (
    DemoRun(
        key="rope-channel",
        session="om-47",
        tool_id="endmill-0.8",
        mode="art_studio",
        status="OK",
        risk_level="GREEN",
        score=93,
        measured={"min_width_mm": 1.1, "depth_mm": 1.5, "minutes": 11.5},
        drawings=("rope",),
        diameter_mm=118,
        explanation="READY",
        summary="Every line is wider than the 0.8 mm cutter, and the channel leaves 1.3 mm of "
        "cedar below it. Cut with the climb direction to keep the edges clean.",
        note="Test piece in offcut first. The rope band came out crisp.",
    ),
    DemoRun(
        key="rope-deep",
        session="om-47",
        tool_id="endmill-0.8",
        mode="art_studio",
        status="BLOCKED",
        risk_level="RED",
        score=12,
        block_reason="The channel would be 2.6 mm deep in a top of 2.8 mm. Make it 1.6 mm or less.",
        warnings=("0.2 mm of wood would be left",),
        measured={"min_width_mm": 1.1, "depth_mm": 2.6},
        drawings=("rope",),
        diameter_mm=118,
        explanation="READY",
        summary="The depth was entered for a thicker top. At 1.5 mm the same toolpaths are safe.",
    ),
    DemoRun(
        key="purfling-1",
        session="om-47",
        tool_id="endmill-0.8",
        mode="art_studio",
        status="OK",
        risk_level="YELLOW",
        score=67.5,
        warnings=("Some corners are tighter than the cutter and stay round.",),
        measured={"min_width_mm": 0.82, "depth_mm": 1.2, "minutes": 6},
        drawings=("herringbone",),
        explanation="PENDING",
    ),
    DemoRun(
        key="purfling-2",
        session="om-47",
        tool_id="endmill-0.8",
        mode="art_studio",
        status="ERROR",
        risk_level="ERROR",
        block_reason="The post-processor stopped: no tool table for machine cnc-bench.",
        drawings=("herringbone",),
        explanation="ERROR",
        summary="No explanation could be written: the record of the toolpaths is empty.",
    ),
    DemoRun(
        key="knot-1",
        session="harp-12",
        tool_id="vbit-30",
        mode="art_studio",
        status="OK",
        risk_level="GREEN",
        score=88,
        measured={"min_width_mm": 1.6, "depth_mm": 1.0, "minutes": 19},
        drawings=("knot",),
        diameter_mm=70,
        explanation="READY",
        summary="A V-cut of 1.0 mm follows the knot without touching a neighbouring strand.",
        note="Inlaid with walnut dust and resin.",
    ),
    DemoRun(
        key="vine-1",
        session="harp-12",
        tool_id="vbit-30",
        mode="art_studio",
        status="OK",
        risk_level="UNKNOWN",
        measured={"depth_mm": 0.6},
        drawings=("vine", "knot"),
    ),
    DemoRun(
        key="stars-1",
        session="panel-3",
        tool_id="laser",
        mode="art_studio",
        status="BLOCKED",
        risk_level="RED",
        score=31,
        block_reason="Bridges of 0.7 mm would burn through in 3 mm plywood. Use 1.5 mm or more.",
        warnings=("41 bridges are thinner than the kerf allows", "Scorching is likely"),
        measured={"min_bridge_mm": 0.7, "kerf_mm": 0.18},
        drawings=("stars",),
        explanation="PENDING",
    ),
    DemoRun(
        key="stars-2",
        session="panel-3",
        tool_id="laser",
        mode="art_studio",
        status="OK",
        risk_level="YELLOW",
        score=74,
        warnings=("Cut slowly: 41 bridges are close to the limit.",),
        measured={"min_bridge_mm": 1.5, "kerf_mm": 0.18, "minutes": 8.5},
        drawings=("stars",),
        explanation="READY",
        summary="Scaled to 160 mm the bridges hold. Two passes at half power scorch less.",
    ),
    DemoRun(
        key="mandala-1",
        session="panel-3",
        tool_id="laser",
        mode="art_studio",
        status="OK",
        risk_level="GREEN",
        score=97,
        measured={"min_bridge_mm": 2.4, "kerf_mm": 0.18, "minutes": 5},
        drawings=("mandala",),
        explanation="NONE",
    ),
    DemoRun(
        key="medallion-1",
        session="mandolin-8",
        tool_id="endmill-0.5",
        mode="art_studio",
        status="ERROR",
        risk_level="ERROR",
        block_reason="The spindle stopped at line 212; the cutter was found broken.",
        warnings=("Ebony of 0.6 mm on a warped blank",),
        measured={"min_width_mm": 0.5, "depth_mm": 0.6},
        drawings=("medallion",),
        diameter_mm=32,
        explanation="ERROR",
        summary="The log of the machine ends before the stop; the cause cannot be told.",
    ),
    DemoRun(
        key="manual-1",
        session="",
        tool_id="endmill-3",
        mode="manual",
        status="OK",
        risk_level="GREEN",
        score=100,
        measured={"operation": "surfacing the spoil board", "minutes": 22},
    ),
)
