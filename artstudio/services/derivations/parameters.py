"""The parameters of an operation: ranges, choices and defaults, from which forms are made too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rmos_runs.http.field_checks import ErrorList, unknown_name

_COLOUR = re.compile(r"#[0-9a-f]{6}|[a-z][a-z0-9-]{0,63}", re.ASCII)
MAX_LISTS = 2000


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One value of an operation; lengths in mm.

    kind: "number", "choice", "flag", "colour" "lines" (a list of
    [x1, y1, x2, y2]) or "points" (of [x, y]).
    default: None leaves it out, for numbers and colours only where it is `optional`.
    """

    name: str
    label: str
    kind: str = "number"
    default: Any = None
    low: float = 0.0
    high: float = 0.0
    choices: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    help: str = ""

    def read(self, faults: ErrorList, value: Any) -> Any:
        """Return the value as it is kept; a fault is written down at `parameters.<name>`."""
        path = f"parameters.{self.name}"
        if value is None:
            if self.default is None and not self.optional:
                faults.add(path, "Required.")
            return self.default
        return getattr(self, f"_read_{self.kind}")(faults, path, value)

    def _read_number(self, faults: ErrorList, path: str, value: Any) -> float | None:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not self.low <= value <= self.high:
            faults.add(path, f"Give a number from {self.low:g} to {self.high:g}.")
            return None
        return float(value)

    def _read_choice(self, faults: ErrorList, path: str, value: Any) -> str:
        return faults.choice(path, value, [name for name, _label in self.choices])

    def _read_flag(self, faults: ErrorList, path: str, value: Any) -> bool:
        if not isinstance(value, bool):
            faults.add(path, "Give true or false.")
        return bool(value)

    def _read_colour(self, faults: ErrorList, path: str, value: Any) -> str | None:
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            faults.add(path, "Give a colour such as #000000, or the name of a layer.")
            return None
        return value

    def _read_lines(self, faults: ErrorList, path: str, value: Any) -> list[list[float]] | None:
        if not _are_lists(value, 4):
            faults.add(path, f"Give up to {MAX_LISTS} lists of four numbers: x1, y1, x2, y2 in mm.")
            return None
        return [[round(float(number), 3) for number in line] for line in value]

    def _read_points(self, faults: ErrorList, path: str, value: Any) -> list[list[float]] | None:
        if not _are_lists(value, 2):
            faults.add(path, f"Give up to {MAX_LISTS} pairs of numbers: x, y in mm.")
            return None
        return [[round(float(number), 3) for number in point] for point in value]


def _are_lists(value: Any, length: int) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and len(value) <= MAX_LISTS
        and all(isinstance(line, Sequence) and len(line) == length for line in value)
        and all(
            isinstance(number, int | float) and not isinstance(number, bool) and abs(number) < 1e5
            for line in value
            for number in line
        )
    )


def read_parameters(known: Sequence[Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return every parameter with its value, defaults written out.

    Raises InvalidRequest with the path of each fault; a name that is not known is one.
    """
    faults = ErrorList()
    names = [parameter.name for parameter in known]
    for name in given:
        if name not in names:
            faults.add(f"parameters.{name[:80]}", unknown_name(name, names))
    values = {
        parameter.name: parameter.read(faults, given.get(parameter.name)) for parameter in known
    }
    faults.raise_if_any()
    return values
