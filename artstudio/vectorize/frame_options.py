"""What `crop` and `corners` may be: parts of a picture, 0 to 1 from its upper left corner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np

SIZE_BYS = ("sheet", "ink")
# Twice the area, as a part of the picture, that three neighbouring corners must have.
_LEAST_TURN = 1e-5


def crop_fault(value: object) -> str:
    """Say what is wrong with a crop; empty where nothing is."""
    if value == "auto":
        return ""
    if not _are_parts(value, 4):
        return "Give auto, or left, top, right and bottom in parts of the picture, 0 to 1."
    left, top, right, bottom = cast("list[float]", value)
    if not (left < right and top < bottom):
        return "The right side must be larger than the left one, the bottom than the top."
    return ""


def corners_fault(value: object) -> str:
    """Say what is wrong with four corners; empty where nothing is."""
    flat = list(_flat(value))
    if not _are_parts(flat, 8):
        return (
            "Give four corners as x and y in parts of the picture, 0 to 1: upper left, "
            "upper right, lower right, lower left."
        )
    quad = np.array(flat, dtype=np.float64).reshape(4, 2)
    steps = np.roll(quad, -1, axis=0) - quad
    after = np.roll(steps, -1, axis=0)
    turns = steps[:, 0] * after[:, 1] - steps[:, 1] * after[:, 0]
    if turns.min() <= _LEAST_TURN:
        return (
            "The four corners must go clockwise round an area, with no three in one line: "
            "upper left, upper right, lower right, lower left."
        )
    return ""


def _flat(value: object) -> Iterator[object]:
    if not isinstance(value, list | tuple):
        return
    for item in value:
        if isinstance(item, list | tuple):
            yield from item
        else:
            yield item


def _are_parts(value: object, count: int) -> bool:
    if not isinstance(value, list | tuple) or len(value) != count:
        return False
    return all(
        isinstance(v, int | float) and not isinstance(v, bool) and 0 <= v <= 1 for v in value
    )
