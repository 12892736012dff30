"""Contours as arrays."""

from __future__ import annotations

import numpy as np

from artstudio.geometry.contours import CUBIC, LINE, contours_from_rings, joined

TRIANGLE = [((4, 0),), ((0, 3),), ((0, 0),)]
DROP = [((5, 5), (0, 9), (0, 0))]


def test_each_segment_starts_where_the_one_before_it_ends() -> None:
    contours = contours_from_rings([TRIANGLE, [*DROP, ((1, 1),)]])
    assert contours.starts().tolist() == [[0, 0], [4, 0], [0, 3], [1, 1], [0, 0]]


def test_lines_and_curves_are_told_by_their_points() -> None:
    contours = contours_from_rings([[*TRIANGLE, *DROP]])
    assert contours.kinds.tolist() == [LINE, LINE, LINE, CUBIC]


def test_rings_without_segments_are_left_out() -> None:
    assert contours_from_rings([[], TRIANGLE, []]).offsets.tolist() == [0, 3]


def test_joined_contours_keep_their_rings_in_order() -> None:
    one, two = contours_from_rings([TRIANGLE]), contours_from_rings([DROP, TRIANGLE])
    both = joined([one, two])
    assert both.offsets.tolist() == [0, 3, 4, 7]
    assert np.array_equal(both.points, np.concatenate([one.points, two.points]))


def test_nothing_joined_is_no_contours() -> None:
    assert (len(joined([])), joined([]).nodes) == (0, 0)


def test_scaling_and_moving_keep_the_shape() -> None:
    contours = contours_from_rings([TRIANGLE]).scaled(2).moved(1, -1)
    assert contours.points[:, 2].tolist() == [[9, -1], [1, 5], [1, -1]]
