"""Rings that are one whole circle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artstudio.vectorize.geometry.moments import circles
from artstudio.vectorize.geometry.segments import Turned

# Root mean square of the distances that a circle may have, in parts of the noise.
_RMS = 1.35
# No wave of 2 to 8 round the circle may be higher than this, or than noise makes them.
_HARMONICS = range(2, 9)
_WAVE_PX, _WAVE_SIGMAS = 0.07, 3.5
_FEWEST = 8
# How many times blur² / (2 r) a curved edge is found too far inside; the rest of the
# blur is what interpolating between pixels adds.
_INWARD = 1.3

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class WholeCircles:
    """For each ring whether it is a circle, and which: float64[rings, 2], float64[rings]."""

    found: Flags
    centres: Floats
    radii: Floats


def inward(radii: Floats, blur: float) -> Floats:
    """Return by how much edges of these radii are found too far inside."""
    bias: Floats = _INWARD * blur**2 / (2 * np.maximum(radii, blur))
    return bias


def whole_circles(rings: Turned, blur: float) -> WholeCircles:
    """Return which rings are circles, with radii as they were before the picture was blurred."""
    first, last = rings.offsets[:-1], np.maximum(rings.offsets[1:] - 1, rings.offsets[:-1])
    count = last - first
    fit = circles(rings.sums.between(first, last))
    at = np.minimum(first, len(rings.points) - 1)
    centres = fit.centres + rings.sums.centres[at]
    with np.errstate(invalid="ignore"):
        rms = np.sqrt(fit.squares / np.maximum(count, 1))
    may = (count >= _FEWEST) & (rms <= _RMS * rings.sigma) & (fit.radii > 1)
    ring = rings.ring
    of = may[ring]
    arm = rings.points[of] - centres[ring[of]]
    off = np.hypot(arm[:, 0], arm[:, 1]) - fit.radii[ring[of]]
    angle = np.arctan2(arm[:, 1], arm[:, 0])
    limit = np.maximum(_WAVE_PX, _WAVE_SIGMAS * rings.sigma * np.sqrt(2 / np.maximum(count, 1)))
    for wave in _HARMONICS:
        parts = [
            np.bincount(ring[of], off * turn(wave * angle), minlength=len(count))
            for turn in (np.cos, np.sin)
        ]
        may &= 2 * np.hypot(*parts) / np.maximum(count, 1) <= limit
    radii = np.where(may, fit.radii, 1.0)
    return WholeCircles(found=may, centres=centres, radii=radii + inward(radii, blur))
