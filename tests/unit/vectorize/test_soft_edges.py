"""Outlines that come to lie where the grey levels put the edge."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageOps

from artstudio.geometry.contours import Contours, contours_from_rings
from artstudio.vectorize.soft_edges import refine_subpixel
from artstudio.vectorize.threshold import find_ink

SIDE = 40


def rectangle(left: float, top: float, right: float, bottom: float) -> Image.Image:
    """Return a black rectangle whose outermost pixels are as grey as they are uncovered."""
    edges = np.arange(SIDE)
    x = np.clip(np.minimum(edges + 1, right) - np.maximum(edges, left), 0, 1)
    y = np.clip(np.minimum(edges + 1, bottom) - np.maximum(edges, top), 0, 1)
    return Image.fromarray(np.rint(255 * (1 - y[:, None] * x[None, :])).astype(np.uint8))


def box(left: float, top: float, right: float, bottom: float) -> Contours:
    """Return straight outlines, clockwise on the screen, with a node in the middle of each side."""
    x, y = (left + right) / 2, (top + bottom) / 2
    around = [
        (x, top), (right, top), (right, y), (right, bottom),
        (x, bottom), (left, bottom), (left, y), (left, top),
    ]  # fmt: skip
    return contours_from_rings([[(point,) for point in around]])


def ends(contours: Contours) -> np.ndarray:
    return contours.points[:, 2]


@pytest.mark.parametrize("inverted", [False, True])
def test_sides_move_to_the_part_of_a_pixel_that_is_covered(inverted: bool) -> None:
    true = (10.3, 12.75, 25.6, 30.1)
    picture = rectangle(*true)
    ink = find_ink(ImageOps.invert(picture) if inverted else picture, threshold=127, invert=None)
    assert ink.inverted is inverted
    found = refine_subpixel(box(10, 13, 26, 30), ink)
    assert ends(found) == pytest.approx(ends(box(*true)), abs=0.2)
    before = np.abs(ends(box(10, 13, 26, 30)) - ends(box(*true))).mean()
    assert np.abs(ends(found) - ends(box(*true))).mean() < before / 2


def test_a_smooth_node_stays_smooth() -> None:
    ring = [
        ((20, 10), (30, 10), (30, 20)), ((30, 30), (20, 30), (20, 30)),
        ((10, 30), (10, 20), (10, 20)), ((10, 12), (12, 10), (15, 10)),
    ]  # fmt: skip
    contours = contours_from_rings([ring])
    ink = find_ink(rectangle(10.4, 10.4, 29.7, 29.7), threshold=127, invert=False)
    found = refine_subpixel(contours, ink)
    before = contours.points[:, 2] - contours.points[:, 1]
    assert found.points[:, 2] - found.points[:, 1] == pytest.approx(before)
    assert found.points[:, 0] - found.starts() == pytest.approx(
        contours.points[:, 0] - contours.starts()
    )


def test_what_lies_far_from_any_edge_stays() -> None:
    ink = find_ink(rectangle(10, 10, 30, 30), threshold=127, invert=False)
    alone = box(14, 14, 26, 26)
    assert np.array_equal(ends(refine_subpixel(alone, ink)), ends(alone))


def test_an_edge_that_runs_the_other_way_does_not_attract() -> None:
    ink = find_ink(rectangle(10.4, 10.4, 29.6, 29.6), threshold=127, invert=False)
    hole = box(10, 10, 30, 30)
    backwards = Contours(hole.kinds, hole.points[::-1].copy(), hole.offsets)
    assert np.array_equal(ends(refine_subpixel(backwards, ink)), ends(backwards))


def test_nothing_gives_nothing() -> None:
    ink = find_ink(Image.new("L", (8, 8), 255), threshold=None, invert=None)
    nothing = contours_from_rings([])
    assert len(refine_subpixel(nothing, ink)) == 0
