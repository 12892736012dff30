"""What a parameter may be, written once beside its field: its check, its schema, its meaning.

A field says so in its annotation: `cells: Annotated[int, Number(1, 2000, "...")]`.
"""

from __future__ import annotations

import dataclasses
import functools
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rmos_runs.errors import InvalidRequest


@dataclass(frozen=True)
class Number:
    """A number from low to high, both included; lengths end in _mm and are millimetres."""

    low: float
    high: float
    says: str

    def fault(self, value: Any) -> str:
        """Return what is wrong with a number, or nothing. NaN and infinity are out of range."""
        wanted = f"must be from {self.low:g} to {self.high:g}."
        return "" if self.low <= value <= self.high else wanted


@dataclass(frozen=True)
class OneOf:
    """A word out of several."""

    options: tuple[str, ...]
    says: str

    def fault(self, value: Any) -> str:
        """Return what is wrong with a word, or nothing."""
        wanted = f"must be one of: {', '.join(self.options)}."
        return "" if value in self.options else wanted


@dataclass(frozen=True)
class Many:
    """A list of so many entries."""

    fewest: int
    most: int
    says: str

    def fault(self, value: Any) -> str:
        """Return what is wrong with a list, or nothing."""
        many = f"{self.fewest} to {self.most}" if self.fewest < self.most else f"{self.most}"
        return "" if self.fewest <= len(value) <= self.most else f"must have {many} entries."


@dataclass(frozen=True)
class YesNo:
    """True or false."""

    says: str

    def fault(self, _value: Any) -> str:
        """Return nothing: both are right."""
        return ""


@dataclass(frozen=True)
class Text:
    """A text of at least one character."""

    longest: int
    says: str

    def fault(self, value: Any) -> str:
        """Return what is wrong with a text, or nothing."""
        is_plain = all(char.isprintable() for char in value)
        wanted = f"must be one line of 1 to {self.longest} characters."
        return "" if 1 <= len(value) <= self.longest and is_plain else wanted


Range = Number | OneOf | Many | YesNo | Text

SHEET_WIDTH = Number(2, 5000, "Width of the sheet.")
SHEET_HEIGHT = Number(2, 5000, "Height of the sheet.")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One parameter: its type without the annotation, its range, whether it must be given."""

    name: str
    kind: Any
    range: Range
    required: bool
    default: Any

    @property
    def item(self) -> Any:
        """The type of a list's entries, with their annotation where they have one."""
        return typing.get_args(self.kind)[0]


@functools.cache
def fields_of(kind: Any) -> tuple[Field, ...]:
    """Return the parameters of a dataclass all of whose fields say what they may be."""
    hints = typing.get_type_hints(kind, include_extras=True)
    found = []
    for field in dataclasses.fields(kind):
        base, limits = annotated(hints[field.name])
        required = field.default is dataclasses.MISSING
        found.append(
            Field(
                name=field.name,
                kind=base,
                range=limits,
                required=required,
                default=None if required else field.default,
            )
        )
    return tuple(found)


def annotated(hint: Any) -> tuple[Any, Range]:
    """Return the type and the range of `Annotated[type, range]`."""
    base, limits = typing.get_args(hint)
    return base, limits


def keep_ranges(parameters: Any) -> None:
    """Refuse a parameters object that has a value out of its range; for `__post_init__`."""
    kind: Any = type(parameters)
    for field in fields_of(kind):
        value = getattr(parameters, field.name)
        for fault in _faults(field, value):
            raise InvalidRequest(
                f"These pattern parameters cannot be drawn: {field.name} {fault}",
                fields={f"parameters.{field.name}": [f"It {fault}"]},
            )


def _faults(field: Field, value: Any) -> Iterable[str]:
    if fault := field.range.fault(value):
        yield fault
    elif isinstance(field.range, Many) and not isinstance(field.item, type):
        _, limits = annotated(field.item)
        yield from filter(None, (limits.fault(entry) for entry in value))
