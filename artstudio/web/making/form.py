"""The fields of one operation, read from an address or a form that was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from artstudio.services.calibrations.calibrations import CALIBRATED
from artstudio.services.tuning.derive import Operation, Parameter
from rmos_runs.errors import DomainError

_NUMBERS = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Field:
    """One parameter with what stands in its field."""

    parameter: Parameter
    text: str
    error: str = ""

    @property
    def is_list(self) -> bool:
        """Whether it is a list of coordinates, one entry a line."""
        return self.parameter.kind in {"lines", "points"}

    @property
    def is_checked(self) -> bool:
        """Whether a flag is set."""
        return self.text == "true"


class MakeForm:
    """What is to be made, as it was typed."""

    def __init__(self, operation: Operation, given: Mapping[str, str]) -> None:
        """Take the texts of the fields; without any, the defaults."""
        self.operation = operation
        is_sent = given.get("operation") == operation.name and "show" not in given
        self._given = given if is_sent else {}
        self._errors: dict[str, str] = {}
        self.calibration = self._given.get("calibration", "").strip()

    @property
    def is_given(self) -> bool:
        """Whether something was asked for by this form."""
        return bool(self._given)

    def fields(self) -> list[Field]:
        """Return the fields with what stands in them."""
        return [
            Field(p, self._text(p), self._errors.get(p.name, "")) for p in self.operation.parameters
        ]

    def values(self) -> dict[str, Any]:
        """Return the parameters; what cannot be read stays text, which is then refused by name."""
        values = {p.name: _value(p, self._text(p)) for p in self.operation.parameters}
        measured, _column = CALIBRATED.get(self.operation.name, ("", ""))
        if self.calibration:
            values.pop(measured, None)
        return {name: value for name, value in values.items() if value is not None}

    def query(self) -> str:
        """Return the address's query for the same form."""
        texts = {p.name: self._text(p) for p in self.operation.parameters}
        chosen = {"calibration": self.calibration} if self.calibration else {}
        return urlencode({"operation": self.operation.name} | chosen | texts)

    def with_faults(self, error: DomainError) -> str:
        """Write each fault to its field; returns what to say above them all."""
        for path, messages in (error.fields or {}).items():
            self._errors[path.removeprefix("parameters.")] = " ".join(messages)
        return error.message

    def _text(self, parameter: Parameter) -> str:
        if self._given:
            missing = "false" if parameter.kind == "flag" else ""
            return self._given.get(parameter.name, missing).strip()
        default = parameter.default
        if default is None:
            return ""
        if isinstance(default, bool):
            return "true" if default else "false"
        return f"{default:g}" if isinstance(default, float | int) else str(default)


def _value(parameter: Parameter, text: str) -> Any:
    if not text:
        return None
    if parameter.kind == "number":
        return _number(text)
    if parameter.kind == "flag":
        return text == "true"
    if parameter.kind in {"lines", "points"}:
        rows = [line.strip() for line in text.splitlines() if line.strip()]
        return [[_number(number) for number in _NUMBERS.split(row)] for row in rows]
    return text


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
