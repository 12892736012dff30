"""How large a foreign document is in millimetres, and where its units lie on the sheet.

Real units (mm, cm, in, pt, pc) are taken at their word, and CSS pixels, also
those written without a unit, as 25.4/96 mm. A document whose width and height
are missing or percentages is as large as its viewBox is shaped, its longer side
100 mm; without a viewBox either, the box of what it draws stands for one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from artstudio.geometry.affine import Affine
from artstudio.svg.canonical.numbers import Font, length_parts, pixels
from artstudio.svg.canonical.style import Style
from artstudio.svg.canonical.viewports import Box, fitted, is_usable, view_box
from rmos_runs.errors import DomainError

DEFAULT_SIZE_MM = 100.0
LARGEST_MM = 5_000.0
SMALLEST_MM = 0.001
_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "q": 0.25}


class SizeImpossible(DomainError):
    """The drawing's size cannot be made. Give a width or height from 0.001 to 5,000 mm."""

    code = "size_impossible"


@dataclass(frozen=True, kw_only=True)
class Page:
    """The sheet in mm, the map from the root's user units to it, and the root's viewport.

    viewport: width and height in user units, which percentages are taken of.
    is_assumed: whether no unit in the document says how large it is. mm_per_px: how
    large a CSS pixel comes out.
    """

    width_mm: float
    height_mm: float
    to_mm: Affine
    viewport: tuple[float, float]
    mm_per_px: float
    is_assumed: bool


def page_of(
    root: Element, width_mm: float | None, height_mm: float | None, *, drawn: Callable[[], Box]
) -> Page:
    """Return the page of a document; `width_mm` and `height_mm` as `canonical_drawing` has them.

    drawn: gives the box of what is drawn, asked only where nothing else tells the size.
    Raises SizeImpossible.
    """
    font = Style().inside(root).as_root().font
    given = (_side(root, "width", font), _side(root, "height", font))
    box = view_box(root.get("viewBox"))
    if box is None:
        box = _stand_in(given, drawn)
        # Only a viewBox of the document's own is placed as it asks for.
        aspect = "none"
    else:
        aspect = root.get("preserveAspectRatio") or ""
    own_width, own_height = _own_size(given, box)
    factor, sheet = _sheet((own_width, own_height), (width_mm, height_mm))
    width, height = own_width * factor, own_height * factor
    into = ((sheet[0] - width) / 2, (sheet[1] - height) / 2, width, height)
    to_mm = fitted(box, into=into, aspect=aspect)
    if not (to_mm.is_usable and to_mm.scale > 0):
        raise SizeImpossible
    return Page(
        width_mm=sheet[0],
        height_mm=sheet[1],
        to_mm=to_mm,
        viewport=(box[2], box[3]),
        mm_per_px=25.4 / 96 * factor,
        is_assumed=not any(side and side[1] for side in given),
    )


def _side(root: Element, name: str, font: Font) -> tuple[float, bool] | None:
    """Return a side in mm and whether its unit is a real one; None where it is not told."""
    parts = length_parts(root.get(name))
    if parts is None or parts[1] == "%":
        return None
    value, unit = parts
    mm = value * (_MM[unit] if unit in _MM else (pixels(unit, font) or 1.0) * 25.4 / 96)
    if not 0 < mm < math.inf:
        raise SizeImpossible(f"The document's {name} is {root.get(name)}. Give it a size above 0.")
    return mm, unit in _MM


def _stand_in(given: tuple[tuple[float, bool] | None, ...], drawn: Callable[[], Box]) -> Box:
    width, height = given
    if width and height:
        # User units are CSS pixels where no viewBox says otherwise.
        return (0.0, 0.0, width[0] * 96 / 25.4, height[0] * 96 / 25.4)
    box = drawn()
    return box if is_usable(box) else (0.0, 0.0, 100.0, 100.0)


def _own_size(given: tuple[tuple[float, bool] | None, ...], box: Box) -> tuple[float, float]:
    width, height = given
    if width and height:
        return width[0], height[0]
    if width:
        return width[0], width[0] * (box[3] / box[2])
    if height:
        return height[0] * (box[2] / box[3]), height[0]
    one = DEFAULT_SIZE_MM / max(box[2], box[3])
    return box[2] * one, box[3] * one


def _sheet(
    own: tuple[float, float], asked: tuple[float | None, float | None]
) -> tuple[float, tuple[float, float]]:
    """Return what the document's own size is multiplied by, and the sheet's size in mm."""
    for side in (*own, *(side for side in asked if side is not None)):
        if not 0 < side < math.inf:
            raise SizeImpossible
    factors = [side / its for side, its in zip(asked, own, strict=True) if side is not None]
    factor = min(factors, default=1.0)
    sides = [
        round(side if side is not None else its * factor, 3)
        for side, its in zip(asked, own, strict=True)
    ]
    if not all(SMALLEST_MM <= side <= LARGEST_MM for side in sides):
        raise SizeImpossible(
            f"The sheet would be {sides[0]:,.4g} x {sides[1]:,.4g} mm. "
            "Give width_mm and height_mm from 0.001 to 5,000."
        )
    return factor, (sides[0], sides[1])
