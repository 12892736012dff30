"""Doors to potrace: the same curves through libpotrace, pypotrace or potracer.

A backend is loaded once for each process and proves itself on a known bitmap.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

import numpy as np

from artstudio.geometry.grid import ring_areas
from artstudio.vectorize.errors import TracerUnavailable
from artstudio.vectorize.tracers.libpotrace import LibpotraceTracer
from artstudio.vectorize.tracers.potracer import PotracerTracer
from artstudio.vectorize.tracers.pypotrace import PypotraceTracer
from artstudio.vectorize.tracers.settings import Tracer, TracerSettings

__all__ = ["BACKENDS", "Tracer", "TracerSettings", "get_tracer", "tracer_states"]

BACKENDS: dict[str, Callable[[], Tracer]] = {
    "ctypes": LibpotraceTracer,
    "pypotrace": PypotraceTracer,
    "potracer": PotracerTracer,
}
_VERSION = re.compile(r"(potracelib|potracer) \d+\.\d+")


def get_tracer(name: str = "auto") -> Tracer:
    """Return the tracer of the backend `name`; `auto` is the first that works.

    Raises TracerUnavailable, which says what to install or which names there are.
    """
    if name == "auto":
        return _first()
    if name not in BACKENDS:
        raise TracerUnavailable(
            f"There is no tracer called {name!r}; choose auto, {', '.join(BACKENDS)}."
        )
    return _opened(name)


def tracer_states() -> dict[str, str]:
    """Return for each backend the version behind it, or why it cannot be used."""
    return {name: _state(name) for name in BACKENDS}


def _state(name: str) -> str:
    try:
        return _opened(name).version
    except TracerUnavailable as error:
        return error.message


@functools.cache
def _first() -> Tracer:
    for name in BACKENDS:
        try:
            return _opened(name)
        except TracerUnavailable:
            continue
    raise TracerUnavailable


@functools.cache
def _opened(name: str) -> Tracer:
    tracer = BACKENDS[name]()
    if not (_VERSION.match(tracer.version) and _is_right(tracer)):
        raise TracerUnavailable(
            f"The tracer {name} ({tracer.version}) fails its self-test. Install it again."
        )
    return tracer


def _is_right(tracer: Tracer) -> bool:
    """Trace a frame that crosses a word's border; a wrong bit order, flip or type shows."""
    bitmap = np.zeros((20, 75), dtype=bool)
    bitmap[3:9, 60:72] = True
    bitmap[5:7, 62:66] = False
    contours = tracer.trace(bitmap, TracerSettings(turdsize=0, alphamax=0.0))
    if len(contours) != 2:
        return False
    ends = contours.points[:, 2]
    box = np.concatenate([ends.min(axis=0), ends.max(axis=0)])
    area = abs(ring_areas(contours).sum())
    return bool(np.abs(box - [60, 3, 72, 9]).max() < 0.75 and abs(area - 64) < 4)
