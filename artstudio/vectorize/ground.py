"""Which of the two tones is the ground: the sheet that the art lies on.

Dark art on a light ground is what everybody draws, and it is assumed unless the picture
says otherwise. A border that is mostly dark does not yet say so: it may be a frame
round a light sheet, art that runs over the edge, or a photograph whose corners fall
off. The dark tone is the ground only where it lies behind the art.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage  # type: ignore[import-untyped] # scipy has no types

from artstudio.geometry.arrays import Flags

# The decision is taken on a picture of about so many pixels along its longer side.
_SIDE_PX = 512
# Up to this part of the shorter side a dark border can be a frame ...
_WIDEST_FRAME = 0.14
# ... and it is one when so much of a line all round inside of it is light, or when so
# little of that line is dark, all at once, and so little of the room inside of it.
_LIGHT_INSIDE = 0.85
_FRAME_DARK, _DROPS_TO, _ROOM_DARK = 0.95, 0.72, 0.65
# Behind a frame, or a white line that runs round, the dark tone is the ground only where
# one piece of it takes so much of the room and the line so little.
_GROUND_INSIDE, _LINE_INSIDE = 0.5, 0.25
# A light sheet in front of something dark takes so much of the picture, is as large as the
# quadrilateral through its corners but for this part, and has so much dark art on it.
_SHEET, _OFF_QUAD, _ART = 0.3, 0.06, 0.005
# Where the levels take longer than this part of the side to rise, it is no edge but shade.
_SOFT_RISE = 0.03
# Dark pieces that hold so much of the border together lie behind the art ...
_BORDER_HELD, _LEAST_DARK = 0.9, 0.35
# ... and art that cuts the ground in pieces still leaves it so much of the picture.
_MOSTLY_DARK = 0.62

Levels = NDArray[np.float64]


@dataclass(frozen=True)
class _View:
    """The picture made small. dark: which pixels are dark. levels: 0 black to 255 white."""

    dark: Flags
    levels: Levels


def is_ground_dark(grey: Image.Image, threshold: int) -> bool:
    """Tell whether light art lies on a dark ground in a picture of mode L.

    Levels up to `threshold` are dark.
    """
    dark = np.asarray(grey) <= threshold
    if 2 * _border(dark).mean() <= 1 or dark.all():
        return False
    view = _view(grey, threshold)
    if (inside := _inside_frame(view.dark)) is not None:
        return _is_ground_behind_line(inside)
    held = _held(view.dark)
    if _is_sheet(~view.dark) or _is_shade(view, held.main):
        return False
    if held.part >= _BORDER_HELD:
        return bool(view.dark.mean() >= _LEAST_DARK)
    return bool(view.dark.mean() >= _MOSTLY_DARK)


def _view(grey: Image.Image, threshold: int) -> _View:
    factor = max(grey.size) // _SIDE_PX
    # Thin pictures keep their pixels: their frames are only a few wide.
    factor = min(factor, max(1, min(grey.size) // 96))
    small = grey.reduce(factor) if factor > 1 else grey
    levels = np.asarray(small)
    return _View(dark=levels <= threshold, levels=levels.astype(np.float64))


def _border(dark: Flags) -> Flags:
    return np.concatenate([dark[0], dark[-1], dark[1:-1, 0], dark[1:-1, -1]])


def _inside_frame(dark: Flags) -> Flags | None:
    """Return the room inside a dark frame of even width, None where there is no frame."""
    height, width = dark.shape
    before = [1.0, 1.0]
    for depth in range(1, max(2, int(_WIDEST_FRAME * min(dark.shape)) + 1)):
        inside = dark[depth : height - depth, depth : width - depth]
        if min(inside.shape) < 3:
            return None
        along = float(_border(inside).mean())
        drops = before[0] >= _FRAME_DARK and along <= _DROPS_TO
        if along <= 1 - _LIGHT_INSIDE or (drops and inside.mean() <= _ROOM_DARK):
            return inside
        before = [before[1], along]
    return None


def _is_ground_behind_line(inside: Flags) -> bool:
    """Tell whether what looked like a frame is the margin of a ground outside a white line."""
    pieces, _ = ndimage.label(inside)
    sizes = np.bincount(pieces.ravel())[1:]
    if not len(sizes) or sizes.max() < _GROUND_INSIDE * inside.size:
        return False
    light, _ = ndimage.label(~inside)
    counts = np.bincount(_border(light))
    counts[0] = 0
    line = (light == counts.argmax()).mean()
    return bool(line < _LINE_INSIDE)


@dataclass(frozen=True)
class _Held:
    """main: the dark piece that holds most of the border; part: the part that it holds."""

    main: Flags
    part: float


def _held(dark: Flags) -> _Held:
    pieces, _ = ndimage.label(dark)
    counts = np.bincount(_border(pieces))
    total = counts.sum()
    counts[0] = 0
    best = int(counts.argmax())
    return _Held(main=pieces == best, part=float(counts[best] / total))


def _is_sheet(light: Flags) -> bool:
    """Tell whether what is not the dark surround is a single four-cornered sheet with art on it.

    Its corners are its outermost points along the axes or, where it lies straight, along
    the diagonals.
    """
    pieces, _ = ndimage.label(light)
    sizes = np.bincount(pieces.ravel())
    sizes[0] = 0
    drawn_on = pieces == sizes.argmax()
    sheet = ndimage.binary_fill_holes(drawn_on)
    area = int(sheet.sum())
    if area < _SHEET * light.size or area - drawn_on.sum() < _ART * area:
        return False
    rows, columns = np.nonzero(sheet)
    turns = ((columns, rows), (columns + rows, columns - rows))
    quads = [_quad_area(rows, columns, u, v) for u, v in turns]
    return bool(abs(area - max(quads)) <= _OFF_QUAD * area)


def _quad_area(
    rows: NDArray[np.int64], columns: NDArray[np.int64], u: NDArray[np.int64], v: NDArray[np.int64]
) -> float:
    """Return the area of the quadrilateral whose corners are outermost along u and v."""
    corners = [u.argmin(), v.argmin(), u.argmax(), v.argmax()]
    x, y = columns[corners].astype(float), rows[corners].astype(float)
    return abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2


def _is_shade(view: _View, main: Flags) -> bool:
    """Tell whether the dark piece at the border fades into light instead of ending at an edge.

    The rise of levels across a few pixels at its end, against the range of levels.
    """
    rim = main & ~ndimage.binary_erosion(main, border_value=1)
    # A picture of one row or column has no slope across itself.
    if not rim.any() or min(view.levels.shape) < 2:
        return False
    smooth = ndimage.gaussian_filter(view.levels, 1.0)
    down, across = np.gradient(smooth)
    steepness = np.median(np.hypot(down[rim], across[rim]))
    low, high = np.percentile(view.levels, (2, 98))
    rise_px = (high - low) / max(float(steepness), 1e-6)
    return bool(rise_px > max(_SOFT_RISE * max(view.dark.shape), 8.0))
