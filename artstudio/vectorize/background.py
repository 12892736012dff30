"""An uneven background, as photographs and scans have it, made even.

The light on the paper is taken to be a smooth surface through the lightest
parts of the picture, and the picture is divided by it. A blurred maximum, the
usual estimate, follows large dark shapes and washes them out; a surface of low
order that ignores what lies below it does not. All arithmetic on pixels is in
whole numbers, so that the same picture gives the same levels everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

# The lightest level in each square of this side says how light the paper is there.
_BLOCK_PX = 16
# Below this part of the lightest paper the paper is uneven; Otsu's method copes with less.
_EVEN = 0.8
# What is below this part is taken for ink when looking whether there is anything to do.
_INK = 0.25
# So many pixels and blocks may be of middle tones, as in fine work with soft edges.
_STRAY = 0.02
_ORDER = 4
_ROUNDS = 8
# A block counts as paper when it lies this close to the surface, and so many must.
_CLOSE = 0.06
_LEAST_PAPER = 0.25
# No paper is darker than this part of the lightest; that would be a gradient.
_DARKEST = 0.3
_SMALLEST_PX = 64

Levels = NDArray[np.float64]


def even_illumination(
    grey: Image.Image, histogram: Sequence[int] | None = None
) -> Image.Image | None:
    """Return a picture of mode L with its paper made white, or None where the paper is even.

    histogram: the picture's, where it is at hand.
    """
    if min(grey.size) < _SMALLEST_PX or not _may_be_uneven(histogram or grey.histogram()):
        return None
    lightest = _lightest(grey)
    if not _may_be_uneven(np.bincount(lightest.astype(np.int64).ravel(), minlength=256)):
        return None
    surface = _surface(lightest)
    paper = np.abs(lightest - surface) <= _CLOSE * surface
    if paper.mean() < _LEAST_PAPER:
        return None
    low, high = np.percentile(surface[paper], (1, 99))
    if not _DARKEST * high <= low < _EVEN * high:
        return None
    # Where all is ink the surface is a guess; kept above this, it leaves ink dark.
    return _divided(grey, np.clip(surface, _DARKEST * high, 255))


def _may_be_uneven(histogram: Sequence[int] | NDArray[np.int64]) -> bool:
    """Tell from how often each level occurs whether there is much between paper and ink."""
    counts, levels = np.asarray(histogram), np.arange(256)
    top = np.flatnonzero(counts)[-1]
    middle = (levels > _INK * top) & (levels < _EVEN * top)
    return bool(counts[middle].sum() > _STRAY * counts.sum())


def _lightest(grey: Image.Image) -> Levels:
    """Return the lightest level of each block; pairs of pixels are averaged against noise."""
    levels = np.asarray(grey.reduce(2))
    side = _BLOCK_PX // 2
    rows, columns = (-(-n // side) for n in levels.shape)
    padding = (rows * side - levels.shape[0], columns * side - levels.shape[1])
    padded = np.pad(levels, ((0, padding[0]), (0, padding[1])), mode="edge")
    by_rows = padded.reshape(rows, side, -1).max(axis=1)
    blocks: Levels = by_rows.reshape(rows, columns, side).max(axis=2).astype(np.float64)
    return blocks


def _surface(lightest: Levels) -> Levels:
    """Return the polynomial surface through the upper side of `lightest`.

    Least squares with weights that are found in rounds: what lies above the last
    surface counts fully, what lies below it the less, the further away it is. What
    is as dark as ink counts nothing.
    """
    rows, columns = lightest.shape
    y = np.repeat(np.linspace(-1, 1, rows), columns)
    x = np.tile(np.linspace(-1, 1, columns), rows)
    powers = [(i, j) for i in range(_ORDER + 1) for j in range(_ORDER + 1 - i)]
    terms = np.stack([x**i * y**j for i, j in powers])
    levels = lightest.ravel()
    possible = (levels >= _DARKEST * levels.max()).astype(np.float64)
    weights = possible
    # The least bit of stiffness keeps pictures of a single row or column solvable.
    stiffness = 1e-6 * np.eye(len(powers))
    for _ in range(_ROUNDS):
        weighted = terms * weights
        factors = np.linalg.solve(
            np.einsum("ik,jk->ij", weighted, terms) + stiffness, weighted @ levels
        )
        away = levels - factors @ terms
        scale = max(4.0, float(np.median(np.abs(away[possible > 0]))))
        weights = possible * np.where(away > 0, 1.0, 1 / (1 + (away / scale) ** 2) ** 2)
    return (factors @ terms).reshape(lightest.shape)


def _divided(grey: Image.Image, surface: Levels) -> Image.Image:
    small = Image.fromarray(np.rint(surface).astype(np.uint8))
    size = (small.width * _BLOCK_PX, small.height * _BLOCK_PX)
    smooth = small.resize(size, Image.Resampling.BICUBIC).crop((0, 0, *grey.size))
    levels, paper = (np.asarray(image).astype(np.uint32) for image in (grey, smooth))
    paper = np.maximum(paper, 1)
    return Image.fromarray(np.minimum((levels * 255 + paper // 2) // paper, 255).astype(np.uint8))
