"""Patches of colour by vtracer, which works in a process of its own: it panics at times."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from artstudio.geometry.contours import Contours, joined
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.geometry.path_data import parse_path_data
from artstudio.vectorize import child_process
from artstudio.vectorize.child_process import Limits, OutOfTime
from artstudio.vectorize.colour import decode_colour
from artstudio.vectorize.decode import Picture
from artstudio.vectorize.errors import (
    ImageTooComplex,
    TraceFailed,
    TracerUnavailable,
    TraceTimedOut,
)
from artstudio.vectorize.methods import vtracer_child
from artstudio.vectorize.methods.traced import Clock, Traced
from artstudio.vectorize.methods.unused_options import unused_options
from artstudio.vectorize.notes import Note
from artstudio.vectorize.options import TraceOptions
from artstudio.vectorize.sheet import Sheet, sheet_for
from artstudio.vectorize.straight_lines import with_straight_lines

LIMITS = Limits(time_s=60, memory_bytes=3 * 1024**3, file_bytes=64 * 1024**2)
# Noise of a million pixels takes 7 s; a larger picture is scaled down.
MAX_PIXELS = 2_000_000
# The most that a drawing of a few megabytes has; noise of a million pixels has 28,000.
MAX_PATCHES = 10_000
# vtracer's own settings in the middle. With a precision of 5 soft pictures fall to one patch.
_DETAILS: dict[str, dict[str, Any]] = {
    "fine": {"color_precision": 7, "layer_difference": 8, "filter_speckle": 2},
    "normal": {"color_precision": 6, "layer_difference": 16, "filter_speckle": 4},
    "smooth": {"color_precision": 6, "layer_difference": 32, "filter_speckle": 8},
}
_FIXED = {"colormode": "color", "hierarchical": "stacked", "mode": "spline", "path_precision": 3}
# From potrace's measure of smoothness to the angle (degrees) from which a bend is a corner.
_SMOOTHNESS = (0.0, 1.0, 1.334)
_CORNER_DEGREES = (0, 60, 180)
_UNUSED = ("threshold", "invert", "curve_tolerance_mm", "turnpolicy", "geometry")
_STRAIGHT_PX = 0.01
# From this level on in all three channels, what covers the whole sheet is the paper.
_PAPER = 245
_PATCH = re.compile(
    r'<path d="([^"<>]+)" fill="#([0-9A-Fa-f]{6})" '
    r'transform="translate\((-?[\d.]+),(-?[\d.]+)\)"/>'
)
_ADVICE = "Ask for flat art with few colours, or for detail smooth, or trace it with potrace."

Boxes = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class _Patch:
    contours: Contours
    fill: str


def draw(data: bytes, picture: Picture, options: TraceOptions, clock: Clock) -> Traced:
    """Return the patches of colour of a picture as layers, bottom first.

    Raises TracerUnavailable without the package, TraceFailed when it panics or takes
    longer than a minute, ImageTooComplex for more than 10,000 patches.
    """
    package_version = version()
    with clock("decode_colour"):
        colours = picture.part_of(decode_colour(data))
        scaled = _scaled_down(colours)
    sheet = sheet_for(*picture.grey.size, options)
    mm_per_px = sheet.mm_per_px * colours.width / scaled.width
    settings = _settings(options, mm_per_px)
    with clock("trace"):
        svg = _traced(scaled, settings)
    with clock("read"):
        patches = list(_patches(svg, scaled.size))
        paper = _paper(patches, scaled.size)
        layers = _layers(patches[1:] if paper else patches)
    return Traced(
        drawing=_on_sheet(layers, sheet, mm_per_px),
        ink=None,
        mm_per_px=mm_per_px,
        used=settings | {"paper": paper, "width_px": scaled.width, "height_px": scaled.height},
        tracer={"backend": "vtracer", "version": package_version},
        notes=tuple(_notes(options, colours, scaled)),
    )


def version() -> str:
    """Return the version of the vtracer package; raises TracerUnavailable."""
    try:
        return metadata.version("vtracer")
    except metadata.PackageNotFoundError:
        raise TracerUnavailable(
            "The package vtracer is not installed: pip install vtracer. Or leave method out to "
            "trace with potrace."
        ) from None


def _scaled_down(colours: Image.Image) -> Image.Image:
    pixels = colours.width * colours.height
    if pixels <= MAX_PIXELS:
        return colours
    factor = (MAX_PIXELS / pixels) ** 0.5
    size = (max(1, int(colours.width * factor)), max(1, int(colours.height * factor)))
    return colours.resize(size, Image.Resampling.LANCZOS)


def _settings(options: TraceOptions, mm_per_px: float) -> dict[str, Any]:
    """Return vtracer's keywords for these options."""
    settings = _FIXED | _DETAILS[options.detail or "normal"]
    if options.min_speck_mm is not None:
        settings["filter_speckle"] = min(round(options.min_speck_mm / mm_per_px), 16_384)
    if options.corner_smoothness is not None:
        degrees = np.interp(options.corner_smoothness, _SMOOTHNESS, _CORNER_DEGREES)
        settings["corner_threshold"] = round(float(degrees))
    return settings


def _traced(colours: Image.Image, settings: dict[str, Any]) -> str:
    png = io.BytesIO()
    colours.save(png, "PNG", compress_level=1)
    script = [sys.executable, "-I", "-S", vtracer_child.__file__]
    with child_process.private_folder() as folder:
        try:
            finished = child_process.run(
                [*script, _place(), json.dumps(settings)],
                folder=folder,
                limits=LIMITS,
                stdin=png.getvalue(),
            )
        except OutOfTime:
            raise TraceTimedOut(
                f"vtracer timed out: it took longer than {LIMITS.time_s:g} seconds. "
                f"Try again. {_ADVICE}"
            ) from None
        if finished.status:
            raise TraceFailed(f"vtracer gave up on this picture ({finished.last_words}). {_ADVICE}")
        return finished.stdout.read_text("utf-8", "replace")


def _place() -> str:
    """Return the folder that has the package, without loading it."""
    spec = util.find_spec("vtracer")
    if spec is None or spec.origin is None:
        raise TracerUnavailable("The package vtracer is not installed: pip install vtracer.")
    return str(Path(spec.origin).parents[1])


def _patches(svg: str, size: tuple[int, int]) -> Iterator[_Patch]:
    """Yield what vtracer drew in a picture of `size`, in pixels, bottom first.

    Raises ImageTooComplex, or TraceFailed for anything that vtracer never draws.
    """
    count = svg.count("<path")
    if count > MAX_PATCHES:
        raise ImageTooComplex(
            f"The picture comes to {count:,} patches of colour; the limit is {MAX_PATCHES:,}. "
            f"{_ADVICE}"
        )
    found = _PATCH.findall(svg)
    for path, fill, x, y in found:
        data = parse_path_data(path)
        if not data.is_complete or data.strokes.open.any():
            break
        contours = data.strokes.contours.moved(float(x), float(y))
        yield _Patch(contours=_inside(contours, size), fill=fill.lower())
    else:
        if len(found) == count:
            return
    raise TraceFailed(f"vtracer gave something that is no drawing of patches. {_ADVICE}")


def _inside(contours: Contours, size: tuple[int, int]) -> Contours:
    """Return `contours` within the picture; some curves along its border bulge out of it."""
    points = np.clip(contours.points, 0, size)
    within = Contours(contours.kinds, points, contours.offsets)
    return with_straight_lines(within, tolerance=_STRAIGHT_PX)


def _paper(patches: list[_Patch], size: tuple[int, int]) -> str | None:
    """Return the colour of the lowest patch if it is light and covers the whole picture.

    It is what the art lies on: nothing to cut, and nothing to see on paper.
    """
    if not patches or min(bytes.fromhex(patches[0].fill)) < _PAPER:
        return None
    ends = patches[0].contours.points[:, 2]
    covers = (ends.min(axis=0) <= 0.5).all() and (ends.max(axis=0) >= np.array(size) - 0.5).all()
    return f"#{patches[0].fill}" if covers else None


def _layers(patches: list[_Patch]) -> list[_Patch]:
    """Join patches of one colour as far as it changes nothing that is seen.

    A patch goes down the pile to one of its colour, unless it would pass below another that
    it may touch. Those of one layer lie apart, so that the even-odd rule holds.
    """
    piles: list[tuple[str, list[Contours]]] = []
    by_fill: dict[str, list[int]] = {}
    boxes = np.array([_box(patch.contours) for patch in patches]).reshape(-1, 4)
    places = np.empty(len(patches), dtype=np.int64)
    for n, patch in enumerate(patches):
        below = places[:n][_meets(boxes[n], boxes[:n])].max(initial=-1)
        free = [place for place in by_fill.setdefault(patch.fill, []) if place > below]
        if not free:
            free = [len(piles)]
            by_fill[patch.fill].append(len(piles))
            piles.append((patch.fill, []))
        piles[free[0]][1].append(patch.contours)
        places[n] = free[0]
    return [_Patch(contours=joined(parts), fill=fill) for fill, parts in piles]


def _box(contours: Contours) -> list[float]:
    """Return left, top, right and bottom of the control points, which hold the curves."""
    points = contours.points.reshape(-1, 2)
    return [*points.min(axis=0).tolist(), *points.max(axis=0).tolist()]


def _meets(box: Boxes, others: Boxes) -> NDArray[np.bool_]:
    apart = (box[:2] > others[:, 2:]) | (others[:, :2] > box[2:])
    meeting: NDArray[np.bool_] = np.logical_not(apart.any(axis=1))
    return meeting


def _on_sheet(layers: list[_Patch], sheet: Sheet, mm_per_px: float) -> Drawing:
    placed = (
        Layer(patch.contours.scaled(mm_per_px).moved(sheet.left_mm, sheet.top_mm), f"#{patch.fill}")
        for patch in layers
    )
    return Drawing(sheet.width_mm, sheet.height_mm, tuple(placed))


def _notes(options: TraceOptions, colours: Image.Image, scaled: Image.Image) -> Iterator[Note]:
    yield from unused_options(options, _UNUSED, by="vtracer")
    if scaled is not colours:
        yield Note(
            code="image_scaled",
            message=f"The picture was scaled down to {scaled.width} x {scaled.height} pixels: "
            f"vtracer traces up to {MAX_PIXELS:,}. Fine detail is lost.",
        )
