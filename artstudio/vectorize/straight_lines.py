"""Lines that a program wrote as curves."""

from __future__ import annotations

import numpy as np

from artstudio.geometry.contours import LINE, Contours


def with_straight_lines(contours: Contours, *, tolerance: float) -> Contours:
    """Return the same contours with a line for each curve that is one.

    A curve is a line when both its controls lie between its ends, no further from the
    chord than `tolerance` (in the unit of the contours).
    """
    starts, points = contours.starts(), contours.points
    chords = points[:, 2] - starts
    arms = points[:, :2] - starts[:, None]
    lengths = (chords**2).sum(axis=1)[:, None]
    away = np.abs(arms[..., 0] * chords[:, None, 1] - arms[..., 1] * chords[:, None, 0])
    along = (arms * chords[:, None]).sum(axis=2)
    flat = (away <= tolerance * np.sqrt(lengths)) & (along >= 0) & (along <= lengths)
    lines = flat.all(axis=1)
    kinds = np.where(lines, LINE, contours.kinds).astype(np.uint8)
    ends = np.repeat(points[:, 2:], 3, axis=1)
    return Contours(kinds, np.where(lines[:, None, None], ends, points), contours.offsets)
