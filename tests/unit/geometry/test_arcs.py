"""Arcs become curves that keep within three thousandths of a millimetre, and no more of them."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from artstudio.geometry.arcs import arc_curves, handle, pieces_for

#: What a machine can tell apart is a hundredth of a millimetre; arcs keep well below.
ALLOWED_MM = 0.003


def farthest_mm(radius: float, degrees: float) -> float:
    """How far the curves of an arc are from its circle at most."""
    end = (
        radius * math.cos(math.radians(degrees)),
        radius * math.sin(math.radians(degrees)),
    )
    curves = arc_curves(
        (radius, 0.0),
        end,
        radii=(radius, radius),
        rotation=0,
        large=degrees > 180,
        sweep=True,
        mm_per_unit=1,
    )
    t = np.linspace(0, 1, 201)[:, None]
    worst, start = 0.0, (radius, 0.0)
    for one, two, stop in curves:
        p0, p1, p2, p3 = (np.array(p) for p in (start, one, two, stop))
        along = (1 - t) ** 3 * p0 + 3 * (1 - t) ** 2 * t * p1 + 3 * (1 - t) * t**2 * p2 + t**3 * p3
        worst = max(worst, float(np.abs(np.hypot(*along.T) - radius).max()))
        start = stop
    return worst


@pytest.mark.parametrize("degrees", [10, 45, 90, 120, 180, 270, 359])
@pytest.mark.parametrize("radius", [0.5, 5, 11, 20, 50, 100, 200, 500, 1500])
def test_an_arc_keeps_to_its_circle(radius: float, degrees: float) -> None:
    assert farthest_mm(radius, degrees) <= ALLOWED_MM * 1.02


@pytest.mark.parametrize(
    ("radius", "quarter", "circle"),
    # 2.7e-4 of the radius for one curve a quarter, falling with the sixth power.
    [(1, 1, 4), (11, 1, 4), (11.2, 2, 5), (100, 2, 6), (500, 2, 8), (1500, 3, 10)],
)
def test_an_arc_has_as_few_curves_as_its_radius_allows(
    radius: float, quarter: int, circle: int
) -> None:
    assert pieces_for(math.pi / 2, radius) == quarter
    assert pieces_for(-math.pi / 2, radius) == quarter
    assert pieces_for(math.tau, radius) == circle


def test_an_arc_of_an_enormous_radius_has_a_bounded_number_of_curves() -> None:
    assert pieces_for(math.tau, 1e300) == 64


def test_a_rounding_error_makes_no_further_curve() -> None:
    assert pieces_for(math.pi * (1 + 1e-12), 5) == 2


@pytest.mark.parametrize("degrees", [1, 20, 28.6, 28.7, 45, 90])
def test_a_curve_encloses_the_area_of_its_arc(degrees: float) -> None:
    angle = math.radians(degrees)
    k, c, s = handle(angle), math.cos(angle), math.sin(angle)
    points = [(1.0, 0.0), (1.0, k), (c + k * s, s - k * c), (c, s)]
    weights = {(0, 1): 6, (0, 2): 3, (0, 3): 1, (1, 2): 3, (1, 3): 3, (2, 3): 6}
    twice = sum(
        weight * (points[i][0] * points[j][1] - points[j][0] * points[i][1]) / 10
        for (i, j), weight in weights.items()
    )
    assert twice == pytest.approx(angle, rel=1e-9 if degrees > 28.65 else 2e-6)


def test_curves_begin_and_end_where_the_arc_does() -> None:
    curves = arc_curves(
        (0, 0), (30, 0), radii=(20, 10), rotation=30, large=True, sweep=False, mm_per_unit=1
    )
    assert curves[-1][2] == (30.0, 0.0)
    for (_, before, joint), (after, _, _) in pairwise(curves):
        # No corner where two curves meet: the controls lie on one line with the joint.
        arms = (
            (before[0] - joint[0], before[1] - joint[1]),
            (after[0] - joint[0], after[1] - joint[1]),
        )
        assert arms[0][0] * arms[1][1] - arms[0][1] * arms[1][0] == pytest.approx(0, abs=1e-9)
