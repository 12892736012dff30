"""Which part of a picture is traced: squared by four corners, cropped, or cut to its ink.

`crop` and `corners` are in parts of the picture, 0 to 1 from its upper left corner. The
corners are those of something rectangular, such as a sheet of paper that was photographed
at a slant: upper left, upper right, lower right, lower left. It becomes the whole picture,
and the size that is given is its size. A crop is of what the corners left.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage  # type: ignore[import-untyped] # scipy has no types

from artstudio.vectorize.decode import Picture
from artstudio.vectorize.limits import MAX_PIXELS
from artstudio.vectorize.notes import Note
from artstudio.vectorize.options import DEFAULT_SIZE_MM, TraceOptions
from artstudio.vectorize.preparation import ink_notes
from artstudio.vectorize.threshold import find_ink

# Round the ink stays so much of its longer side, and so many pixels, for its edges.
_MARGIN, _MARGIN_PX = 0.03, 8
# What is smaller, in pixels and as a part of all ink, is a speck and no part of the art.
_SPECK_PX, _SPECK_OF_INK = 9, 1e-4
_WHITE = 255
# With less, lines that should meet somewhere are parallel.
_STRAIGHT = 0.02

Box = tuple[int, int, int, int]
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A part of a picture of any mode.

    whole_px: width and height of the picture. squared_px: what the corners became, None
    without. from_squared: 3 x 3, from its pixels to those of the picture. box: left, top,
    right, bottom of what is left of it; None for all of it. mm_per_px, sheet_mm: of the
    squared picture, where its size is known.
    """

    whole_px: tuple[int, int]
    squared_px: tuple[int, int] | None = None
    from_squared: tuple[float, ...] = ()
    box: Box | None = None
    mm_per_px: float | None = None
    sheet_mm: tuple[float, float] | None = None

    def applied(self, image: Image.Image) -> Image.Image:
        """Return that part of `image`, which has `whole_px`, mode L or RGB."""
        if self.squared_px is not None:
            image = image.transform(
                self.squared_px,
                Image.Transform.PERSPECTIVE,
                self.from_squared[:8],
                Image.Resampling.BICUBIC,
                fillcolor=_WHITE if image.mode == "L" else (_WHITE,) * 3,
            )
        return image if self.box is None else image.crop(self.box)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values, for the record."""
        squared = None if self.squared_px is None else list(self.squared_px)
        return {"squared_px": squared, "crop_px": None if self.box is None else list(self.box)}


@dataclass(frozen=True, kw_only=True)
class Framed:
    """A picture's part, the options it is to be traced by, and what there is to tell.

    frame: None where all of the picture is traced by its own size.
    """

    picture: Picture
    options: TraceOptions
    frame: Frame | None = None
    notes: tuple[Note, ...] = ()


def has_frame(options: TraceOptions) -> bool:
    """Tell whether `options` speak of a part of the picture, or of the size of its ink."""
    return options.crop is not None or options.corners is not None or options.size_by == "ink"


def framed(picture: Picture, options: TraceOptions, *, by_grey: bool) -> Framed:
    """Return the part of `picture` that `options` name.

    by_grey: whether its ink is told from its ground by grey levels; what is ink is then
    decided on all of the picture, as a crop may leave little ground.
    """
    by_ink = options.size_by == "ink"
    frame = _squared(picture.grey.size, options)
    whole = frame.applied(picture.grey)
    ink_box: Box | None = None
    notes: tuple[Note, ...] = ()
    inverted = options.invert
    if options.crop == "auto" or by_ink:
        part = _cropped(whole.size, options.crop)
        ink_box, inverted, notes = _ink_box(whole.crop(part), options)
        box = _moved(ink_box, part)
        frame = replace(frame, box=_with_margin(box, part) if ink_box else part)
    else:
        frame = replace(frame, box=_cropped(whole.size, options.crop))
    width, height = _size(frame, whole.size, options, ink_box)
    used = replace(options, width_mm=width, height_mm=height)
    if by_grey and options.invert is None and inverted is not None:
        used = replace(used, invert=inverted)
    grey = frame.applied(picture.grey)
    return Framed(
        picture=replace(picture, grey=grey, part=frame.applied),
        options=used,
        frame=frame,
        notes=notes if by_grey else (),
    )


def _size(
    frame: Frame, whole: tuple[int, int], options: TraceOptions, ink_box: Box | None
) -> tuple[float | None, float | None]:
    """Return width and height of the sheet that the part lies on, as far as they are known."""
    left, top, right, bottom = frame.box or (0, 0, *whole)
    width, height = right - left, bottom - top
    if options.size_by == "ink":
        # The exact size follows once the outlines are known; lengths depend on it till then.
        scale = _scale_of_ink(ink_box or (0, 0, width, height), options)
        return _held(width * scale), None
    if frame.mm_per_px is None or frame.sheet_mm is None:
        return options.width_mm, options.height_mm
    # The pixels of all of a sheet may be less than it by a part of one.
    sides = zip((width, height), whole, frame.sheet_mm, strict=True)
    wide, high = (all_mm if px == all_px else px * frame.mm_per_px for px, all_px, all_mm in sides)
    return _held(wide), _held(high)


def _held(size_mm: float) -> float:
    return min(max(round(size_mm, 3), 1.0), 3000.0)


def _scale_of_ink(box: Box, options: TraceOptions) -> float:
    width, height = max(box[2] - box[0], 1), max(box[3] - box[1], 1)
    return scale_to(width, height, options)


def scale_to(width: float, height: float, options: TraceOptions) -> float:
    """Return by what to multiply these sides for the size that `options` ask of the ink.

    With both sides given it fits into them; without any the longer side is 100 mm.
    """
    given = [
        asked / side
        for asked, side in ((options.width_mm, width), (options.height_mm, height))
        if asked is not None
    ]
    return min(given) if given else DEFAULT_SIZE_MM / max(width, height)


def _cropped(size: tuple[int, int], crop: object) -> Box:
    """Return the pixels of a crop in parts, one at least each way."""
    if not isinstance(crop, list | tuple):
        return (0, 0, *size)
    sides = [round(float(part) * size[n % 2]) for n, part in enumerate(crop)]
    left, top = (min(sides[n], size[n] - 1) for n in (0, 1))
    return left, top, max(sides[2], left + 1), max(sides[3], top + 1)


def _ink_box(
    grey: Image.Image, options: TraceOptions
) -> tuple[Box | None, bool | None, tuple[Note, ...]]:
    """Return the box of the ink without specks, whether it is light, and what to tell of it."""
    ink = find_ink(grey, threshold=options.threshold, invert=options.invert)
    labels, count = ndimage.label(ink.bitmap, structure=np.ones((3, 3), dtype=bool))
    notes = tuple(n for n in ink_notes(ink, guessed=options.invert is None) if n.code == "inverted")
    if not count:
        return None, ink.inverted, notes
    sizes = np.bincount(labels.ravel())[1:]
    large = sizes >= max(_SPECK_PX, _SPECK_OF_INK * sizes.sum())
    boxes = [b for b, keep in zip(ndimage.find_objects(labels), large, strict=True) if keep]
    if not boxes:
        return None, ink.inverted, notes
    rows, columns = ([b[axis] for b in boxes] for axis in (0, 1))
    box = (
        min(s.start for s in columns), min(s.start for s in rows),
        max(s.stop for s in columns), max(s.stop for s in rows),
    )  # fmt: skip
    return box, ink.inverted, notes


def _moved(box: Box | None, part: Box) -> Box:
    left, top, right, bottom = box or (0, 0, 0, 0)
    return left + part[0], top + part[1], right + part[0], bottom + part[1]


def _with_margin(box: Box, part: Box) -> Box:
    margin = math.ceil(_MARGIN * max(box[2] - box[0], box[3] - box[1])) + _MARGIN_PX
    return (
        max(box[0] - margin, part[0]), max(box[1] - margin, part[1]),
        min(box[2] + margin, part[2]), min(box[3] + margin, part[3]),
    )  # fmt: skip


def _squared(size: tuple[int, int], options: TraceOptions) -> Frame:
    if options.corners is None:
        return Frame(whole_px=size)
    quad = np.array(options.corners, dtype=np.float64).reshape(4, 2) * size
    width, height = options.width_mm, options.height_mm
    is_sheet = options.size_by != "ink"
    aspect = width / height if is_sheet and width and height else _aspect(quad, size)
    wide, high = _pixels(quad, aspect)
    # The rows are of whole pixels; what is left over of the sheet is shared by both ends.
    exact = wide / aspect
    over = (exact - high) / 2
    corners = np.array([(0, -over), (wide, -over), (wide, high + over), (0, high + over)])
    mm_per_px = _mm_per_px(wide, exact, options) if is_sheet else None
    matrix = _homography(corners, quad)
    return Frame(
        whole_px=size,
        squared_px=(wide, high),
        from_squared=tuple(matrix.ravel().tolist()),
        mm_per_px=mm_per_px,
        sheet_mm=None if mm_per_px is None else (wide * mm_per_px, exact * mm_per_px),
    )


def _mm_per_px(wide: float, high: float, options: TraceOptions) -> float:
    if options.width_mm:
        return options.width_mm / wide
    if options.height_mm:
        return options.height_mm / high
    return DEFAULT_SIZE_MM / max(wide, high)


def _pixels(quad: Floats, aspect: float) -> tuple[int, int]:
    """Return as many pixels as the longest sides of the quadrilateral have, at that aspect."""
    sides = np.hypot(*(np.roll(quad, -1, axis=0) - quad).T)
    wide = max(sides[0], sides[2], max(sides[1], sides[3]) * aspect)
    wide = min(wide, math.sqrt(MAX_PIXELS * aspect) - 1)
    wide = max(round(wide), 1)
    return wide, max(math.floor(wide / aspect + 1e-9), 1)


def _homography(one: Floats, other: Floats) -> Floats:
    """Return the 3 x 3 matrix that takes four points to four others."""
    rows, right = [], []
    for (x, y), (u, v) in zip(one, other, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    found = np.linalg.solve(np.array(rows), np.array(right))
    return np.append(found, 1.0).reshape(3, 3)


def _aspect(quad: Floats, size: tuple[int, int]) -> float:
    """Return width over height of the rectangle that a camera saw as `quad`.

    Z. Zhang and L. He, Whiteboard scanning and image enhancement, 2007, section 3: square
    pixels and the middle of the picture on the optical axis. Seen straight, where the
    focal length cannot be told, the mean sides say it.
    """
    centred = quad - np.array(size) / 2
    m1, m2, m4, m3 = (np.array([x, y, 1.0]) for x, y in centred)
    k2 = np.cross(m1, m4) @ m3 / (np.cross(m2, m4) @ m3)
    k3 = np.cross(m1, m4) @ m2 / (np.cross(m3, m4) @ m2)
    n2, n3 = k2 * m2 - m1, k3 * m3 - m1
    sides = np.hypot(*(np.roll(quad, -1, axis=0) - quad).T)
    plain = float((sides[0] + sides[2]) / (sides[1] + sides[3]))
    if abs(n2[2]) < _STRAIGHT or abs(n3[2]) < _STRAIGHT:
        return plain
    focal = -(n2[0] * n3[0] + n2[1] * n3[1]) / (n2[2] * n3[2])
    if not focal > (0.3 * max(size)) ** 2:
        return plain
    wide, high = (n[0] ** 2 / focal + n[1] ** 2 / focal + n[2] ** 2 for n in (n2, n3))
    return math.sqrt(wide / high)
