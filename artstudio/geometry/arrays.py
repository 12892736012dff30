"""Names for the arrays that geometry works with, and the cross product of plane vectors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Geometries = NDArray[np.object_]


def cross(a: Floats, b: Floats) -> Floats:
    """Return float64[...]: the cross products of vectors, float64[..., 2]."""
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])
