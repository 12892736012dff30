"""What the fake language model draws: an honest rosette in millimetres, and every known mistake."""

from __future__ import annotations

import functools
import hashlib
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """The size that was asked for, in mm."""

    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the sheet."""
        return self.width / 2, self.height / 2


@functools.lru_cache(maxsize=64)
def rosette(wish: str, sheet: Sheet, *, folds: int | None = None, shift: float = 0.0) -> str:
    """Return a rosette of closed, filled paths that varies with the wish.

    shift: moves it to the right by that part of the sheet's width.
    """
    digest = hashlib.sha256(wish.encode()).digest()
    folds = folds or 6 + digest[0] % 11
    centre = (sheet.centre[0] + shift * sheet.width, sheet.centre[1])
    radius = 0.46 * min(sheet.width, sheet.height)
    shapes = [
        _path(_ring(centre, radius, 0.93 * radius)),
        *(_path(d) for d in _petals(centre, 0.88 * radius, folds, 0.4 + digest[1] / 800)),
        _path(_ring(centre, 0.2 * radius, 0.12 * radius)),
    ]
    return document(sheet, "\n".join(shapes))


def document(sheet: Sheet, inside: str) -> str:
    """Return an SVG in millimetres of the sheet around `inside`."""
    width, height = _number(sheet.width), _number(sheet.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}">\n{inside}\n</svg>'
    )


def _truncated(wish: str, sheet: Sheet) -> str:
    whole = rosette(wish, sheet)
    return whole[: len(whole) * 2 // 3]


def _open(_wish: str, sheet: Sheet) -> str:
    w, h = sheet.width, sheet.height
    zigzag = f"M{0.1 * w:.2f} {0.1 * h:.2f}L{0.8 * w:.2f} {0.2 * h:.2f}L{0.3 * w:.2f} {0.9 * h:.2f}"
    return document(sheet, f'<path fill="#000000" d="{zigzag}"/>')


def _boxes(_wish: str, sheet: Sheet) -> str:
    w, h = _number(sheet.width / 4), _number(sheet.height / 5)
    rects = (f'<rect x="{w}" y="{y}" width="{w}" height="{h}"/>' for y in (10, 40, 70))
    return document(sheet, "\n".join(rects))


def _empty(_wish: str, sheet: Sheet) -> str:
    return document(sheet, '<path fill="none" d="M10 10H20V20Z"/><g><!-- petals here --></g>')


def _scripted(wish: str, sheet: Sheet) -> str:
    attack = '<script>fetch("http://evil.test/")</script><style>@import url(//evil.test)</style>'
    whole = rosette(wish, sheet).replace("<path", '<path onclick="alert(1)"', 1)
    return _with_inside(whole, attack)


def _with_inside(svg: str, inside: str) -> str:
    head, tail = svg.split("\n", 1)
    return f"{head}\n{inside}\n{tail}"


#: By mark: drawings of the wish, each with one thing wrong.
MISTAKES: dict[str, Callable[[str, Sheet], str]] = {
    "truncated": _truncated,
    "openpath": _open,
    "boxes": _boxes,
    "empty": _empty,
    "outofbounds": lambda wish, sheet: rosette(wish, sheet, shift=0.4),
    "script": _scripted,
    "amp": lambda wish, sheet: _with_inside(
        rosette(wish, sheet), "<desc>R&D, petals & ring</desc>"
    ),
    "noxmlns": lambda wish, sheet: rosette(wish, sheet).replace(
        ' xmlns="http://www.w3.org/2000/svg"', ""
    ),
    "notxml": lambda wish, sheet: rosette(wish, sheet).replace('fill="#000000"', "fill=black", 1),
    "bom": lambda wish, sheet: "\ufeff" + rosette(wish, sheet),
    "latin1": lambda wish, sheet: (
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n'
        + _with_inside(rosette(wish, sheet), "<title>Füllhorn</title>")
    ),
}


def _path(d: str) -> str:
    return f'<path fill="#000000" fill-rule="evenodd" d="{d}"/>'


def _ring(centre: tuple[float, float], outer: float, inner: float) -> str:
    return _circle(centre, outer) + _circle(centre, inner)


def _circle(centre: tuple[float, float], radius: float) -> str:
    x, y = centre
    r = _number(radius)
    left, right, level = _number(x - radius), _number(x + radius), _number(y)
    return f"M{left} {level}A{r} {r} 0 1 0 {right} {level}A{r} {r} 0 1 0 {left} {level}Z"


def _petals(centre: tuple[float, float], radius: float, folds: int, plump: float) -> Iterator[str]:
    step = math.tau / folds
    for fold in range(folds):
        tip, foot = (_polar(centre, reach * radius, fold * step) for reach in (1.0, 0.3))
        one, other = (
            _polar(centre, 0.75 * radius, (fold + side * plump / 2) * step) for side in (1, -1)
        )
        yield f"M{foot}Q{one} {tip}Q{other} {foot}Z"


def _polar(centre: tuple[float, float], radius: float, angle: float) -> str:
    x, y = centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)
    return f"{_number(x)} {_number(y)}"


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
