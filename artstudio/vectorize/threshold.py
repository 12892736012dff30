"""Grey levels to ink and no ink."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from artstudio.vectorize.background import even_illumination
from artstudio.vectorize.errors import ImageTooComplex
from artstudio.vectorize.ground import is_ground_dark
from artstudio.vectorize.limits import MAX_BOUNDARY_PIXELS, boundary_pixels

SOFTENING_RADIUS_PX = 1.5
SOFTENED_TURDSIZE = 8
# On an even background ink is at most this part as light as the paper; texture is lighter.
_LIGHTEST_INK = 0.75


@dataclass(frozen=True, kw_only=True)
class Ink:
    """What is traced.

    bitmap: True for ink. levels: the picture of mode L that it was found in, which is
    not the one given where that was flattened or softened. threshold: the last level
    taken as dark. inverted: the light parts are the ink. boundary_px: the length of all
    outlines.
    """

    bitmap: NDArray[np.bool_]
    levels: Image.Image
    threshold: int
    inverted: bool
    boundary_px: int
    softened: bool = False
    background_flattened: bool = False


def find_ink(grey: Image.Image, *, threshold: int | None, invert: bool | None) -> Ink:
    """Return the ink of a picture of mode L: levels up to `threshold`, by default Otsu's.

    `invert` says that the light parts are the ink; by default it is so when
    they lie on a dark ground. Where paper is unevenly light, that is made even
    first, unless a threshold is given, which holds for the picture as it is. A picture
    with more than a million boundary pixels is softened once; raises ImageTooComplex
    when that does not help.
    """
    ink = _best_ink(grey, invert) if threshold is None else _ink(grey, threshold, invert)
    if ink.boundary_px <= MAX_BOUNDARY_PIXELS:
        return ink
    levels = ink.levels.filter(ImageFilter.GaussianBlur(SOFTENING_RADIUS_PX))
    soft = _ink(levels, otsu(levels.histogram()) if threshold is None else threshold, invert)
    count = soft.boundary_px
    if count > MAX_BOUNDARY_PIXELS:
        raise ImageTooComplex(
            f"The picture has {count:,} boundary pixels even after softening; the limit is "
            f"{MAX_BOUNDARY_PIXELS:,}. Ask for flat two-tone art without texture or noise, or "
            "blur it and scale it down."
        )
    return replace(soft, softened=True, background_flattened=ink.background_flattened)


def _best_ink(grey: Image.Image, invert: bool | None) -> Ink:  # noqa: FBT001 - None, True and False are three answers
    histogram = grey.histogram()
    if not invert and (even := even_illumination(grey, histogram)):
        histogram_of_even = even.histogram()
        ink = _ink(even, otsu(histogram_of_even), invert)
        # Otherwise it is light art on dark, or nothing but light: there is no paper.
        if not ink.inverted and _lightness(histogram_of_even, ink.threshold) <= _LIGHTEST_INK:
            return replace(ink, background_flattened=True)
    return _ink(grey, otsu(histogram), invert)


def _lightness(histogram: list[int], threshold: int) -> float:
    """Return the mean level of what is dark as a part of the mean level of what is light."""
    counts, levels = np.array(histogram, dtype=np.float64), np.arange(256)
    dark, light = counts[: threshold + 1], counts[threshold + 1 :]
    mean_dark = (dark * levels[: threshold + 1]).sum() / max(dark.sum(), 1)
    mean_light = (light * levels[threshold + 1 :]).sum() / max(light.sum(), 1)
    return float(mean_dark / max(mean_light, 1))


def _ink(grey: Image.Image, threshold: int, invert: bool | None) -> Ink:  # noqa: FBT001 - None, True and False are three answers
    dark = np.asarray(grey) <= threshold
    inverted = is_ground_dark(grey, threshold) if invert is None else invert
    bitmap = ~dark if inverted else dark
    return Ink(
        bitmap=bitmap,
        levels=grey,
        threshold=threshold,
        inverted=inverted,
        boundary_px=boundary_pixels(bitmap),
    )


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
