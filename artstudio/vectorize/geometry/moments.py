"""Least-squares lines and circles of many runs of points at once, from sums of powers.

With running sums along each ring the sums of any run are a difference, so that a fit takes
the same few operations for ten points as for a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_NEWTON_STEPS = 8
_FLATTEST_PX = 1e5


@dataclass(frozen=True)
class RunningSums:
    """Running sums of 1, x, y, xx, xy, yy, zx, zy, zz of points, where z = xx + yy.

    sums: float64[9, n + 1]; sums[:, b] - sums[:, a] is that of points a to b - 1.
    centres: float64[n, 2], which each point's coordinates are taken from; the same
    for all points of a ring.
    """

    sums: Floats
    centres: Floats

    def between(self, a: Integers, b: Integers) -> Floats:
        """Return float64[9, k]: the sums of runs of points a to b - 1 of one ring each."""
        found: Floats = self.sums[:, b] - self.sums[:, a]
        return found


def running_sums(points: Floats, ring: Integers) -> RunningSums:
    """Return the sums of points, float64[n, 2], of rings with the numbers `ring`, which rise."""
    counts = np.maximum(np.bincount(ring), 1)
    means = np.stack([np.bincount(ring, points[:, k]) / counts for k in (0, 1)], axis=1)
    centres = np.rint(means)[ring]
    x, y = (points - centres).T
    z = x * x + y * y
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y, z * x, z * y, z * z])
    sums = np.zeros((9, len(x) + 1))
    np.cumsum(terms, axis=1, out=sums[:, 1:])
    return RunningSums(sums, centres)


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Lines by a point, a unit direction (of either sign) and the squares of the distances."""

    points: Floats
    directions: Floats
    squares: Floats


@dataclass(frozen=True, kw_only=True)
class Circles:
    """Circles and the squares of the distances of their points."""

    centres: Floats
    radii: Floats
    squares: Floats


def _central(sums: Floats) -> tuple[Floats, ...]:
    """Return the count, the mean and the sums of powers about the mean."""
    n, sx, sy, sxx, sxy, syy, szx, szy, szz = sums
    n = np.maximum(n, 1)
    mx, my = sx / n, sy / n
    cxx, cxy, cyy = sxx - n * mx * mx, sxy - n * mx * my, syy - n * my * my
    m2 = mx * mx + my * my
    sz = sxx + syy
    # z' = (x - mx)² + (y - my)² = z - 2 mx x - 2 my y + m2
    zx = szx - 2 * mx * sxx - 2 * my * sxy + m2 * sx
    zy = szy - 2 * mx * sxy - 2 * my * syy + m2 * sy
    cz = cxx + cyy
    czx, czy = zx - mx * cz, zy - my * cz
    czz = (
        szz - 4 * mx * szx - 4 * my * szy + 2 * m2 * sz
        + 4 * mx * mx * sxx + 8 * mx * my * sxy + 4 * my * my * syy
        - 4 * m2 * (mx * sx + my * sy) + n * m2 * m2
    )  # fmt: skip
    return n, mx, my, cxx, cxy, cyy, cz, czx, czy, czz


def lines(sums: Floats) -> Lines:
    """Return the lines of least squared distances through runs; points as the sums have them."""
    _n, mx, my, cxx, cxy, cyy, *_ = _central(sums)
    half, apart = (cxx + cyy) / 2, np.hypot((cxx - cyy) / 2, cxy)
    angle = 0.5 * np.arctan2(2 * cxy, cxx - cyy)
    return Lines(
        points=np.stack([mx, my], axis=1),
        directions=np.stack([np.cos(angle), np.sin(angle)], axis=1),
        squares=np.maximum(half - apart, 0),
    )


def circles(sums: Floats) -> Circles:
    """Return the circles through runs by Taubin's fit; points as the sums have them.

    G. Taubin, Estimation of planar curves, surfaces and nonplanar space curves, 1991,
    with Newton's method on the characteristic polynomial (N. Chernov, Circular and
    linear regression, 2010, 5.10). Radii above 100,000 px are infinite.
    """
    n, mx, my, cxx, cxy, cyy, cz, czx, czy, czz = _central(sums)
    xx, xy, yy, z, zx, zy, zz = (c / n for c in (cxx, cxy, cyy, cz, czx, czy, czz))
    cov = xx * yy - xy * xy
    var = zz - z * z
    a3 = 4 * z
    a2 = -3 * z * z - zz
    a1 = var * z + 4 * cov * z - zx * zx - zy * zy
    a0 = zx * (zx * yy - zy * xy) + zy * (zy * xx - zx * xy) - var * cov
    root = np.zeros_like(z)
    value = a0
    with np.errstate(all="ignore"):
        for _ in range(_NEWTON_STEPS):
            slope = a1 + root * (2 * a2 + 3 * a3 * root)
            following = root - value / slope
            better = a0 + following * (a1 + following * (a2 + following * a3))
            moves = np.isfinite(better) & (np.abs(better) < np.abs(value)) & (following >= 0)
            root, value = np.where(moves, following, root), np.where(moves, better, value)
        det = root * root - root * z + cov
        u = (zx * (yy - root) - zy * xy) / (2 * det)
        v = (zy * (xx - root) - zx * xy) / (2 * det)
        radius = np.sqrt(u * u + v * v + z)
        # The distance is (z' - 2 u x' - 2 v y' - z) / (2 r) to the first order.
        spread = u * u * xx + 2 * u * v * xy + v * v * yy
        algebraic = zz - z * z - 4 * u * zx - 4 * v * zy + 4 * spread
        squares = n * algebraic / (4 * radius**2)
    bad = ~(radius < _FLATTEST_PX) | ~np.isfinite(squares)
    return Circles(
        centres=np.stack([np.where(bad, 0, u + mx), np.where(bad, 0, v + my)], axis=1),
        radii=np.where(bad, np.inf, radius),
        squares=np.where(bad, np.inf, np.maximum(squares, 0)),
    )
