"""Symmetry that a picture shows becomes exact; what is out of turn stays so."""

from __future__ import annotations

import math

import numpy as np
import pytest

from artstudio.geometry.arc_segments import contours_with_arcs
from artstudio.vectorize import TraceResult
from tests.benchmarks.geometry_pictures import Subject, circle, polar, polygon
from tests.unit.vectorize.test_relations import MM_PER_PX, SUBJECTS, found, rings_of, traced

# Coordinates are whole micrometres, so that images agree to the half of one and a little.
GRID_MM = 0.0015


def nodes_of(result: TraceResult) -> np.ndarray:
    return np.array([p.end for ring in rings_of(result) if isinstance(ring, list) for p in ring])


def off_turn(nodes: np.ndarray, fold: int) -> float:
    """Return how far any node is, at most, from one of the drawing turned about (50, 50)."""
    angle = math.tau / fold
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    moved = (nodes - 50) @ turn.T + 50
    return float(np.hypot(*(moved[:, None] - nodes[None]).transpose(2, 0, 1)).min(axis=1).max())


def off_mirror(nodes: np.ndarray) -> float:
    """Return how far any node is, at most, from one of the drawing mirrored at x = 50."""
    moved = nodes * [-1, 1] + [100, 0]
    return float(np.hypot(*(moved[:, None] - nodes[None]).transpose(2, 0, 1)).min(axis=1).max())


def star(points: int, longer_mm: float = 0.0) -> Subject:
    """Return a star, one of whose tips is longer."""
    tips = [
        polar((44 if k % 2 == 0 else 30) + (longer_mm if k == 4 else 0), 180 / points * k - 77)
        for k in range(2 * points)
    ]
    return Subject("star", contours_with_arcs([polygon(tips)]), fold=points)


@pytest.mark.parametrize("condition", ["clean", "photo", "model", "scan"])
@pytest.mark.parametrize("points", [5, 8, 12])
def test_a_star_turns_onto_itself(points: int, condition: str) -> None:
    result = traced(star(points), condition)
    assert found(result)["fold"] == points
    assert off_turn(nodes_of(result), points) < GRID_MM


@pytest.mark.parametrize("fold", [3, 7, 24, 36, 72])
def test_folds_up_to_72_are_found(fold: int) -> None:
    holes = [circle(*polar(42, 360 / fold * k + 3), 1.2) for k in range(fold)]
    result = traced(Subject("holes", contours_with_arcs([*holes, circle(50, 50, 20)])))
    assert found(result)["fold"] == fold
    assert f"{fold}-fold" in result.options["used"]["geometry"]["summary"]


@pytest.mark.parametrize(("condition", "longer_px"), [("clean", 0.3), ("photo", 0.5)])
def test_one_longer_tip_of_a_star_is_kept(condition: str, longer_px: float) -> None:
    longer = longer_px * MM_PER_PX
    nodes = nodes_of(traced(star(8, longer), condition))
    reach = np.sort(np.hypot(*(nodes - 50).T))
    assert reach[-1] - reach[-2] > 0.5 * longer


@pytest.mark.parametrize(("condition", "moved_px"), [("clean", 0.3), ("photo", 0.5)])
def test_one_hole_out_of_turn_is_kept(condition: str, moved_px: float) -> None:
    moved = moved_px * MM_PER_PX
    holes = [circle(*polar(40 + (moved if k == 2 else 0), 45 * k + 3), 4) for k in range(8)]
    result = traced(Subject("holes", contours_with_arcs(holes)), condition)
    away = sorted(math.dist(ring.centre, (50, 50)) for ring in rings_of(result))
    assert away[-1] - away[-2] > 0.5 * moved
    assert "fold" not in found(result)


def test_a_ring_of_a_drawing_is_turned_where_the_rest_is_not() -> None:
    petals = [circle(*polar(40, 30 * k + 4), 4) for k in range(12)]
    wedge = polygon([(40, 46), (63, 44), (52, 61)])
    facts = found(traced(Subject("dial", contours_with_arcs([*petals, wedge]))))
    assert facts["ring_fold"] == 12
    assert "fold" not in facts


@pytest.mark.parametrize("condition", ["clean", "photo"])
def test_a_mirror_without_a_turn_is_found(condition: str) -> None:
    shield = polygon([(20, 15), (80, 15), (80, 50), (50, 90), (20, 50)])
    inner = [polygon([(30, 25), (44, 28), (38, 45)]), polygon([(70, 25), (62, 45), (56, 28)])]
    result = traced(Subject("shield", contours_with_arcs([shield, *inner])), condition)
    assert found(result)["mirror_axes"] == 1
    assert off_mirror(nodes_of(result)) < GRID_MM


def test_curves_are_turned_with_the_rest() -> None:
    flower = traced(SUBJECTS["flower"])
    assert found(flower)["fold"] == 8
    assert off_turn(nodes_of(flower), 8) < GRID_MM


def test_teeth_and_holes_of_a_gear_each_have_their_own_fold() -> None:
    gear = traced(SUBJECTS["gear"])
    assert found(gear)["fold"] == 6
    teeth = [ring for ring in rings_of(gear) if isinstance(ring, list)]
    nodes = np.array([piece.end for ring in teeth for piece in ring])
    assert off_turn(nodes, 18) < GRID_MM


@pytest.mark.parametrize("name", ["rotation", "mirror"])
def test_a_symmetry_can_be_turned_off(name: str) -> None:
    key = {"rotation": "fold", "mirror": "mirror_axes"}[name]
    assert key in found(traced(star(8)))
    assert key not in found(traced(star(8), relations={name: False}))


@pytest.mark.parametrize("name", ["rotated Ls", "serif text", "spiral"])
def test_no_symmetry_is_invented(name: str) -> None:
    assert not {"fold", "ring_fold", "mirror_axes"} & found(traced(SUBJECTS[name])).keys()
