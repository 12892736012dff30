"""Contours as the path operators that PDF and PostScript share, but for their names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artstudio.geometry.contours import CUBIC, Strokes
from artstudio.geometry.drawing import CAPS, JOINS

_POINT = "%.3f %.3f "
#: Numbers that both have for `butt`, `round`, `square` and for `miter`, `round`, `bevel`.
CAP_NUMBERS = dict(zip(CAPS, range(3), strict=True))
JOIN_NUMBERS = dict(zip(JOINS, range(3), strict=True))
#: SVG's own, which neither PDF nor PostScript begins with.
MITRE_LIMIT = 4


@dataclass(frozen=True)
class Operators:
    """The words for: go to, draw a line to, draw a curve to, close the ring."""

    move: str
    line: str
    curve: str
    close: str


def decimal(value: float) -> str:
    """Return a number with up to three decimals."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def path_operators(lines: Strokes, words: Operators) -> str:
    """Return one line of text for each operator; coordinates in mm with three decimals.

    `lines` are in mm. A ring of three lines is written with all three, the
    last one back to its start; an open one ends without it.
    """
    contours = lines.contours
    if not len(contours):
        return ""
    first = np.zeros(contours.nodes, dtype=bool)
    first[contours.offsets[:-1]] = True
    last = np.zeros(contours.nodes, dtype=bool)
    last[contours.offsets[1:] - 1] = True
    cubic, drawn = contours.kinds == CUBIC, lines.drawn
    # All points of a segment, and which of them are written: its start only where
    # a ring begins, its controls only where it is a curve.
    points = np.concatenate([contours.starts()[:, None], contours.points], axis=1)
    written = np.stack([first, cubic, cubic, np.ones_like(cubic)], axis=1) & drawn[:, None]
    patterns = _patterns(words)
    which = np.where(drawn, first + 2 * cubic + 4 * last, len(patterns) - 1).tolist()
    return "".join(map(patterns.__getitem__, which)) % tuple(points[written].ravel().tolist())


def _patterns(words: Operators) -> list[str]:
    """Return the text of a segment by: 1 begins a ring, 2 is a curve, 4 ends the ring.

    The last is that of a segment which is not drawn.
    """
    begin = (f"{_POINT}{words.move}\n", "")
    body = (f"{_POINT}{words.line}\n", f"{_POINT * 3}{words.curve}\n")
    end = ("", f"{words.close}\n")
    return [*(begin[1 - (i & 1)] + body[i >> 1 & 1] + end[i >> 2] for i in range(8)), ""]
