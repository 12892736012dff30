"""Relations that a picture shows are restored; what it does not show is left as it is."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from artstudio.geometry.arc_segments import contours_with_arcs
from artstudio.geometry.grid import dequantize
from artstudio.geometry.primitives import Line, Whole, ring_primitives
from artstudio.vectorize import TraceResult, trace_picture
from rmos_runs.errors import InvalidRequest
from tests.benchmarks.geometry_pictures import Subject, circle, polygon, subjects

SUBJECTS = {subject.name: subject for subject in subjects()}
SIDE_PX = 512
MM_PER_PX = 100 / SIDE_PX


def traced(subject: Subject, condition: str = "clean", **options: Any) -> TraceResult:
    how = {"detail": "normal", "geometry": "auto", "relations": {}} | options
    return trace_picture(subject.picture(SIDE_PX, condition), width_mm=100, **how)


def found(result: TraceResult) -> dict[str, Any]:
    return dict(result.options["used"]["geometry"]["relations"])


def rings_of(result: TraceResult) -> list[Any]:
    return list(ring_primitives(dequantize(result.drawing.filled[0].on_grid)))


def wholes_of(result: TraceResult) -> list[Whole]:
    return [ring for ring in rings_of(result) if isinstance(ring, Whole)]


def angles_of(result: TraceResult) -> np.ndarray:
    lines = [p for ring in rings_of(result) if isinstance(ring, list) for p in ring]
    steps = [(p.end[0] - p.start[0], p.end[1] - p.start[1]) for p in lines if isinstance(p, Line)]
    return np.array([math.degrees(math.atan2(y, x)) for x, y in steps])


def rectangles(places: list[float], lean: float = 0.0) -> Subject:
    """Return upright bars 5 mm wide from those places on, leaning by degrees."""
    shear = 60 * math.tan(math.radians(lean))
    bars = [polygon([(x, 20), (x + 5, 20), (x + 5 + shear, 80), (x + shear, 80)]) for x in places]
    return Subject("bars", contours_with_arcs(bars))


@pytest.mark.parametrize("condition", ["clean", "photo"])
def test_concentric_circles_share_their_centre_and_equal_ones_their_radius(condition: str) -> None:
    result = traced(SUBJECTS["rings with pearls"], condition)
    assert (found(result)["concentric"], found(result)["equal_circles"]) == (4, 16)
    rings = [w for w in wholes_of(result) if w.radii[0] > 10]
    pearls = [w for w in wholes_of(result) if w.radii[0] < 10]
    # What remains is the grid of micrometres.
    assert np.ptp([w.centre for w in rings], axis=0).max() < 0.0011
    assert np.ptp([w.radii[0] for w in pearls]) < 0.0011
    assert "4 concentric circles, 16 equal circles" in result.options["used"]["geometry"]["summary"]


@pytest.mark.parametrize("condition", ["clean", "photo", "model", "scan"])
def test_right_angles_are_right(condition: str) -> None:
    result = traced(SUBJECTS["plate"], condition)
    turned = np.abs((angles_of(result) + 45) % 90 - 45)
    assert turned.max() < 0.01
    assert found(result)["level"] == 10


def test_bars_at_even_distances_are_spaced_evenly() -> None:
    result = traced(rectangles([10 + 12.31 * k for k in range(7)]), "photo")
    left = sorted({round(min(p.start[0] for p in ring), 3) for ring in rings_of(result)})
    assert np.ptp(np.diff(left)) < 0.0025
    assert found(result)["evenly_spaced"] >= 14


def test_lines_that_lean_visibly_are_left_leaning() -> None:
    """Half a pixel over the length of a bar is more than the picture leaves open."""
    lean = math.degrees(math.atan(0.6 * MM_PER_PX / 60))
    result = traced(rectangles([20, 60], lean))
    upright = angles_of(result)[np.abs(np.abs(angles_of(result)) - 90) < 2]
    assert np.abs(np.abs(np.abs(upright) - 90) - lean).max() < 0.03


@pytest.mark.parametrize(("condition", "moved_px"), [("clean", 0.3), ("photo", 0.5)])
def test_what_is_out_of_place_stays_there(condition: str, moved_px: float) -> None:
    """A bar out of step, a circle off the centre and one that is larger are kept so."""
    moved = moved_px * MM_PER_PX
    places = [10 + 12.0 * k + (moved if k == 3 else 0) for k in range(7)]
    lefts = sorted(
        min(p.start[0] for p in r) for r in rings_of(traced(rectangles(places), condition))
    )
    assert lefts[3] - (lefts[2] + lefts[4]) / 2 == pytest.approx(moved, abs=0.6 * moved)
    rings = [circle(50, 50, 40), circle(50 + moved, 50, 30), circle(50, 50, 20)]
    pearls = [circle(10, 10, 4), circle(90, 10, 4 + moved), circle(10, 90, 4)]
    subject = Subject("circles", contours_with_arcs([*rings, *pearls]))
    wholes = sorted(wholes_of(traced(subject, condition)), key=lambda w: -w.radii[0])
    assert wholes[1].centre[0] - wholes[0].centre[0] == pytest.approx(moved, abs=0.6 * moved)
    assert wholes[3].radii[0] - wholes[5].radii[0] == pytest.approx(moved, abs=0.6 * moved)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("circles", {"concentric", "equal_circles"}),
        ("lines", {"parallel_or_square", "level"}),
    ],
)
def test_each_relation_can_be_turned_off(name: str, counts: set[str]) -> None:
    subject = SUBJECTS["plate"] if name == "lines" else SUBJECTS["rings with pearls"]
    assert sum(found(traced(subject)).get(count, 0) for count in counts) > 0
    without = found(traced(subject, relations={name: False}))
    assert sum(without.get(count, 0) for count in counts) == 0


def scattered_triangles() -> Subject:
    """Return 200 triangles, each turned by chance."""
    dice = np.random.default_rng(7)
    rings = []
    for place in range(200):
        x, y = 6 + 6.2 * (place % 15), 6 + 6.2 * (place // 15)
        turns = dice.uniform(0, 2 * math.pi) + np.array([0, 1.7, 3.7])
        rings.append(polygon([(x + 2.7 * math.cos(t), y + 2.7 * math.sin(t)) for t in turns]))
    return Subject("triangles", contours_with_arcs(rings))


def test_what_agrees_by_chance_is_no_relation() -> None:
    result = traced(scattered_triangles())
    told = found(result)
    assert result.options["used"]["geometry"]["lines"] > 550
    assert told["parallel_or_square"] + told["level"] < 20
    assert told["collinear"] + told["evenly_spaced"] < 10


def test_a_triangle_stands_on_a_level_side() -> None:
    triangle = Subject("triangle", contours_with_arcs([polygon([(20, 70), (83, 70), (40, 25)])]))
    assert found(traced(triangle))["level"] == 1


def test_spacing_can_be_turned_off() -> None:
    bars = rectangles([10 + 12.0 * k for k in range(7)])
    assert found(traced(bars))["evenly_spaced"] > 0
    assert not found(traced(bars, relations={"spacing": False}))["evenly_spaced"]


def test_without_relations_a_trace_is_as_it_was() -> None:
    plain = traced(SUBJECTS["plate"], relations=None)
    none = dict.fromkeys(("circles", "lines", "spacing", "rotation", "mirror"), False)
    assert plain.svg == traced(SUBJECTS["plate"], relations=none).svg
    assert "relations" not in plain.options["used"]["geometry"]
    assert plain.svg != traced(SUBJECTS["plate"], "clean").svg


@pytest.mark.parametrize("value", [{"round": True}, {"lines": "no"}, ["lines"], "lines"])
def test_an_unknown_relation_is_refused(value: object) -> None:
    with pytest.raises(InvalidRequest) as refused:
        traced(SUBJECTS["star"], relations=value)
    assert list(refused.value.fields or {}) == ["relations"]
