"""The outlines that a program which only fits curves is given."""

from __future__ import annotations

import numpy as np
import pytest

from artstudio.geometry.coverage import covered_pixels
from artstudio.geometry.grid import ring_areas
from artstudio.geometry.polygons import flattened
from artstudio.vectorize.pixel_outlines import pixel_outlines
from tests.unit.vectorize.bitmaps import VARIED, noise, single_pixel


@pytest.mark.parametrize("name", VARIED)
def test_outlines_cover_exactly_the_ink(name: str) -> None:
    ink = VARIED[name]
    rings = flattened(pixel_outlines(ink), tolerance_mm=0.05)
    assert np.array_equal(covered_pixels(rings, ink.shape), ink)


def test_one_pixel_is_a_diamond_around_its_middle() -> None:
    outline = pixel_outlines(single_pixel(9, 7))
    assert len(outline) == 1
    points = {tuple(p) for p in outline.points[:, 2]}
    assert points == {(3.5, 4), (4, 4.5), (3.5, 5), (3, 4.5)}


def test_a_square_has_no_more_points_than_it_needs() -> None:
    ink = np.zeros((20, 20), dtype=bool)
    ink[3:13, 5:15] = True
    outline = pixel_outlines(ink)
    assert outline.nodes == 8
    # Its last line, back to the start, is as long as any.
    lengths = np.hypot(*(outline.points[:, 2] - outline.starts()).T)
    assert lengths[-1] == lengths.max() == 9


def test_holes_run_against_outlines() -> None:
    ink = np.zeros((30, 30), dtype=bool)
    ink[2:28, 2:28] = True
    ink[10:20, 10:20] = False
    areas = sorted(ring_areas(pixel_outlines(ink)))
    assert areas == pytest.approx([-(10 * 10 - 0.5), 26 * 26 - 0.5], abs=1.1)


def test_pixels_that_touch_at_a_corner_are_one_shape() -> None:
    assert len(pixel_outlines(np.eye(6, dtype=bool))) == 1
    assert len(pixel_outlines(np.eye(6, dtype=bool)[::-1])) == 1


def test_specks_up_to_an_area_are_left_out() -> None:
    ink = np.zeros((20, 40), dtype=bool)
    ink[2:4, 2:4] = True
    ink[10:13, 10:13] = True
    ink[2:18, 20:36] = True
    ink[8:10, 25:27] = False
    assert len(pixel_outlines(ink)) == 4
    assert len(pixel_outlines(ink, speck_px=4)) == 2
    assert len(pixel_outlines(ink, speck_px=9)) == 1
    assert len(pixel_outlines(ink, speck_px=10_000)) == 0


def test_the_same_ink_gives_the_same_outlines() -> None:
    ink = noise(80, 60)
    first, second = pixel_outlines(ink), pixel_outlines(ink.copy())
    assert np.array_equal(first.points, second.points)
    assert np.array_equal(first.offsets, second.offsets)
