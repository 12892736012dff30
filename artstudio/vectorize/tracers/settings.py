"""What all backends to potrace share: the settings, the interface and the form of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.contours import CUBIC, LINE, Contours

# In the order of potracelib's constants; its seventh, random, is of no use to a cutter.
TURN_POLICIES = ("black", "white", "left", "right", "minority", "majority")


@dataclass(frozen=True, kw_only=True)
class TracerSettings:
    """Potrace's parameters, in pixels.

    turdsize: outlines around up to this many pixels are dropped.
    alphamax: 0 makes polygons, 1.334 and more no corners.
    opttolerance: how far a curve may stray from those it replaces; 0 joins none.
    """

    turdsize: int = 2
    turnpolicy: str = "minority"
    alphamax: float = 1.0
    opttolerance: float = 0.2

    @property
    def policy_number(self) -> int:
        """Return potracelib's constant for the turn policy."""
        return TURN_POLICIES.index(self.turnpolicy)


class Tracer(Protocol):
    """One backend to potrace."""

    @property
    def name(self) -> str:
        """Return the backend's name."""

    @property
    def version(self) -> str:
        """Return the version of what traces behind it."""

    def trace(self, bitmap: NDArray[np.bool_], settings: TracerSettings) -> Contours:
        """Return the outlines of `bitmap` in pixels, row 0 at the top, safe in any thread."""


def contours_of_curves(
    corners: NDArray[np.bool_], points: NDArray[np.float64], sizes: NDArray[np.int64]
) -> Contours:
    """Return potrace's curves as contours.

    corners: [n], True where a segment is a corner: two lines by points[i, 1] to points[i, 2].
    points: float64[n, 3, 2]. sizes: [rings], how many segments each ring has.
    """
    counts = np.where(corners, 2, 1)
    # Where each segment's last piece lies among the pieces.
    last = np.cumsum(counts) - 1
    pieces = np.repeat(points, counts, axis=0)
    second = last[corners]
    pieces[second - 1] = points[corners, 1][:, None]
    pieces[second] = points[corners, 2][:, None]
    kinds = np.repeat(np.where(corners, LINE, CUBIC).astype(np.uint8), counts)
    ends = np.concatenate([[0], last + 1])[np.cumsum(sizes)]
    return Contours(kinds, pieces, np.concatenate([[0], ends]).astype(np.int64))
