"""What a caller may ask of a trace, in the user's units, and what that is in pixels."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from artstudio.vectorize.frame_options import SIZE_BYS, corners_fault, crop_fault
from artstudio.vectorize.geometry.relation_names import relations_fault
from artstudio.vectorize.tracers import BACKENDS, TracerSettings
from artstudio.vectorize.tracers.settings import TURN_POLICIES
from rmos_runs.errors import InvalidRequest

DEFAULT_SIZE_MM = 100.0
_RANGES: dict[str, tuple[float, float]] = {
    "width_mm": (1, 3000),
    "height_mm": (1, 3000),
    "threshold": (0, 255),
    "min_speck_mm": (0, 100),
    "corner_smoothness": (0, 1.334),
    "curve_tolerance_mm": (0, 10),
    "tones": (2, 8),
}
DETAILS = ("fine", "normal", "smooth")
ALPHAS = ("auto", "shape", "white")
GEOMETRIES = ("auto", "off", "strict")
_WHOLE = ("threshold", "tones")
_CHOICES: dict[str, tuple[str, ...]] = {
    "turnpolicy": TURN_POLICIES,
    "backend": ("auto", *BACKENDS),
    "detail": DETAILS,
    "geometry": GEOMETRIES,
    "alpha": ALPHAS,
    "size_by": SIZE_BYS,
}
_CHECKED: dict[str, Callable[[object], str]] = {
    "crop": crop_fault,
    "corners": corners_fault,
    "relations": relations_fault,
}
_LARGEST_C_INT = 2**31 - 1


@dataclass(frozen=True, kw_only=True)
class TraceOptions:
    """Options of a trace; None means the default.

    width_mm, height_mm: the sheet, 1 to 3000 mm. With one of them the other
        follows the picture; with both the art is fitted into exactly that sheet
        and centred, never stretched; with none the longer side is 100 mm.
    threshold: grey level 0 to 255; up to it is dark. Default: Otsu's method.
    invert: True when the light parts are the ink. Default: when most of the border is dark.
    min_speck_mm: specks up to the area of a square of this side are dropped, 0 to 100 mm.
        Default: 2 square pixels.
    corner_smoothness: potrace's alphamax, 0 (polygons) to 1.334 (no corners). Default 1.0.
    curve_tolerance_mm: how far joined curves may stray, 0 to 10 mm. Default: 0.2 pixels.
    detail: `normal` moves outlines onto soft edges, `fine` traces at twice the pixels
        besides, `smooth` has fewer nodes; single values win. Default: potrace as it comes.
    geometry: `auto` makes lines, circles, arcs and curves of what the edges show, by
        potrace; `strict` takes for straight or round what is within twice the noise of the
        picture. Default: `off`.
    relations: which relations geometry is brought into where the picture shows them
        (see RELATIONS); all but those that are false. Default: none.
    size_by: `ink` makes width_mm and height_mm those of what is drawn, which the sheet
        then just holds. Default: those of the picture.
    crop: left, top, right, bottom of what is traced, in parts of the picture; `auto` for
        the ink with a margin.
    corners: four points [x, y] in parts of the picture, clockwise from the upper left:
        the sheet, seen at a slant, whose size width_mm and height_mm are.
    tones: 2 to 8 layers of one colour each, by potrace.
    alpha: `shape` traces the outline of what is opaque, `white` the colours on white,
        `auto` the outline where art is light or of one tone.
    turnpolicy: how diagonal neighbours are joined.
    backend: which way to libpotrace; `auto` takes the first that works.
    """

    width_mm: float | None = None
    height_mm: float | None = None
    threshold: int | None = None
    invert: bool | None = None
    min_speck_mm: float | None = None
    corner_smoothness: float | None = None
    curve_tolerance_mm: float | None = None
    detail: str | None = None
    geometry: str | None = None
    tones: int | None = None
    relations: dict[str, bool] | None = None
    size_by: str | None = None
    crop: str | list[float] | None = None
    corners: list[Any] | None = None
    alpha: str = "auto"
    turnpolicy: str = "minority"
    backend: str = "auto"

    def __post_init__(self) -> None:
        """Refuse wrong types and ranges; the error names each field."""
        wrong = {f.name: _fault(f.name, getattr(self, f.name)) for f in fields(self)}
        _refuse({name: fault for name, fault in wrong.items() if fault})

    @classmethod
    def from_names(cls, options: dict[str, Any]) -> TraceOptions:
        """Return the options named in `options`; an unknown name raises InvalidRequest."""
        known = {f.name for f in fields(cls)}
        _refuse({name: "There is no such option." for name in options if name not in known})
        return cls(**options)

    def settings(self, mm_per_px: float) -> TracerSettings:
        """Return the tracer's settings in pixels of `mm_per_px` millimetres."""
        given = TracerSettings(turnpolicy=self.turnpolicy)
        speck, tolerance = self.min_speck_mm, self.curve_tolerance_mm
        return TracerSettings(
            turnpolicy=self.turnpolicy,
            turdsize=given.turdsize if speck is None else _area_px(speck / mm_per_px),
            alphamax=_or(self.corner_smoothness, given.alphamax),
            opttolerance=given.opttolerance if tolerance is None else tolerance / mm_per_px,
        )


def _area_px(side_px: float) -> int:
    return min(round(side_px * side_px), _LARGEST_C_INT)


def _or(value: float | None, default: float) -> float:
    return default if value is None else float(value)


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise InvalidRequest(
            "The trace options cannot be used: "
            + " ".join(f"{name}: {fault}" for name, fault in faults.items()),
            fields={name: [fault] for name, fault in faults.items()},
        )


def _fault(name: str, value: object) -> str | None:
    """Say what is wrong with the value of one option."""
    if value is None and name not in ("turnpolicy", "backend", "alpha"):
        return None
    if name in _CHOICES:
        return None if value in _CHOICES[name] else f"Choose one of {', '.join(_CHOICES[name])}."
    if name in _CHECKED:
        return _CHECKED[name](value) or None
    if name == "invert":
        return None if isinstance(value, bool) else "Give true or false."
    return _number_fault(name, value)


def _number_fault(name: str, value: object) -> str | None:
    low, high = _RANGES[name]
    types, word = (int, "a whole number") if name in _WHOLE else ((int, float), "a number")
    is_number = isinstance(value, types) and not isinstance(value, bool)
    if is_number and math.isfinite(value) and low <= value <= high:  # type: ignore[arg-type,operator] # checked in the line before
        return None
    return f"Give {word} from {low} to {high}."
