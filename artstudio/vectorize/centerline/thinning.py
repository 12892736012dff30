"""The middle line of the ink, one pixel wide, and how far the ink reaches around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage  # type: ignore[import-untyped] # scipy has no types
from skimage.morphology import skeletonize

from artstudio.geometry.arrays import Floats
from artstudio.vectorize.errors import ImageTooComplex

# The graph and the fit take about 4 microseconds for each of them.
MAX_SKELETON_PIXELS = 300_000
_EIGHT_NEIGHBOURS = np.ones((3, 3), dtype=bool)

Bitmap = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Thinned:
    """A bitmap with a margin of one pixel, its skeleton and its distance transform.

    ink, skeleton: bool[height + 2, width + 2]. depth: float[same], how far the middle of each
    pixel of ink is from the middle of the nearest pixel without, in pixels.
    """

    ink: Bitmap
    skeleton: Bitmap
    depth: NDArray[np.float32]

    def depths_at(self, points: Floats) -> Floats:
        """Return the depth at `points`, float[..., 2] in pixels of the picture."""
        # The middle of the picture's first pixel is (0.5, 0.5); the margin moves it by one.
        places = np.moveaxis(points, -1, 0)[::-1] + 0.5
        found: Floats = ndimage.map_coordinates(self.depth, places, order=1, mode="nearest")
        return found.astype(np.float64)


def thinned(bitmap: Bitmap, *, speck_px: int) -> Thinned:
    """Return the skeleton of `bitmap`, by T. Y. Zhang and C. Y. Suen's algorithm of 1984.

    Specks of ink and holes in it of up to `speck_px` pixels are ignored. A bitmap
    that is all ink has no lines. Raises ImageTooComplex for more than 300,000 pixels of skeleton.
    """
    ink = np.pad(bitmap & ~bitmap.all(), 1)
    ink = _without_specks(ink, speck_px, _EIGHT_NEIGHBOURS)
    ink = ~_without_specks(~ink, speck_px, None)
    skeleton: Bitmap = skeletonize(ink)  # type: ignore[no-untyped-call] # scikit-image has no types
    count = int(np.count_nonzero(skeleton))
    if count > MAX_SKELETON_PIXELS:
        raise ImageTooComplex(
            f"The lines of the picture are {count:,} pixels long; the limit is "
            f"{MAX_SKELETON_PIXELS:,}. Scale the picture down, or ask for fewer lines."
        )
    depth = ndimage.distance_transform_edt(ink).astype(np.float32)
    return Thinned(ink=ink, skeleton=skeleton, depth=depth)


def _without_specks(ink: Bitmap, largest: int, neighbours: Bitmap | None) -> Bitmap:
    labels, _ = ndimage.label(ink, neighbours)
    is_kept = np.bincount(labels.ravel()) > largest
    is_kept[0] = False
    # What reaches the margin is no hole, however large holes may be.
    is_kept[labels[0, 0]] = ink[0, 0]
    kept: Bitmap = is_kept[labels]
    return kept


def share_of_blobs(shape: Thinned, diameter_px: float) -> float:
    """Return which part of the ink lies in places as wide as `diameter_px`, 0 to 1.

    That is the ink's opening by a disc, found by two distance transforms.
    """
    radius = diameter_px / 2
    core = shape.depth > radius
    if not core.any():
        return 0.0
    opened = ndimage.distance_transform_edt(~core) <= radius
    return float(np.count_nonzero(opened & shape.ink) / np.count_nonzero(shape.ink))
