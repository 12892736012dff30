"""Affine maps of the plane."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.contours import Contours, Strokes


@dataclass(frozen=True)
class Affine:
    """x' = a x + c y + e and y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def __matmul__(self, inner: Affine) -> Affine:
        """Return the map that applies `inner` first."""
        return Affine(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    @property
    def scale(self) -> float:
        """The square root of what an area is multiplied by: how wide strokes become."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))

    @property
    def unevenness(self) -> float:
        """How many times longer the longest image of a length is than its shortest.

        The ratio of the singular values, from their sum and difference.
        """
        total = math.hypot(self.a + self.d, self.b - self.c)
        difference = math.hypot(self.a - self.d, self.b + self.c)
        short = abs(total - difference)
        return (total + difference) / short if short else math.inf

    @property
    def is_usable(self) -> bool:
        """Whether all six numbers are finite."""
        return all(map(math.isfinite, (self.a, self.b, self.c, self.d, self.e, self.f)))

    def points(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return float64[..., 2] mapped; what overflows becomes infinite."""
        with np.errstate(all="ignore"):
            x, y = points[..., 0], points[..., 1]
            mapped = (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
            return np.stack(mapped, axis=-1)

    def strokes(self, strokes: Strokes) -> Strokes:
        """Return `strokes` mapped; affine maps keep lines and cubic curves what they are."""
        given = strokes.contours
        moved = Contours(given.kinds, self.points(given.points), given.offsets)
        return Strokes(moved, strokes.open)


IDENTITY = Affine()


def moved(x: float, y: float) -> Affine:
    """Return the map that moves by `x` and `y`."""
    return Affine(e=x, f=y)


def scaled(x: float, y: float) -> Affine:
    """Return the map that multiplies by `x` and `y`."""
    return Affine(a=x, d=y)
