"""The first backend: libpotrace through ctypes. It needs the shared library and no compiler.

The layout of the structures is that of potracelib.h 1.8 to 1.16.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
from collections.abc import Iterator
from ctypes import POINTER, Structure, c_char_p, c_double, c_int, c_ulong, c_void_p
from operator import attrgetter
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.contours import Contours
from artstudio.vectorize.errors import TraceFailed, TracerUnavailable
from artstudio.vectorize.limits import checked_bitmap
from artstudio.vectorize.tracers.places import TOOLS
from artstudio.vectorize.tracers.settings import TracerSettings, contours_of_curves

_HOW = (
    "libpotrace was not found. On Debian and Ubuntu: apt-get install libpotrace0. "
    "On macOS: brew install potrace."
)
_CORNER = 2
_TAG_BYTES = 4
_POINTS_BYTES = 3 * 2 * 8
_WORD = np.dtype(c_ulong)


class _Parameters(Structure):
    # The progress callback that follows here keeps the library's defaults.
    _fields_: ClassVar = [
        ("turdsize", c_int),
        ("turnpolicy", c_int),
        ("alphamax", c_double),
        ("opticurve", c_int),
        ("opttolerance", c_double),
    ]


class _Bitmap(Structure):
    _fields_: ClassVar = [("w", c_int), ("h", c_int), ("dy", c_int), ("map", c_void_p)]


class _State(Structure):
    _fields_: ClassVar = [("status", c_int), ("plist", c_void_p), ("priv", c_void_p)]


class _Path(Structure):
    # Children, sibling and the private part follow; the list goes by `next` alone.
    _fields_: ClassVar = [
        ("area", c_int),
        ("sign", c_int),
        ("size", c_int),
        ("tags", c_void_p),
        ("points", c_void_p),
        ("next", c_void_p),
    ]


_READ = attrgetter("size", "tags", "points", "next")


class LibpotraceTracer:
    """libpotrace; calls of several threads run at the same time."""

    name = "ctypes"

    def __init__(self) -> None:
        """Load the library; raises TracerUnavailable."""
        self._lib = _library()
        self.version: str = self._lib.potrace_version().decode("ascii", "replace")

    def trace(self, bitmap: NDArray[np.bool_], settings: TracerSettings) -> Contours:
        """Return the outlines of `bitmap`; raises TraceFailed when memory runs out."""
        words = _packed(checked_bitmap(bitmap))
        height, width = bitmap.shape
        image = _Bitmap(width, height, words.shape[1], words.ctypes.data)
        parameters = self._lib.potrace_param_default()
        if not parameters:
            raise TraceFailed(_reason(ctypes.get_errno()))
        try:
            _fill(parameters.contents, settings)
            return self._traced(parameters, image)
        finally:
            self._lib.potrace_param_free(parameters)

    def _traced(self, parameters: object, image: _Bitmap) -> Contours:
        ctypes.set_errno(0)
        state = self._lib.potrace_trace(parameters, ctypes.byref(image))
        if not state:
            raise TraceFailed(_reason(ctypes.get_errno()))
        try:
            if state.contents.status:
                raise TraceFailed(_reason(ctypes.get_errno()))
            return _copied(state.contents.plist)
        finally:
            self._lib.potrace_state_free(state)


def _fill(parameters: _Parameters, settings: TracerSettings) -> None:
    parameters.turdsize = settings.turdsize
    parameters.turnpolicy = settings.policy_number
    parameters.alphamax = settings.alphamax
    parameters.opticurve = int(settings.opttolerance > 0)
    parameters.opttolerance = settings.opttolerance


def _packed(bitmap: NDArray[np.bool_]) -> NDArray[np.unsignedinteger]:
    """Return rows of the machine's words, the leftmost pixel in the highest bit."""
    packed = np.packbits(bitmap, axis=1)
    missing = -packed.shape[1] % _WORD.itemsize
    if missing:
        packed = np.pad(packed, ((0, 0), (0, missing)))
    return packed.view(_WORD.newbyteorder(">")).astype(_WORD)


def _copied(path: int | None) -> Contours:
    """Copy the linked list of curves, as a few large pieces of bytes."""
    tags, points, sizes = [], [], []
    while path:
        size, tag, curve, path = _READ(_Path.from_address(path))
        sizes.append(size)
        tags.append(ctypes.string_at(tag, size * _TAG_BYTES))
        points.append(ctypes.string_at(curve, size * _POINTS_BYTES))
    return contours_of_curves(
        np.frombuffer(b"".join(tags), np.int32) == _CORNER,
        np.frombuffer(b"".join(points), np.float64).reshape(-1, 3, 2),
        np.array(sizes, dtype=np.int64),
    )


def _reason(errno: int) -> str:
    cause = os.strerror(errno) if errno else "no reason given"
    return f"libpotrace could not trace the picture ({cause}). Scale it down and try again."


def _library() -> ctypes.CDLL:
    for place in _places():
        try:
            return _declared(ctypes.CDLL(place, use_errno=True))
        except (OSError, AttributeError):
            continue
    raise TracerUnavailable(_HOW)


def _places() -> Iterator[str]:
    """Yield where the library may be: the loader's own places, those of set-up and of brew."""
    if sys.platform == "darwin":
        brew = ("/opt/homebrew/lib", "/usr/local/lib", "/opt/local/lib")
        yield from (f"{folder}/libpotrace.{n}dylib" for folder in brew for n in ("", "0."))
    yield "libpotrace.so.0"
    yield from (str(file) for file in sorted(TOOLS.glob("**/libpotrace.so*")))
    # Last, because on Linux it starts compilers and linkers to find out.
    found = ctypes.util.find_library("potrace")
    if found:
        yield found


def _declared(lib: ctypes.CDLL) -> ctypes.CDLL:
    lib.potrace_version.restype = c_char_p
    lib.potrace_version.argtypes = []
    lib.potrace_param_default.restype = POINTER(_Parameters)
    lib.potrace_param_default.argtypes = []
    lib.potrace_param_free.restype = None
    lib.potrace_param_free.argtypes = [POINTER(_Parameters)]
    lib.potrace_trace.restype = POINTER(_State)
    lib.potrace_trace.argtypes = [POINTER(_Parameters), POINTER(_Bitmap)]
    lib.potrace_state_free.restype = None
    lib.potrace_state_free.argtypes = [POINTER(_State)]
    return lib
