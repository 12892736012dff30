"""Grey levels to ink and no ink."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from artstudio.vectorize.errors import ImageTooComplex
from artstudio.vectorize.limits import MAX_BOUNDARY_PIXELS, boundary_pixels

SOFTENING_RADIUS_PX = 1.5
SOFTENED_TURDSIZE = 8


@dataclass(frozen=True, kw_only=True)
class Ink:
    """What is traced. `bitmap` is True for ink; `threshold` is the last level taken as dark."""

    bitmap: NDArray[np.bool_]
    threshold: int
    inverted: bool
    softened: bool = False


def find_ink(grey: Image.Image, *, threshold: int | None, invert: bool | None) -> Ink:
    """Return the ink of a picture of mode L: levels up to `threshold`, by default Otsu's.

    `invert` says that the light parts are the ink; by default it is so when
    most of the border is dark. A picture with more than a million boundary
    pixels is softened once; raises ImageTooComplex when that does not help.
    """
    ink = _ink(grey, threshold, invert)
    if boundary_pixels(ink.bitmap) <= MAX_BOUNDARY_PIXELS:
        return ink
    soft = _ink(grey.filter(ImageFilter.GaussianBlur(SOFTENING_RADIUS_PX)), threshold, invert)
    count = boundary_pixels(soft.bitmap)
    if count > MAX_BOUNDARY_PIXELS:
        raise ImageTooComplex(
            f"The picture has {count:,} boundary pixels even after softening; the limit is "
            f"{MAX_BOUNDARY_PIXELS:,}. Ask for flat two-tone art without texture or noise, or "
            "blur it and scale it down."
        )
    return Ink(bitmap=soft.bitmap, threshold=soft.threshold, inverted=soft.inverted, softened=True)


def _ink(grey: Image.Image, threshold: int | None, invert: bool | None) -> Ink:  # noqa: FBT001 - None, True and False are three answers
    level = otsu(grey.histogram()) if threshold is None else threshold
    dark = np.asarray(grey) <= level
    inverted = _is_border_dark(dark) if invert is None else invert
    return Ink(bitmap=~dark if inverted else dark, threshold=level, inverted=inverted)


def otsu(histogram: list[int]) -> int:
    """Return the level that separates dark (up to it) from light (above it) best.

    N. Otsu, A threshold selection method from gray-level histograms, 1979: the
    level with the largest variance between both classes, w0 w1 (m0 - m1)². Where
    levels share the maximum, as in two-tone art, the middle one is taken. A
    picture of a single level is split at 127.
    """
    counts = np.array(histogram, dtype=np.float64)
    dark = np.cumsum(counts)
    light = dark[-1] - dark
    sums = np.cumsum(counts * np.arange(256))
    both = (dark > 0) & (light > 0)
    if not both.any():
        return 127
    variance = np.full(256, -1.0)
    means = sums[both] / dark[both] - (sums[-1] - sums[both]) / light[both]
    variance[both] = dark[both] * light[both] * means**2
    best = np.flatnonzero(variance == variance.max())
    return int(best[0] + best[-1]) // 2


def _is_border_dark(dark: NDArray[np.bool_]) -> bool:
    border = np.concatenate([dark[0], dark[-1], dark[:, 0], dark[:, -1]])
    return bool(2 * np.count_nonzero(border) > border.size)
