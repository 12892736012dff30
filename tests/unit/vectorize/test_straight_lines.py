"""Curves that are lines become lines; nothing else does."""

from __future__ import annotations

import numpy as np
import pytest

from artstudio.geometry.contours import CUBIC, LINE, Segment, contours_from_rings
from artstudio.vectorize.straight_lines import with_straight_lines

BACK: list[Segment] = [((0.0, 50.0),), ((0.0, 0.0),)]


@pytest.mark.parametrize(
    ("curve", "kind"),
    [
        (((10, 0), (20, 0), (30, 0)), LINE),
        (((10, 10), (20, 20), (30, 30)), LINE),
        (((10, 0.0005), (20, 0), (30, 0)), LINE),
        (((0, 0), (30, 0), (30, 0)), LINE),
        (((10, 0.01), (20, 0), (30, 0)), CUBIC),
        # Beyond its end and back: the same place, and not the same line.
        (((10, 0), (60, 0), (30, 0)), CUBIC),
        (((-10, 0), (20, 0), (30, 0)), CUBIC),
    ],
)
def test_a_curve_is_a_line_when_its_controls_lie_on_it(curve: Segment, kind: int) -> None:
    given = contours_from_rings([[curve, *BACK]])
    straight = with_straight_lines(given, tolerance=0.001)
    assert straight.kinds.tolist() == [kind, LINE, LINE]
    assert np.array_equal(straight.points[:, 2], given.points[:, 2])
