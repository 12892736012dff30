"""An f-hole: two eyes, and a stem between them that swells, with a nick at each side."""

from __future__ import annotations

import numpy as np
import shapely

from artstudio.patterns.areas import rings_of_area
from artstudio.patterns.body_part.parameters import BodyPartParameters
from artstudio.patterns.shapes import Ring

_STEPS = 60
# The middle line of a left hole, in shares of its length: from eye to eye over the middle.
_UPPER, _LOWER = (0.165, 0.16), (-0.18, 0.835)
_UPPER_HANDLE, _LOWER_HANDLE = (0.175, -0.06), (-0.2, 1.075)
_STEM = (0.045, -0.44)
_THINNEST = 0.018
# Clefts and tips of twice that are rounded.
_CLEFT_MM = 0.17
# Fitted curves may bulge so much beyond their chords.
_FIT_MM = 0.08


def f_holes(p: BodyPartParameters) -> list[Ring]:
    """Return the pair about the origin; the right one mirrors the left one."""
    scale = 1.0
    for _ in range(4):
        top, low = shapely.bounds(_left(p, by=scale))[[1, 3]]
        scale *= (p.length_mm - _FIT_MM) / float(low - top)
    shape = _left(p, by=scale)
    top, low = shapely.bounds(shape)[[1, 3]]
    eye = shapely.bounds(shapely.intersection(shape, shapely.box(0, -9e3, 9e3, 9e3)))[2]
    moved = shapely.transform(
        shape, lambda points: points - (eye + p.apart_mm / 2, (top + low) / 2)
    )
    mirrored = shapely.transform(moved, lambda points: points * (-1, 1))
    return [*rings_of_area(moved), *rings_of_area(mirrored)]


def _left(p: BodyPartParameters, *, by: float = 1.0) -> shapely.Geometry:
    """Return the left hole; by: how much longer its middle line is than the first guess."""
    size = p.length_mm * by
    upper, lower = np.multiply(_UPPER, size), np.multiply(_LOWER, size)
    middle, stem = np.array((0.0, size / 2)), np.multiply(_STEM, size)
    t = np.linspace(0, 1, _STEPS)[:, None]
    first = _cubic(upper, np.multiply(_UPPER_HANDLE, size), middle + stem, middle, t)
    second = _cubic(middle, middle - stem, np.multiply(_LOWER_HANDLE, size), lower, t)
    line = np.concatenate([first, second[1:]])
    along = np.gradient(line, axis=0)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    across /= np.hypot(*along.T)[:, None]
    near = np.concatenate([t[:, 0], t[::-1][1:, 0]])
    thin = max(_THINNEST * size, 0.4)
    half = (thin + (p.stem_mm - thin) * near**1.5)[:, None] / 2
    stem_area = shapely.make_valid(
        shapely.Polygon(np.concatenate([line + across * half, (line - across * half)[::-1]]))
    )
    eyes = [
        shapely.Point(*at).buffer(d / 2, quad_segs=48)
        for at, d in ((upper, p.upper_mm), (lower, p.lower_mm))
    ]
    whole = shapely.union_all([stem_area, *eyes, *_nicks(p, middle)])
    filled = shapely.buffer(shapely.buffer(whole, _CLEFT_MM), -2 * _CLEFT_MM)
    return shapely.buffer(filled, _CLEFT_MM)


def _nicks(p: BodyPartParameters, middle: np.ndarray) -> list[shapely.Polygon]:
    deep, wide = p.stem_mm / 2 + 0.02 * p.length_mm, 0.022 * p.length_mm
    x, y = middle
    return [
        shapely.Polygon(
            [(x, y - wide), (x + side * deep, y - 0.25), (x + side * deep, y + 0.25), (x, y + wide)]
        )
        for side in (1, -1)
    ]


def _cubic(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray, t: np.ndarray) -> np.ndarray:
    s = 1 - t
    return np.asarray(s**3 * a + 3 * s * s * t * b + 3 * s * t * t * c + t**3 * d)
