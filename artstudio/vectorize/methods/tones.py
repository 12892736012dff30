"""A picture in a few tones as stacked layers, one path for each, by potrace.

Each layer has its own tone and all that come after it, as sheets of wood or
paper lie on each other: nothing shows between them when they are a little off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.contours import Contours, contours_from_rings
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.vectorize.colour import decode_colour
from artstudio.vectorize.decode import Picture
from artstudio.vectorize.errors import ImageTooComplex
from artstudio.vectorize.limits import MAX_BOUNDARY_PIXELS, boundary_pixels
from artstudio.vectorize.methods.traced import Clock, Traced
from artstudio.vectorize.methods.unused_options import unused_options
from artstudio.vectorize.notes import Note
from artstudio.vectorize.options import TraceOptions
from artstudio.vectorize.palette import Pixels, palette_of
from artstudio.vectorize.preparation import DETAILS
from artstudio.vectorize.quantize import Tones, quantize
from artstudio.vectorize.sheet import Sheet, sheet_for
from artstudio.vectorize.tracers import Tracer, TracerSettings, get_tracer

_MOST_TONES = 8
# Luma (ITU-R BT.601) of 0 to 255 from which a ground is paper, and from which it is not dark.
_LIGHT, _DARK = 200.0, 128.0
_LUMA = (0.299, 0.587, 0.114)
_UNUSED = ("threshold", "invert", "geometry")


@dataclass(frozen=True, kw_only=True)
class _Stack:
    """Tones from the bottom up, as numbers of the palette; `ground` is left out or the first."""

    order: list[int]
    ground: int | None
    is_left_out: bool


def draw(data: bytes, picture: Picture, options: TraceOptions, clock: Clock) -> Traced:
    """Return one layer for each tone, bottom first; a light ground is left out.

    Raises ImageTooComplex where the tones have too many edges to trace.
    """
    tracer, wanted = get_tracer(options.backend), options.tones or _MOST_TONES
    with clock("decode_colour"):
        pixels = np.asarray(picture.part_of(decode_colour(data)))
    with clock("tones"):
        palette = palette_of(pixels, wanted)
        tones = quantize(pixels, palette)
    sheet = sheet_for(*picture.grey.size, options)
    settings = _settings(options, sheet)
    stack = _stack(tones, palette.colours)
    with clock("trace"):
        layers = tuple(_layers(tones, palette.colours, stack, tracer, settings, sheet))
    return Traced(
        drawing=Drawing(sheet.width_mm, sheet.height_mm, layers),
        ink=None,
        mm_per_px=sheet.mm_per_px,
        used=asdict(settings) | _used(tones, palette.colours, stack),
        tracer={"backend": tracer.name, "version": tracer.version},
        notes=tuple(_notes(options, wanted, palette.colours, stack)),
        oriented=True,
    )


def _settings(options: TraceOptions, sheet: Sheet) -> TracerSettings:
    settings, detail = options.settings(sheet.mm_per_px), DETAILS[options.detail]
    if options.corner_smoothness is None:
        settings = replace(settings, alphamax=detail.alphamax)
    if options.curve_tolerance_mm is None:
        # The detail is one of larger pictures; here the pixels are the picture's own.
        settings = replace(settings, opttolerance=detail.opttolerance / detail.scale)
    return settings


def _stack(tones: Tones, colours: Pixels) -> _Stack:
    """Find the ground along the border and put the others on it, from its lightness away."""
    luma = (colours @ np.array(_LUMA)).tolist()
    border = np.concatenate([tones[0], tones[-1], tones[:, 0], tones[:, -1]])
    counts = np.bincount(border, minlength=len(colours))
    ground = int(np.argmax(counts))
    present = np.flatnonzero(np.bincount(tones.ravel(), minlength=len(colours))).tolist()
    if 2 * counts[ground] <= len(border):
        order = sorted(present, key=lambda tone: -luma[tone])
        return _Stack(order=order, ground=None, is_left_out=False)
    is_light = luma[ground] >= _LIGHT
    sign = 1 if luma[ground] < _DARK else -1
    others = sorted((t for t in present if t != ground), key=lambda tone: sign * luma[tone])
    return _Stack(
        order=others if is_light else [ground, *others], ground=ground, is_left_out=is_light
    )


def _layers(
    tones: Tones, colours: Pixels, stack: _Stack,
    tracer: Tracer, settings: TracerSettings, sheet: Sheet,
) -> Iterator[Layer]:  # fmt: skip
    place = np.full(_MOST_TONES, -1)
    place[stack.order] = np.arange(len(stack.order))
    places = place.astype(np.int8)[tones]
    for number, tone in enumerate(stack.order):
        contours = _outlines(places >= number, tracer, settings)
        yield Layer(sheet.placed(contours), _code(colours[tone]), f"tone-{number + 1}")


def _outlines(bitmap: NDArray[np.bool_], tracer: Tracer, settings: TracerSettings) -> Contours:
    height, width = bitmap.shape
    if bitmap.all():
        corners = [(width, 0), (width, height), (0, height), (0, 0)]
        return contours_from_rings([[(corner,) for corner in corners]])
    count = boundary_pixels(bitmap)
    if count > MAX_BOUNDARY_PIXELS:
        raise ImageTooComplex(
            f"A tone of the picture has {count:,} boundary pixels; the limit is "
            f"{MAX_BOUNDARY_PIXELS:,}. Ask for flat art without texture or fewer tones, or blur it."
        )
    return tracer.trace(bitmap, settings)


def _code(colour: Pixels) -> str:
    return f"#{colour.astype(np.uint8).tobytes().hex()}"


def _used(tones: Tones, colours: Pixels, stack: _Stack) -> dict[str, Any]:
    shares = np.bincount(tones.ravel(), minlength=len(colours)) / tones.size
    return {
        "tones_found": len(colours),
        "tones_as": "stacked",
        "ground": None if stack.ground is None else _code(colours[stack.ground]),
        "ground_left_out": stack.is_left_out,
        "palette": [
            {
                "name": f"tone-{n + 1}",
                "colour": _code(colours[t]),
                "share": round(float(shares[t]), 6),
            }
            for n, t in enumerate(stack.order)
        ],
    }


def _notes(options: TraceOptions, wanted: int, colours: Pixels, stack: _Stack) -> Iterator[Note]:
    yield from unused_options(options, _UNUSED, by="tracing in tones")
    if len(colours) < wanted:
        yield Note(
            code="fewer_tones",
            message=f"{wanted} tones were asked for and the picture has {len(colours)}; "
            "each of them became a layer.",
        )
    if stack.ground is not None and not stack.is_left_out:
        yield Note(
            code="ground_kept",
            message=f"The ground {_code(colours[stack.ground])} is not light, so it is the lowest "
            "layer and as large as the sheet. Remove that layer if the material has this colour.",
        )
