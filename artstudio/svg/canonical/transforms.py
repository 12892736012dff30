"""The `transform` attribute as an affine map."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from artstudio.geometry.affine import IDENTITY, Affine, moved, scaled
from artstudio.svg.canonical.numbers import numbers

_CALL = re.compile(r"[\s,]*(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)", re.ASCII)


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
