"""Affine maps of the plane and the `transform` attribute."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artstudio.svg.canonical.numbers import numbers
from artstudio.svg.contours import Contours, Strokes

_CALL = re.compile(r"[\s,]*(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)", re.ASCII)


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


def parse_transform(text: str | None) -> Affine | None:
    """Return the map of a `transform` attribute; None where it is in error."""
    result, end = IDENTITY, 0
    text = (text or "").rstrip(" \t\r\n,")
    while end < len(text):
        call = _CALL.match(text, end)
        step = _step(call[1], numbers(call[2])) if call else None
        if call is None or step is None:
            return None
        result, end = result @ step, call.end()
    return result if result.is_usable else None


def _step(name: str, given: list[float]) -> Affine | None:
    counts, make = _STEPS[name]
    return make(*given) if len(given) in counts else None


def _rotate(degrees: float, x: float = 0.0, y: float = 0.0) -> Affine:
    # Quarter turns are exact: cos(90 degrees) is not quite zero in floating point.
    quarters, rest = divmod(degrees % 360, 90)
    cos, sin = math.cos(math.radians(rest)), math.sin(math.radians(rest))
    for _ in range(int(quarters)):
        cos, sin = -sin, cos
    return moved(x, y) @ Affine(cos, sin, -sin, cos) @ moved(-x, -y)


def _scale(x: float, y: float | None = None) -> Affine:
    return scaled(x, x if y is None else y)


_STEPS: dict[str, tuple[tuple[int, ...], Callable[..., Affine]]] = {
    "matrix": ((6,), Affine),
    "translate": ((1, 2), lambda x, y=0.0: moved(x, y)),
    "scale": ((1, 2), _scale),
    "rotate": ((1, 3), _rotate),
    "skewX": ((1,), lambda degrees: Affine(c=math.tan(math.radians(degrees)))),
    "skewY": ((1,), lambda degrees: Affine(b=math.tan(math.radians(degrees)))),
}
