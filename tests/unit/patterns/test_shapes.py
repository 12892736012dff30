from __future__ import annotations

import numpy as np
import pytest

from artstudio.patterns.bands import MOTIFS
from artstudio.patterns.interlace import Plait
from artstudio.patterns.seeded_random import SeededRandom
from artstudio.patterns.shapes import Ring, arc, circle, contours, cosine, polygon, sine
from artstudio.patterns.transforms import repeat_polar, to_polar
from artstudio.patterns.trim import trimmed, within
from tests.unit.patterns.geometry import crossing_pairs, flattened, rings_of


@pytest.mark.parametrize("radius", [0.5, 3.0, 50.0, 250.0])
def test_a_circle_is_round_to_a_micrometre(radius: float) -> None:
    points = flattened(contours([circle(radius)]), 32)[0]
    assert np.abs(np.hypot(points[:, 0], points[:, 1]) - radius).max() < 0.0011


def test_an_arc_is_that_of_the_circle_through_its_ends() -> None:
    quarter = arc((1.0, 0.0), (0.0, 1.0), (0.0, 1.0), (-1.0, 0.0))
    assert quarter[0] == pytest.approx((1.0, 0.5523), abs=1e-4)


def test_angles_are_turns_clockwise_from_the_top() -> None:
    assert (sine(0.25), cosine(0.25), cosine(1 / 6)) == (1.0, 0.0, 0.5)


def test_a_bent_strip_closes_into_a_true_ring() -> None:
    strip = contours([polygon([(0, 1), (10, 1), (10, 3), (0, 3)])])
    ring = repeat_polar(to_polar(strip, circumference=120, inner_radius=20), 12)
    radii = np.hypot(*np.concatenate(flattened(ring)).T)
    assert radii.min() == pytest.approx(21, abs=0.002)
    assert radii.max() == pytest.approx(23, abs=0.002)


def test_trimming_keeps_curves_and_cuts_them_on_the_edge() -> None:
    (half,) = trimmed([circle(10.0)], within(-20, -20, 0.5, 20), smallest_mm=0.1)
    points = flattened(contours([half]))[0]
    assert points[:, 0].max() == pytest.approx(0.5, abs=1e-6)
    assert sum(len(segment) == 3 for segment in half) >= 4


def test_slivers_are_dropped() -> None:
    assert trimmed([circle(10.0)], within(-20, -20, -9.9, 20), smallest_mm=0.3) == []


@pytest.mark.parametrize("name", MOTIFS)
def test_the_cells_of_a_band_keep_clear_of_each_other(name: str) -> None:
    height, gap = 6.0, 0.4
    pitch = height * MOTIFS[name].aspect
    cell = MOTIFS[name].draw(pitch, height, gap)
    row: list[Ring] = [
        [tuple((x + i * pitch, y) for x, y in segment) for segment in ring]
        for i in range(4)
        for ring in cell
    ]
    assert crossing_pairs(rings_of(contours(row))) == []
    ends = contours(cell).points[:, 2, 1]
    assert ends.min() >= 0
    assert ends.max() <= height


def test_strands_go_over_and_under_in_turn() -> None:
    plait = Plait(columns=8, rows=6)
    crossings = list(plait.crossings())
    pieces = plait.pieces()
    assert len(pieces) == len(crossings)
    over = [
        node
        for piece in pieces
        for node, heading in piece[1:-1]
        if plait.wall(node) is None and not plait.passes_under(node, heading)
    ]
    assert sorted(over) == sorted(crossings)


def test_a_choice_depends_on_its_seed_and_label_alone() -> None:
    assert SeededRandom(7).number("a") == SeededRandom(7).number("a") != SeededRandom(7).number("b")
    assert SeededRandom(7).number("a") != SeededRandom(8).number("a")
    assert {SeededRandom(s).count("n", 2, 4) for s in range(40)} == {2, 3, 4}
