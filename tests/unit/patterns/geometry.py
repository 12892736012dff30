"""What the tests measure on contours: flattened rings, faults, a digest free of the writer."""

from __future__ import annotations

import hashlib

import numpy as np
import shapely
from numpy.typing import NDArray

from artstudio.geometry.contours import LINE, Contours


def digest(contours: Contours) -> str:
    """Digest of kinds, points in whole micrometres, and offsets."""
    micrometres = np.round(contours.points * 1000).astype("<i8")
    parts = (contours.kinds.astype("u1"), micrometres, contours.offsets.astype("<i8"))
    return hashlib.sha256(b"".join(part.tobytes() for part in parts)).hexdigest()


def flattened(contours: Contours, steps: int = 8) -> list[NDArray[np.float64]]:
    starts, t = contours.starts(), np.linspace(0, 1, steps + 1)[1:, None]
    rings = []
    for first, last in zip(contours.offsets[:-1], contours.offsets[1:], strict=True):
        points = []
        for i in range(first, last):
            p1, p2, p3 = contours.points[i]
            if contours.kinds[i] == LINE:
                points.append(p3[None])
            else:
                s = 1 - t
                points.append(
                    s**3 * starts[i] + 3 * s * s * t * p1 + 3 * s * t * t * p2 + t**3 * p3
                )
        rings.append(np.concatenate(points))
    return rings


def rings_of(contours: Contours) -> list[shapely.LinearRing]:
    return [shapely.LinearRing(ring) for ring in flattened(contours)]


def crossing_pairs(rings: list[shapely.LinearRing]) -> list[tuple[int, int]]:
    """Pairs of rings that touch or cross; under even-odd they would cancel each other."""
    first, second = shapely.STRtree(rings).query(rings, predicate="intersects")
    return [(int(a), int(b)) for a, b in zip(first, second, strict=True) if a < b]
