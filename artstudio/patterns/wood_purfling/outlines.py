"""The outlines that a purfling runs along, and how a straight band is laid along them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from artstudio.geometry.arrays import Floats
from artstudio.patterns.shapes import Ring, contours, mirrored_outline
from artstudio.patterns.wood_purfling.parameters import WoodPurflingParameters

_CHORD_MM = 0.004
_ROUND = 64
# The right half of a body, in shares of its width and its height, from the neck to the tail.
_BODY = (
    ((0.228, 0.0), (0.384, 0.06), (0.384, 0.19)),
    ((0.384, 0.29), (0.323, 0.31), (0.323, 0.41)),
    ((0.323, 0.53), (0.5, 0.56), (0.5, 0.755)),
    ((0.5, 0.93), (0.296, 1.0), (0.0, 1.0)),
)
GUITAR_ASPECT = 0.745
"""Width over height of a body: 365 by 490 mm."""


def outline_of(p: WoodPurflingParameters) -> shapely.Polygon:
    """Return the outer edge of the purfling about the middle of the sheet."""
    wide, high = p.width_mm / 2, p.height_mm / 2
    if p.outline == "guitar":
        return _body(p.width_mm, p.height_mm)
    if p.outline == "circle":
        radius = min(wide, high)
        steps = np.arange(720) * (2 * np.pi / 720)
        ring = np.stack([np.cos(steps), np.sin(steps)], axis=1) * radius
        return shapely.Polygon(np.round(ring, 9))
    if p.outline == "rectangle" and p.radius_mm:
        r = p.radius_mm
        # A little more than nothing where the radius is half of a side.
        core = shapely.box(
            min(r - wide, -1e-6), min(r - high, -1e-6), max(wide - r, 1e-6), max(high - r, 1e-6)
        )
        return shapely.Polygon(shapely.buffer(core, r, quad_segs=_ROUND).exterior)
    return shapely.box(-wide, -high, wide, high)


def _body(width: float, height: float) -> shapely.Polygon:
    segments = [tuple((x * width, (y - 0.5) * height) for x, y in part) for part in _BODY]
    ring: Ring = mirrored_outline((0.0, -0.5 * height), segments)
    motif = contours([ring])
    starts, t = motif.starts(), np.linspace(0, 1, 120, endpoint=False)[:, None]
    parts = [
        (1 - t) ** 3 * s + 3 * (1 - t) ** 2 * t * a + 3 * (1 - t) * t**2 * b + t**3 * e
        for s, (a, b, e) in zip(starts, motif.points, strict=True)
    ]
    return shapely.Polygon(np.round(np.concatenate(parts), 9))


def inset(outer: shapely.Polygon, by_mm: float) -> shapely.Polygon:
    """Return an outline moved inward; square corners stay square."""
    return shapely.buffer(outer, -by_mm, join_style="mitre", quad_segs=_ROUND)


class Path:
    """A closed middle line, by its length from its lowest point on, clockwise on the page."""

    def __init__(self, middle: shapely.Polygon) -> None:
        """Begin at the tail: below, in the middle."""
        ring = shapely.get_coordinates(shapely.orient_polygons(middle).exterior)[:-1]
        low = ring[:, 1].max()
        near = np.abs(ring[:, 0]) + 1000 * (low - ring[:, 1])
        ring = np.roll(ring, -int(np.argmin(near)), axis=0)
        self._points = np.concatenate([ring, ring[:1]])
        steps = np.hypot(*np.diff(self._points, axis=0).T)
        self._at = np.concatenate([[0.0], np.cumsum(steps)])
        self.length = float(self._at[-1])

    def laid(self, piece: Sequence[tuple[float, float]], height: float) -> Floats:
        """Return a piece of a band of `height` laid along the line, y = 0 to the outside."""
        points = np.asarray(piece)
        x, y = points[:, 0] % self.length, points[:, 1]
        reach = min(0.2, self.length / 50)
        here, after, before = (self._where(x + step) for step in (0.0, reach, -reach))
        along = after - before
        along /= np.hypot(*along.T)[:, None]
        # The ring runs so that its inside is on the left.
        inward = np.stack([-along[:, 1], along[:, 0]], axis=1)
        return np.asarray(here + inward * (y - height / 2)[:, None])

    def _where(self, x: Floats) -> Floats:
        at = x % self.length
        return np.stack([np.interp(at, self._at, self._points[:, i]) for i in (0, 1)], axis=1)
