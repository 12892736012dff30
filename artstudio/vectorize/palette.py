"""The few colours a picture is made of, the same ones at every run.

Only flat places say which colours there are: what lies between two colours at a
smooth edge is neither. Where nothing is flat, as in a photograph, all pixels count.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.arrays import Flags, Floats

# The channels of the pixels around one may differ by so many levels in a flat place.
_FLAT_LEVELS = 6
# With less of the picture flat than this, it is not made of flat colours.
_LEAST_FLAT = 0.02
# Colours closer than this, of 441 from black to white, are one.
_NEAR = 28.0
# Less of the flat places than this is not a colour of the picture.
_LEAST_SHARE = 0.0004
_LLOYD_ROUNDS = 12
# Counting more pixels than about so many changes no colour.
_SAMPLES = 250_000
_BITS = 5
_REST = 8 - _BITS

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Palette:
    """Colours, uint8[n, 3], the most frequent first, and bool[height, width]: the flat places.

    is_flat_art: whether the colours were taken from flat places only.
    """

    colours: Pixels
    flat: Flags
    is_flat_art: bool


@dataclass(frozen=True, kw_only=True)
class _Bins:
    """Pixels counted in cubes of 8 levels: counts float[k], middles float[k, 3]."""

    counts: Floats
    middles: Floats
    codes: NDArray[np.int64]


def palette_of(pixels: Pixels, count: int) -> Palette:
    """Return at most `count` colours of a picture, uint8[height, width, 3].

    Colours that are near each other count as one; so fewer may be found.
    """
    flat = flat_places(pixels)
    is_flat_art = bool(flat.mean() >= _LEAST_FLAT)
    step = max(1, round((flat.size / _SAMPLES) ** 0.5))
    few = pixels[::step, ::step]
    samples = few[flat[::step, ::step]] if is_flat_art else few.reshape(-1, 3)
    codes = _codes(samples)
    bins = _bins(samples, codes)
    peaks = _peaks(bins)
    if len(peaks) <= count:
        colours = np.stack([_exact(samples, codes, int(bins.codes[peak])) for peak in peaks])
    else:
        colours = np.rint(_clustered(bins, count)).astype(np.uint8)
    return Palette(colours=colours, flat=flat, is_flat_art=is_flat_art)


def flat_places(pixels: Pixels) -> Flags:
    """Return bool[height, width]: the pixels that look like the eight around them."""
    flat = np.ones(pixels.shape[:2], dtype=bool)
    for channel in range(3):
        padded = np.pad(pixels[..., channel], 1, mode="edge")
        lightest = _of_three(_of_three(padded, np.maximum).T, np.maximum).T
        darkest = _of_three(_of_three(padded, np.minimum).T, np.minimum).T
        flat &= lightest - darkest <= _FLAT_LEVELS
    return flat


def _of_three(levels: Pixels, pick: np.ufunc) -> Pixels:
    picked: Pixels = pick(pick(levels[:-2], levels[1:-1]), levels[2:])
    return picked


def _codes(samples: Pixels) -> NDArray[np.int64]:
    r, g, b = (samples[:, k].astype(np.int64) >> (8 - _BITS) for k in range(3))
    return (r << 2 * _BITS) | (g << _BITS) | b


def _bins(samples: Pixels, codes: NDArray[np.int64]) -> _Bins:
    counts = np.bincount(codes, minlength=1 << 3 * _BITS).astype(np.float64)
    sums = [np.bincount(codes, samples[:, k], len(counts)) for k in range(3)]
    used = np.flatnonzero(counts)
    middles = np.stack([total[used] for total in sums], axis=1) / counts[used, None]
    return _Bins(counts=counts[used], middles=middles, codes=used)


def _peaks(bins: _Bins) -> NDArray[np.int64]:
    """Return the bins that stand out: the fullest, then the fullest that is not near those."""
    order = np.argsort(-bins.counts, kind="stable")
    near_peak = np.zeros(len(order), dtype=bool)
    least = max(_LEAST_SHARE * bins.counts.sum(), 1)
    peaks: list[int] = []
    for candidate in order.tolist():
        if near_peak[candidate]:
            continue
        near = _distances(bins.middles, bins.middles[candidate]) < _NEAR
        if bins.counts[near & ~near_peak].sum() >= least:
            peaks.append(candidate)
        near_peak |= near
    return np.array(peaks, dtype=np.int64)


def _distances(colours: Floats, one: Floats) -> Floats:
    distances: Floats = np.sqrt(((colours - one) ** 2).sum(axis=1))
    return distances


def _exact(samples: Pixels, codes: NDArray[np.int64], code: int) -> Pixels:
    """Return the colour of a bin: the one that most of it has, else its mean."""
    inside = samples[codes == code]
    rest = (inside & ((1 << _REST) - 1)).astype(np.int64)
    counts = np.bincount((rest[:, 0] << 2 * _REST) | (rest[:, 1] << _REST) | rest[:, 2])
    top = int(np.argmax(counts))
    if 2 * counts[top] < len(inside):
        mean: Pixels = np.rint(inside.mean(axis=0)).astype(np.uint8)
        return mean
    channels = [(code >> k * _BITS) % (1 << _BITS) << _REST for k in (2, 1, 0)]
    shares = [(top >> k * _REST) % (1 << _REST) for k in (2, 1, 0)]
    return np.array([c + r for c, r in zip(channels, shares, strict=True)], dtype=np.uint8)


def _clustered(bins: _Bins, count: int) -> Floats:
    """Return the middles of `count` clusters, the largest first.

    Seeds are taken one by one where most is left unexplained (pixels times squared
    distance), so nothing depends on chance; S. P. Lloyd's rounds move them.
    """
    seeds = [int(np.argmax(bins.counts))]
    while len(seeds) < count:
        distance = np.min([_distances(bins.middles, bins.middles[s]) for s in seeds], axis=0)
        seeds.append(int(np.argmax(bins.counts * distance**2)))
    middles = bins.middles[seeds]
    for _ in range(_LLOYD_ROUNDS):
        owner = nearest(bins.middles, middles)
        weights = np.bincount(owner, bins.counts, count)
        sums = [np.bincount(owner, bins.counts * bins.middles[:, k], count) for k in range(3)]
        found = np.stack(sums, axis=1) / np.maximum(weights, 1)[:, None]
        middles = np.where(weights[:, None] > 0, found, middles)
    weights = np.bincount(nearest(bins.middles, middles), bins.counts, count)
    ordered: Floats = middles[np.argsort(-weights, kind="stable")]
    return ordered


def nearest(colours: Floats, palette: Floats) -> NDArray[np.int64]:
    """Return for each of `colours`, float[n, 3], the number of the nearest in `palette`."""
    best = np.full(len(colours), np.inf)
    found = np.zeros(len(colours), dtype=np.int64)
    x, y, z = np.ascontiguousarray(colours.T)
    for number, (u, v, w) in enumerate(palette.tolist()):
        square = (x - u) ** 2 + (y - v) ** 2 + (z - w) ** 2
        closer = square < best
        found[closer] = number
        np.minimum(best, square, out=best)
    return found
