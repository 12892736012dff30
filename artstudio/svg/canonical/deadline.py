"""How much work a drawing may take, and what is said when it takes more.

Work is counted, never timed: the same bytes get the same answer on a busy machine
and on an idle one. A unit is about a microsecond of a desktop's processor; each step
adds what its input is known to cost before it begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from rmos_runs.errors import DomainError

#: Units of work for one drawing.
WORK_LIMIT = 30_000_000


@dataclass
class Work:
    """The units that one drawing has taken, and the most that it may."""

    most: int
    done: int = 0


_work: ContextVar[Work | None] = ContextVar("work", default=None)


class DrawingTooComplex(DomainError):
    """The drawing has too many parts that meet. Simplify it, and unite what overlaps."""

    code = "drawing_too_complex"


class TooManyIntersections(DrawingTooComplex):
    """The outlines of a shape meet too often to tell what is inside. Simplify that shape."""


@contextmanager
def limited_work() -> Iterator[Work]:
    """Allow WORK_LIMIT units of work inside the block; a block within another has its own."""
    work = Work(WORK_LIMIT)
    token = _work.set(work)
    try:
        yield work
    finally:
        _work.reset(token)


def spend(units: float) -> None:
    """Count work that is about to be done; raises DrawingTooComplex where it is too much.

    Outside of `limited_work` nothing is counted.
    """
    work = _work.get()
    if work is None:
        return
    work.done += int(units) + 1
    if work.done > work.most:
        raise DrawingTooComplex


def spend_on(*geometries: Any, each_with: Any = None) -> None:
    """Count a geometry operation: about a microsecond for each corner that takes part.

    `each_with`: the geometry with which each of the first ones is compared; most of its
    corners are only looked over.
    """
    if _work.get() is None:
        return
    corners = [int(np.sum(shapely.get_num_coordinates(one))) for one in geometries]
    looked_over = 0.0
    if each_with is not None:
        looked_over = len(geometries[0]) * int(shapely.get_num_coordinates(each_with)) / 10
    spend(10 + sum(corners) + looked_over)
