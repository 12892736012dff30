"""The last backend: potracer, potrace in pure Python, a hundred times slower than the others."""

from __future__ import annotations

import importlib
from importlib.metadata import PackageNotFoundError, version

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.contours import Contours
from artstudio.vectorize.errors import TracerUnavailable
from artstudio.vectorize.limits import checked_bitmap
from artstudio.vectorize.tracers.pypotrace import contours_of_objects
from artstudio.vectorize.tracers.settings import TracerSettings


class PotracerTracer:
    """potracer; holds the interpreter's lock while it traces."""

    name = "potracer"

    def __init__(self) -> None:
        """Import the package; raises TracerUnavailable."""
        try:
            self._potrace = importlib.import_module("potrace")
            self.version = f"potracer {version('potracer')}"
        except (ImportError, PackageNotFoundError) as error:
            raise TracerUnavailable("potracer was not found: pip install potracer.") from error

    def trace(self, bitmap: NDArray[np.bool_], settings: TracerSettings) -> Contours:
        """Return the outlines of `bitmap`."""
        # It takes True for white.
        path = self._potrace.Bitmap(~checked_bitmap(bitmap)).trace(
            turdsize=settings.turdsize,
            turnpolicy=settings.policy_number,
            alphamax=settings.alphamax,
            opticurve=settings.opttolerance > 0,
            opttolerance=settings.opttolerance,
        )
        return contours_of_objects([curve.segments for curve in path])
