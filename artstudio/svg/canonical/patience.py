"""How long a drawing may take, and what is said when it takes longer."""

from __future__ import annotations

import time

from rmos_runs.errors import DomainError

LIMIT_S = 20.0


class DrawingTooComplex(DomainError):
    """The drawing has too many parts that meet. Simplify it, and unite what overlaps."""

    code = "drawing_too_complex"


class TooTangled(DrawingTooComplex):
    """The outlines of a shape meet too often to tell what is inside. Simplify that shape."""


class Patience:
    """A limit on the time for one drawing; single steps are bounded by what they are given."""

    def __init__(self, seconds: float = LIMIT_S) -> None:
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise DrawingTooComplex when the time is over."""
        if time.monotonic() > self._end:
            raise DrawingTooComplex
