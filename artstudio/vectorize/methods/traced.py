"""What every method of tracing takes and gives back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.drawing import Drawing
from artstudio.vectorize.decode import Picture
from artstudio.vectorize.notes import Note
from artstudio.vectorize.options import TraceOptions


@dataclass(frozen=True, kw_only=True)
class Traced:
    """A drawing and what it was traced from.

    ink: the bitmap that was traced, True for ink, with pixels of `mm_per_px`; None where a
    colour picture was traced. ink_at_mm: where its upper left corner lies on the sheet, in
    whose middle it is without. used: what the
    options came to, JSON values. tracer: {backend, version}. oriented: outlines and
    holes run against each other, which makes measuring cheaper.
    """

    drawing: Drawing
    ink: NDArray[np.bool_] | None
    mm_per_px: float
    used: dict[str, Any]
    tracer: dict[str, str]
    notes: tuple[Note, ...] = ()
    oriented: bool = False
    ink_at_mm: tuple[float, float] | None = None


class Clock:
    """Times of named stages, in milliseconds."""

    def __init__(self) -> None:
        """Start with none."""
        self.times_ms: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Take the time of the block as that of `stage`."""
        start = time.perf_counter()
        yield
        self.times_ms[stage] = round((time.perf_counter() - start) * 1000, 3)


class Method(Protocol):
    """A way from a picture to a drawing."""

    def __call__(
        self, data: bytes, picture: Picture, options: TraceOptions, clock: Clock
    ) -> Traced:
        """Trace `picture`, decoded from `data`; raises the domain errors of this package."""
