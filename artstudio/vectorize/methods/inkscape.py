"""Outlines of two-tone art with curves fitted by the Inkscape program.

Inkscape's command line does not trace a bitmap where there is no display: 1.2 has
no action for it, and `object-trace` of 1.4 ends in a segmentation fault. What works
in both, with the same curves, is the fitting of curves: `path-simplify` on the
outline of the pixels. How far the curves may stray is a preference, kept in a
profile that is made for the one run.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import math
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.contours import Contours
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.geometry.path_data import parse_path_data
from artstudio.vectorize import child_process
from artstudio.vectorize.child_process import Finished, Limits, OutOfTime
from artstudio.vectorize.decode import Picture
from artstudio.vectorize.errors import TraceFailed, TracerUnavailable, TraceTimedOut
from artstudio.vectorize.methods.traced import Clock, Traced
from artstudio.vectorize.methods.unused_options import unused_options
from artstudio.vectorize.options import TraceOptions
from artstudio.vectorize.pixel_outlines import pixel_outlines
from artstudio.vectorize.preparation import Prepared, prepare
from artstudio.vectorize.sheet import sheet_for
from artstudio.vectorize.straight_lines import with_straight_lines

LIMITS = Limits(time_s=60, memory_bytes=4 * 1024**3, file_bytes=256 * 1024**2)
TOLERANCES_PX = {None: 0.5, "fine": 0.3, "normal": 0.5, "smooth": 0.8}
# Inkscape cuts every line into pieces of the tolerance before it fits: finer takes for ever.
_FINEST_PX = 0.1
_STRAIGHT_PX = 0.001
_UNUSED = ("corner_smoothness", "turnpolicy", "geometry")
_VERSION = re.compile(r"Inkscape (\d+\.\d+[.\d]*)")
_HOW = (
    "Inkscape is not on PATH. Install it: `apt install inkscape` on Debian and Ubuntu, "
    "`brew install --cask inkscape` on a Mac, or the installer from inkscape.org; or leave "
    "method out to trace with potrace."
)
_ADVICE = "Trace it with potrace, or scale the picture down."
_PATH_DATA = re.compile(r'<path\b[^>]*?\sd="([^"]*)"')
_ACTIONS = (
    "select-all;path-simplify;export-filename:fitted.svg;export-type:svg;export-plain-svg;export-do"
)


def draw(_data: bytes, picture: Picture, options: TraceOptions, clock: Clock) -> Traced:
    """Return the outlines of the picture's ink, fitted by Inkscape, as one black layer.

    Raises TracerUnavailable without the program, TraceFailed when it fails or takes
    longer than a minute.
    """
    program_version = version()
    with clock("threshold"):
        prepared = prepare(picture.grey, options)
    sheet, scale = sheet_for(*picture.grey.size, options), prepared.detail.scale
    speck_px = prepared.settings(options, sheet.mm_per_px).turdsize
    tolerance_px = _tolerance_px(options, sheet.mm_per_px) * scale
    with clock("trace"):
        contours = _fitted(_outlines(prepared.bitmap, speck_px), tolerance_px).scaled(1 / scale)
    return Traced(
        drawing=Drawing(sheet.width_mm, sheet.height_mm, (Layer(sheet.placed(contours)),)),
        ink=prepared.bitmap,
        mm_per_px=sheet.mm_per_px / scale,
        used={"speck_px": speck_px, "tolerance_px": tolerance_px} | _of_ink(prepared),
        tracer={"backend": "inkscape", "version": program_version},
        notes=(*unused_options(options, _UNUSED, by="Inkscape"), *prepared.notes),
    )


def version() -> str:
    """Return the version of the Inkscape on PATH, such as "1.2.2"; raises TracerUnavailable."""
    return _version_of(_program())


def _program() -> str:
    if found := shutil.which("inkscape"):
        return found
    raise TracerUnavailable(_HOW)


@functools.lru_cache(maxsize=4)
def _version_of(program: str) -> str:
    said = ""
    with child_process.private_folder() as folder, contextlib.suppress(OutOfTime):
        finished = _run(program, "--version", folder=folder)
        said = finished.stdout.read_text("utf-8", "replace")
    if match := _VERSION.search(said):
        return match[1]
    raise TracerUnavailable("The program inkscape does not tell its version. Install it again.")


def _tolerance_px(options: TraceOptions, mm_per_px: float) -> float:
    """Return how far the curves may stray, in pixels of the picture."""
    if options.curve_tolerance_mm is None:
        return TOLERANCES_PX[options.detail]
    return max(options.curve_tolerance_mm / mm_per_px, _FINEST_PX)


def _outlines(bitmap: NDArray[np.bool_], speck_px: int) -> Contours:
    # All ink is as little of a drawing as none: there is no edge to follow.
    return pixel_outlines(np.zeros_like(bitmap) if bitmap.all() else bitmap, speck_px=speck_px)


def _fitted(outlines: Contours, tolerance_px: float) -> Contours:
    if not len(outlines):
        return outlines
    with child_process.private_folder() as folder:
        (folder / "preferences.xml").write_text(_preferences(outlines, tolerance_px))
        (folder / "outlines.svg").write_text(_document(outlines))
        try:
            finished = _run(_program(), f"--actions={_ACTIONS}", "outlines.svg", folder=folder)
        except OutOfTime:
            raise TraceTimedOut(
                f"Inkscape timed out: it took longer than {LIMITS.time_s:g} seconds. "
                f"Try again. {_ADVICE}"
            ) from None
        fitted = folder / "fitted.svg"
        if finished.status or not fitted.is_file():
            raise TraceFailed(f"Inkscape failed on this picture ({finished.last_words}). {_ADVICE}")
        return _read(fitted.read_text("utf-8", "replace"))


def _run(program: str, *arguments: str, folder: Path) -> Finished:
    # Without a profile of its own, one run would write into another's and into the user's.
    profile = {"INKSCAPE_PROFILE_DIR": str(folder), "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    return child_process.run(
        [program, *arguments], folder=folder, limits=LIMITS, environment=profile
    )


def _preferences(outlines: Contours, tolerance_px: float) -> str:
    """Return a profile in which paths are simplified by `tolerance_px`.

    Inkscape takes the preference as a part of the diagonal of what is selected.
    """
    points = outlines.points[:, 2]
    diagonal = math.hypot(*(points.max(axis=0) - points.min(axis=0)))
    return (
        '<inkscape version="1"><group id="options"><group id="simplifythreshold" '
        f'value="{tolerance_px / diagonal:.12f}"/></group></inkscape>'
    )


def _document(outlines: Contours) -> str:
    # Half pixels are all there is: doubled they are whole numbers, which are short.
    points = (outlines.points[:, 2] * 2).astype(np.int64)
    words = [f"{x},{y}" for x, y in points.tolist()]
    ends = outlines.offsets.tolist()
    rings = (f"M{' '.join(words[a:b])}z" for a, b in itertools.pairwise(ends))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="0 0 100 100">'
        f'<path id="ink" fill-rule="evenodd" d="{"".join(rings)}"/></svg>'
    )


def _read(svg: str) -> Contours:
    """Return the one path that was given and is to be found in the document again."""
    paths = _PATH_DATA.findall(svg)
    data = parse_path_data(paths[0]) if len(paths) == 1 else None
    if data is None or not data.is_complete or data.strokes.open.any():
        raise TraceFailed(f"Inkscape gave something else than the path back. {_ADVICE}")
    return with_straight_lines(data.strokes.contours.scaled(0.5), tolerance=_STRAIGHT_PX)


def _of_ink(prepared: Prepared) -> dict[str, Any]:
    """Return what was done to find the ink; lengths beside it are of pixels `scale` times finer."""
    ink, detail = prepared.ink, prepared.detail
    return {
        "threshold": ink.threshold,
        "inverted": ink.inverted,
        "softened": ink.softened,
        "background_flattened": ink.background_flattened,
        "scale": detail.scale,
        "blur_px": detail.blur_px,
    }
