"""The constraints of a request: what is understood, in which range, and what is not known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any

from artstudio.vectorize.frame_options import SIZE_BYS, corners_fault, crop_fault
from artstudio.vectorize.geometry.relation_names import relations_fault
from artstudio.vectorize.methods import METHODS
from artstudio.vectorize.options import ALPHAS, DETAILS, GEOMETRIES
from rmos_runs.errors import InvalidRequest
from rmos_runs.http.field_checks import nearest_name, printable

MAX_SIZE_MM = 3000.0


@dataclass(frozen=True, kw_only=True)
class Constraints:
    """What the user fixed; None leaves it to the product. Lengths in mm."""

    width_mm: float | None = None
    height_mm: float | None = None
    threshold: int | None = None
    invert: bool | None = None
    min_speck_mm: float | None = None
    corner_smoothness: float | None = None
    curve_tolerance_mm: float | None = None
    method: str | None = None
    detail: str | None = None
    gradients: str | None = None
    geometry: str | None = None
    relations: dict[str, bool] | None = None
    size_by: str | None = None
    crop: str | list[float] | None = None
    corners: list[Any] | None = None
    alpha: str | None = None
    tones: int | None = None
    inner_diameter_mm: float | None = None
    outer_diameter_mm: float | None = None
    symmetry: int | None = None
    rings: int | None = None
    min_feature_mm: float | None = None
    min_gap_mm: float | None = None
    tool_diameter_mm: float | None = None
    feed_mm_min: float | None = None

    def given(self) -> dict[str, Any]:
        """Return the constraints that were given, as plain JSON values."""
        return self.picked(tuple(field.name for field in fields(self)))

    def picked(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Return the given ones among `names`."""
        return {name: value for name in names if (value := getattr(self, name)) is not None}


PATTERN_NAMES = ("inner_diameter_mm", "outer_diameter_mm", "symmetry", "rings")
SIZE_NAMES = ("width_mm", "height_mm")
#: How the colours of a foreign SVG are made flat.
GRADIENT_NAMES = ("gradients",)
TRACE_NAMES = (
    "threshold",
    "invert",
    "min_speck_mm",
    "corner_smoothness",
    "curve_tolerance_mm",
    "method",
    "detail",
    "geometry",
    "relations",
    "size_by",
    "crop",
    "corners",
    "alpha",
    "tones",
)

# What the cut card is measured against; they change no drawing.
CUT_NAMES = ("min_feature_mm", "min_gap_mm", "tool_diameter_mm", "feed_mm_min")


@dataclass(frozen=True)
class _Range:
    low: float
    high: float
    whole: bool = False


_RANGES = {
    "width_mm": _Range(1, MAX_SIZE_MM),
    "height_mm": _Range(1, MAX_SIZE_MM),
    # A grey level: darker than this is ink.
    "threshold": _Range(0, 255, whole=True),
    "min_speck_mm": _Range(0, 50),
    # potrace's alphamax; above 4/3 every corner is rounded.
    "corner_smoothness": _Range(0, 1.334),
    "curve_tolerance_mm": _Range(0, 5),
    "tones": _Range(2, 8, whole=True),
    "inner_diameter_mm": _Range(2, MAX_SIZE_MM),
    "outer_diameter_mm": _Range(2, MAX_SIZE_MM),
    "symmetry": _Range(2, 72, whole=True),
    "rings": _Range(1, 12, whole=True),
    "min_feature_mm": _Range(0.01, 20),
    "min_gap_mm": _Range(0.01, 20),
    "tool_diameter_mm": _Range(0.05, 50),
    "feed_mm_min": _Range(1, 100_000),
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "method": METHODS,
    "detail": DETAILS,
    "gradients": ("mean", "threshold"),
    "geometry": GEOMETRIES,
    "alpha": ALPHAS,
    "size_by": SIZE_BYS,
}
_CHECKED: dict[str, Callable[[object], str]] = {
    "crop": crop_fault,
    "corners": corners_fault,
    "relations": relations_fault,
}
_KNOWN = {"invert", *_RANGES, *_CHOICES, *_CHECKED}


def parse_constraints(given: Mapping[str, Any]) -> tuple[Constraints, list[dict[str, str]]]:
    """Return the understood constraints and a warning for each key that is not known.

    A key that is None counts as not given. Raises InvalidRequest with the path
    of every constraint of a wrong type or out of range.
    """
    known: dict[str, Any] = {}
    warnings: list[dict[str, str]] = []
    faults: dict[str, list[str]] = {}
    for key, value in given.items():
        if key not in _KNOWN:
            warnings.append(
                not_used("unknown_constraint", key, known=sorted(_KNOWN), path="constraints.")
            )
        elif value is not None and (fault := _fault(key, value)):
            faults[f"constraints.{key}"] = [fault]
        else:
            known[key] = value
    faults |= _contradictions(known) if not faults else {}
    if faults:
        raise InvalidRequest(fields=faults)
    return Constraints(**known), warnings


def not_used(code: str, name: str, *, known: Collection[str], path: str = "") -> dict[str, str]:
    """Return the warning for a name that a request holds and nobody knows."""
    near = nearest_name(name, known)
    advice = f" Did you mean {path}{near}?" if near else ""
    message = f"{path}{printable(name)} is not known here and was not used.{advice}"
    return {"code": code, "message": message}


def _fault(key: str, value: Any) -> str:
    if key == "invert":
        return "" if isinstance(value, bool) else "Give true or false."
    if key in _CHECKED:
        return _CHECKED[key](value)
    if key in _CHOICES:
        return "" if value in _CHOICES[key] else f"Choose one of {', '.join(_CHOICES[key])}."
    limits = _RANGES[key]
    number = "a whole number" if limits.whole else "a number"
    wanted = f"Give {number} from {limits.low:g} to {limits.high:g}."
    if isinstance(value, bool) or not isinstance(value, int if limits.whole else (int, float)):
        return wanted
    # A comparison takes any whole number, and neither NaN nor infinity passes it.
    return "" if limits.low <= value <= limits.high else wanted


def _contradictions(known: Mapping[str, Any]) -> dict[str, list[str]]:
    if known.get("tones") is not None and known.get("method") not in {None, "potrace"}:
        return {"constraints.tones": ["Tones are traced with potrace. Leave method out, or tones."]}
    inner, outer = known.get("inner_diameter_mm"), known.get("outer_diameter_mm")
    if inner is not None and outer is not None and inner >= outer:
        return {
            "constraints.inner_diameter_mm": [
                f"The inner diameter must be smaller than the outer one, {outer:g} mm."
            ]
        }
    return {}
