"""What the maker fixed: sizes in mm, symmetry and the number of rings."""

from __future__ import annotations

from dataclasses import dataclass, fields

from rmos_runs.errors import InvalidRequest

DEFAULT_MM = 100.0
LONGEST_MM = 5000.0
SMALLEST_MM = 1.0
SMALLEST_DISC_MM = 8.0


@dataclass(frozen=True, kw_only=True)
class PatternConstraints:
    """Sizes and counts that a pattern must keep; None leaves the choice to the pattern.

    width_mm, height_mm: the sheet, 1 to 5000 mm.
    inner_diameter_mm, outer_diameter_mm: exact diameters of round patterns.
    symmetry: how many times a round pattern repeats in one turn, 2 to 72.
    rings: how many bands of ornament, 1 to 12.
    """

    width_mm: float | None = None
    height_mm: float | None = None
    inner_diameter_mm: float | None = None
    outer_diameter_mm: float | None = None
    symmetry: int | None = None
    rings: int | None = None

    def __post_init__(self) -> None:
        """Refuse values out of range, naming each field."""
        limits: dict[str, tuple[float, float]] = {"symmetry": (2, 72), "rings": (1, 12)}
        faults = {}
        for field in fields(self):
            value = getattr(self, field.name)
            low, high = limits.get(field.name, (SMALLEST_MM, LONGEST_MM))
            if value is not None and not low <= value <= high:
                faults[f"constraints.{field.name}"] = [f"Give a number from {low:g} to {high:g}."]
        if faults:
            raise InvalidRequest("A constraint is out of range.", fields=faults)

    def given(self) -> set[str]:
        """Return the names of the constraints that have a value."""
        return {field.name for field in fields(self) if getattr(self, field.name) is not None}


@dataclass(frozen=True, kw_only=True)
class Size:
    """The sheet, and the diameters of what is round on it (inner 0 where none was asked)."""

    width_mm: float
    height_mm: float
    outer_mm: float = 0.0
    inner_mm: float = 0.0


def refuse(field: str, message: str) -> InvalidRequest:
    """Return the error that blames one constraint."""
    return InvalidRequest(message, fields={f"constraints.{field}": [message]})


def sheet(limits: PatternConstraints, *, aspect: float) -> Size:
    """Return the sheet: as given, else 100 mm on the longer side; aspect is width over height."""
    width, height = limits.width_mm, limits.height_mm
    if width is None and height is None:
        width = DEFAULT_MM if aspect >= 1 else DEFAULT_MM * aspect
    if width is None and height is not None:
        width = max(height * aspect, DEFAULT_MM) if aspect > 2 else height * aspect
    if height is None and width is not None:
        height = width / aspect
    if width is None or height is None:
        raise AssertionError
    if max(width, height) > LONGEST_MM or min(width, height) < SMALLEST_MM:
        field = "height_mm" if limits.width_mm is None else "width_mm"
        raise refuse(field, "With this size the other side falls out of 1 to 5000 mm; give both.")
    return Size(width_mm=round(width, 3), height_mm=round(height, 3))


def disc(limits: PatternConstraints) -> Size:
    """Return the sheet of a round pattern, which fills it: no margin, the diameter is exact."""
    given = [v for v in (limits.width_mm, limits.height_mm) if v is not None]
    outer = limits.outer_diameter_mm
    if outer is None:
        outer = min(given) if given else _roomy(limits.inner_diameter_mm)
    width = limits.width_mm or (given[0] if given and given[0] >= outer else outer)
    height = limits.height_mm or (given[0] if given and given[0] >= outer else outer)
    if outer > min(width, height):
        raise refuse(
            "outer_diameter_mm",
            f"An outer diameter of {outer:g} mm does not fit on a sheet of "
            f"{width:g} by {height:g} mm.",
        )
    if outer < SMALLEST_DISC_MM:
        field = "outer_diameter_mm" if limits.outer_diameter_mm else "width_mm"
        raise refuse(field, f"A round pattern is at least {SMALLEST_DISC_MM:g} mm across.")
    inner = limits.inner_diameter_mm or 0.0
    if inner and inner > outer - 2:
        raise refuse(
            "inner_diameter_mm",
            f"The inner diameter ({inner:g} mm) must be at least 2 mm smaller than the "
            f"outer one ({outer:g} mm).",
        )
    return Size(
        width_mm=round(width, 3),
        height_mm=round(height, 3),
        outer_mm=round(outer, 3),
        inner_mm=round(inner, 3),
    )


def _roomy(inner: float | None) -> float:
    """Return the diameter when only the hole is known: 100 mm, or a hole with room around it."""
    return DEFAULT_MM if inner is None or inner <= 0.8 * DEFAULT_MM else round(inner * 1.28, 1)
