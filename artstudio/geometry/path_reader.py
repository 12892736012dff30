"""The canonical path text back to contours, for measuring and exporting stored drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from artstudio.geometry.arc_segments import Arc, contours_with_arcs
from artstudio.geometry.contours import Contours, Segment, Strokes
from artstudio.geometry.grid import MICROMETRES_PER_MM, dequantize

_TOKEN = re.compile(r"[Mlcaz]|-?(?:\d+(?:\.\d{1,3})?|\.\d{1,3})")
_NUMBERS = {"M": 2, "l": 2, "c": 6, "a": 7, "z": 0}

Point = tuple[int, int]


def parse_path(text: str) -> Contours:
    """Return the contours (mm) of a path that `path_text` wrote; other text raises ValueError."""
    strokes = parse_strokes(text)
    if strokes.open.any():
        raise ValueError("A ring goes from M to z.")
    return strokes.contours


def parse_strokes(text: str) -> Strokes:
    """Return the strokes (mm) that `strokes_text` wrote; other text raises ValueError."""
    rings: list[list[Segment | Arc]] = []
    opened: list[bool] = []
    pen = start = (0, 0)
    for letter, numbers in _commands(text):
        if letter == "M":
            _end_open(rings, opened, start)
            pen = start = (numbers[0], numbers[1])
            rings.append([])
            opened.append(True)
        elif not opened or not opened[-1]:
            raise ValueError("A ring starts with M.")
        elif letter == "z":
            rings[-1].extend([(start,)] if pen != start else [])
            opened[-1] = False
        else:
            extend = _extend_by_arcs if letter == "a" else _extend
            pen = extend(rings[-1], pen, numbers, _NUMBERS[letter])
    _end_open(rings, opened, start)
    contours = contours_with_arcs(rings, mm_per_unit=1 / MICROMETRES_PER_MM)
    return Strokes(dequantize(_whole(contours)), np.array(opened, dtype=bool))


def _whole(contours: Contours) -> Contours:
    """Return contours with the curves of arcs on whole micrometres, as all others are."""
    return Contours(contours.kinds, np.rint(contours.points), contours.offsets, contours.arcs)


def _end_open(rings: list[list[Segment | Arc]], opened: list[bool], start: Point) -> None:
    """Give the last stroke, where it is open, the line that is not drawn."""
    if not opened or (rings[-1] and not opened[-1]):
        return
    if not rings[-1] or _end(rings[-1][-1]) == start:
        raise ValueError("A stroke goes from M to another place, or to z.")
    rings[-1].append((start,))


def _commands(text: str) -> Iterator[tuple[str, list[int]]]:
    tokens = _TOKEN.findall(text)
    if sum(map(len, tokens)) + text.count(" ") != len(text):
        raise ValueError("This is not a path in the canonical spelling.")
    letters = [i for i, token in enumerate(tokens) if token in _NUMBERS]
    if letters[:1] != [0][: len(tokens)]:
        raise ValueError("A path starts with M.")
    for here, following in pairwise([*letters, len(tokens)]):
        letter = tokens[here]
        numbers = [round(float(n) * MICROMETRES_PER_MM) for n in tokens[here + 1 : following]]
        if not _fits(letter, len(numbers)):
            raise ValueError(f"{letter} has a wrong count of numbers.")
        yield letter, numbers


def _fits(letter: str, count: int) -> bool:
    step = _NUMBERS[letter]
    if letter in "Mz":
        return count == step
    return count > 0 and count % step == 0


def _end(segment: Segment | Arc) -> tuple[float, float]:
    return segment.end if isinstance(segment, Arc) else segment[-1]


def _extend_by_arcs(ring: list[Segment | Arc], pen: Point, numbers: list[int], step: int) -> Point:
    for k in range(0, len(numbers), step):
        rx, ry, rotation, large, sweep, x, y = numbers[k : k + step]
        if large or sweep not in {0, MICROMETRES_PER_MM} or min(rx, ry) <= 0 or not x | y:
            raise ValueError("An arc has two radii and turns by half a circle at most.")
        pen = (pen[0] + x, pen[1] + y)
        ring.append(Arc(pen, (rx, ry), rotation / MICROMETRES_PER_MM, bool(sweep)))
    return pen


def _extend(ring: list[Segment | Arc], pen: Point, numbers: list[int], step: int) -> Point:
    """Add the segments of one command, relative to the pen; return where the pen ends."""
    for k in range(0, len(numbers), step):
        x, y = pen
        points = [(x + numbers[i], y + numbers[i + 1]) for i in range(k, k + step, 2)]
        ring.append(points)
        pen = points[-1]
    return pen
