"""Each pixel to one tone of a palette; the blend at an edge goes to one of its two sides."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.arrays import Flags, Floats
from artstudio.vectorize.palette import Palette, Pixels, nearest

# A blend of two tones lies this close (levels) to the line between them.
_BLEND = 24.0
# The tones of the flat places this many pixels around may be blended in one.
_REACH = 2
_BITS = 6
_CHUNK = 200_000
# In a picture with less flat than this, as a photograph, edges are not the only blends.
_MOSTLY_FLAT = 0.5

Tones = NDArray[np.uint8]


def quantize(pixels: Pixels, palette: Palette) -> Tones:
    """Return uint8[height, width]: the number of each pixel's tone.

    Nearest by colour; but between black and white lies grey, and where a smooth edge
    of both is not to get a rim of grey, only the tones beside it can be chosen.
    """
    colours = palette.colours.astype(np.float64)
    tones = _by_table(pixels, colours)
    if not palette.is_flat_art or len(colours) < 3 or palette.flat.mean() < _MOSTLY_FLAT:
        return tones
    rows, columns = np.nonzero(~palette.flat)
    beside = _beside(tones, palette.flat, len(colours))
    for start in range(0, len(rows), _CHUNK):
        part = slice(start, start + _CHUNK)
        at = rows[part], columns[part]
        blended = _blended(pixels[at].astype(np.float64), beside[at], colours)
        tones[at] = np.where(blended >= 0, blended, tones[at]).astype(np.uint8)
    return tones


def _by_table(pixels: Pixels, colours: Floats) -> Tones:
    """Look the nearest tone up in a table of all colours with 6 bits a channel."""
    side = 1 << _BITS
    levels = (np.arange(side) * (256 // side) + 128 // side).astype(np.float64)
    # Whites and blacks stay what they are in the middle of their cube.
    cube = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1).reshape(-1, 3)
    table = nearest(cube, colours).astype(np.uint8)
    r, g, b = ((pixels[..., k] >> (8 - _BITS)).astype(np.int32) for k in range(3))
    found: Tones = table[(r << 2 * _BITS) | (g << _BITS) | b]
    return found


def _beside(tones: Tones, flat: Flags, count: int) -> NDArray[np.uint8]:
    """Return for each pixel the set of tones in flat places near it, a bit for each tone."""
    bits = np.where(flat, (1 << np.arange(count, dtype=np.uint8))[tones], 0).astype(np.uint8)
    for axis in (0, 1):
        rows = np.swapaxes(np.pad(bits, _REACH), 0, axis)
        size = rows.shape[0] - 2 * _REACH
        joined = np.bitwise_or.reduce([rows[k : k + size] for k in range(2 * _REACH + 1)])
        joined = joined[:, _REACH:-_REACH]
        bits = np.swapaxes(joined, 0, axis)
    return bits


def _blended(levels: Floats, beside: NDArray[np.uint8], colours: Floats) -> NDArray[np.int64]:
    """Return the side that each pixel belongs to, -1 where it is no blend of tones beside it."""
    best = np.full(len(levels), _BLEND**2)
    found = np.full(len(levels), -1)
    for a in range(len(colours)):
        for b in range(a + 1, len(colours)):
            both = np.uint8((1 << a) | (1 << b))
            possible = np.flatnonzero(beside & both == both)
            line = colours[b] - colours[a]
            away = levels[possible] - colours[a]
            part = np.clip(away @ line / (line @ line), 0, 1)
            off = ((away - part[:, None] * line) ** 2).sum(axis=1)
            better = off < best[possible]
            chosen = possible[better]
            best[chosen] = off[better]
            found[chosen] = np.where(part[better] < 0.5, a, b)
    return found
