"""What a drawing's warnings speak of: each place with a number that stands on the drawing too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Marker:
    """A place in mm from the sheet's upper left corner, and the number it is marked with."""

    mark: str
    x_mm: float
    y_mm: float
    width_mm: float | None = None


@dataclass(frozen=True, kw_only=True)
class DrawingWarning:
    """A warning in words, and the places it speaks of."""

    code: str
    message: str
    places: tuple[Marker, ...]


@dataclass(frozen=True, kw_only=True)
class DrawingWarnings:
    """Everything a page marks on a drawing; thinnest and narrowest have letters for numbers."""

    warnings: tuple[DrawingWarning, ...] = ()
    thinnest: Marker | None = None
    narrowest: Marker | None = None

    @property
    def places(self) -> bool:
        """Whether anything is marked at all."""
        return bool(self.thinnest or self.narrowest or any(w.places for w in self.warnings))


def warnings_of(
    warnings: Sequence[Mapping[str, Any]], measurements: Mapping[str, Any]
) -> DrawingWarnings:
    """Return the findings of a variant, its places numbered from 1 on."""
    numbers = count(1)
    return DrawingWarnings(
        warnings=tuple(
            DrawingWarning(
                code=str(warning.get("code", "")),
                message=str(warning.get("message", "")),
                places=tuple(
                    Marker(mark=str(next(numbers)), **place) for place in _places(warning)
                ),
            )
            for warning in warnings
        ),
        thinnest=_extreme("T", measurements, "smallest_feature"),
        narrowest=_extreme("G", measurements, "smallest_gap"),
    )


def _places(warning: Mapping[str, Any]) -> list[dict[str, float]]:
    known = ("x_mm", "y_mm", "width_mm")
    return [
        {name: place[name] for name in known if name in place}
        for place in warning.get("places", ())
    ]


def _extreme(mark: str, measurements: Mapping[str, Any], name: str) -> Marker | None:
    at = measurements.get(f"{name}_at")
    if not at:
        return None
    return Marker(mark=mark, x_mm=at[0], y_mm=at[1], width_mm=measurements.get(f"{name}_mm"))
