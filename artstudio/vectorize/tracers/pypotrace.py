"""The second backend: pypotrace, the reference that the first one is compared with.

Its modules call themselves `potrace`, as those of potracer do. It is installed
in a folder of its own, and its modules are loaded from there one by one; while
they load they find each other in `sys.modules` under names that potracer does
not use, and they leave it afterwards.
"""

from __future__ import annotations

import functools
import importlib.util
import sys
import threading
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.contours import Contours
from artstudio.vectorize.errors import TraceFailed, TracerUnavailable
from artstudio.vectorize.limits import checked_bitmap
from artstudio.vectorize.tracers.places import TOOLS
from artstudio.vectorize.tracers.settings import TracerSettings, contours_of_curves

FOLDER = TOOLS / "pypotrace" / "potrace"
_HOW = (
    "pypotrace was not found. Install libpotrace-dev, libagg-dev and pkg-config, then: "
    "uv pip install --python .venv --target .tools/pypotrace --no-deps pypotrace==0.3"
)
# In the order in which they need each other.
_MODULES = ("potrace.agg", "potrace.agg.curves", "potrace.bezier", "potrace._potrace")
_loading = threading.Lock()


class PypotraceTracer:
    """pypotrace; holds the interpreter's lock while it traces."""

    name = "pypotrace"

    def __init__(self) -> None:
        """Load the modules; raises TracerUnavailable."""
        with _loading:
            self._potrace = _load()
        self.version: str = self._potrace.potracelib_version()

    def trace(self, bitmap: NDArray[np.bool_], settings: TracerSettings) -> Contours:
        """Return the outlines of `bitmap`; raises TraceFailed."""
        # It reads pixels one by one as C numbers; only 0 and 1 fit its type.
        pixels = np.ascontiguousarray(checked_bitmap(bitmap), dtype=np.uint32)
        try:
            path = self._potrace.Bitmap(pixels).trace(
                turdsize=settings.turdsize,
                turnpolicy=settings.policy_number,
                alphamax=settings.alphamax,
                opticurve=int(settings.opttolerance > 0),
                opttolerance=settings.opttolerance,
            )
        except (self._potrace.PotraceError, ValueError) as error:
            raise TraceFailed from error
        return contours_of_objects([curve.segments for curve in path.curves])


def contours_of_objects(rings: list[list[object]]) -> Contours:
    """Return rings of segment objects with `is_corner`, `c` or `c1` and `c2`, and `end_point`."""
    corners, points = [], []
    for segment in (s for ring in rings for s in ring):
        corners.append(bool(segment.is_corner))  # type: ignore[attr-defined] # of either library
        points.append(_three(segment))
    return contours_of_curves(
        np.array(corners, dtype=bool),
        np.array(points, dtype=np.float64).reshape(-1, 3, 2),
        np.array([len(ring) for ring in rings], dtype=np.int64),
    )


def _three(segment: object) -> list[tuple[float, float]]:
    names = ("c", "c", "end_point") if segment.is_corner else ("c1", "c2", "end_point")  # type: ignore[attr-defined] # as above
    return [_pair(getattr(segment, name)) for name in names]


def _pair(point: object) -> tuple[float, float]:
    return point if isinstance(point, tuple) else (point.x, point.y)  # type: ignore[attr-defined] # potracer's point


@functools.cache
def _load() -> ModuleType:
    try:
        for name in _MODULES:
            _load_module(name)
        return sys.modules["potrace._potrace"]
    except (ImportError, OSError) as error:
        raise TracerUnavailable(_HOW) from error
    finally:
        for name in _MODULES:
            sys.modules.pop(name, None)


def _load_module(name: str) -> None:
    place = FOLDER.joinpath(*name.split(".")[1:])
    file = place / "__init__.py" if place.is_dir() else _extension(place)
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


def _extension(place: Path) -> Path:
    for suffix in EXTENSION_SUFFIXES:
        file = place.with_name(place.name + suffix)
        if file.is_file():
            return file
    raise ImportError(f"{place.name} is not built for this Python.")
