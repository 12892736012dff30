"""How a `viewBox` lies in the rectangle it is shown in."""

from __future__ import annotations

import math
import re

from artstudio.geometry.affine import Affine, moved, scaled
from artstudio.svg.canonical.numbers import numbers

Box = tuple[float, float, float, float]

_ALIGN = re.compile(r"\s*x(Min|Mid|Max)Y(Min|Mid|Max)(?:\s+(meet|slice))?\s*", re.ASCII)
_SHARES = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}


def view_box(text: str | None) -> Box | None:
    """Return x, y, width and height of a `viewBox`; None for a missing or empty one."""
    given = numbers(text)
    if len(given) != 4 or not (given[2] > 0 and given[3] > 0):
        return None
    return (given[0], given[1], given[2], given[3])


def fitted(box: Box, *, into: Box, aspect: str | None = None) -> Affine:
    """Return the map from `box` to `into` that the `preserveAspectRatio` `aspect` asks for."""
    x, y = (into[2] / box[2], into[3] / box[3])
    align = _ALIGN.fullmatch(aspect or "")
    if (aspect or "").strip().startswith("none"):
        return moved(into[0], into[1]) @ scaled(x, y) @ moved(-box[0], -box[1])
    one = max(x, y) if align and align[3] == "slice" else min(x, y)
    left, top = (_SHARES[align[1]], _SHARES[align[2]]) if align else (0.5, 0.5)
    place = moved(
        into[0] + (into[2] - box[2] * one) * left, into[1] + (into[3] - box[3] * one) * top
    )
    return place @ scaled(one, one) @ moved(-box[0], -box[1])


def is_usable(box: Box) -> bool:
    """Return whether a rectangle is finite and encloses something."""
    return all(map(math.isfinite, box)) and box[2] > 0 and box[3] > 0
