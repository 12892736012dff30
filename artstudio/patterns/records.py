"""The JSON record of a pattern: written exactly, and read with distrust.

A record may come from a person's editor or from a language model, so every
value is looked at before it is used, and what would take long is refused.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from artstudio.patterns.families import FAMILIES
from artstudio.patterns.family import Family
from artstudio.patterns.ranges import Field, Many, Number, Range, YesNo, annotated, fields_of
from rmos_runs.errors import InvalidRequest

ENGINE_VERSION = "2"
"""Part of every record; raised when the same parameters no longer give the same bytes."""

ENGINE_VERSIONS = ("1", ENGINE_VERSION)
"""All that are still drawn, each as it always did."""

MAX_NODES = 120_000
"""What the largest drawing is estimated at: some seconds of drawing, some megabytes of SVG."""

MOST_FAULTS = 20
SHEET_NAMES = ("width_mm", "height_mm")
RECORD_NAMES = frozenset({"engine", "family", "parameters", *SHEET_NAMES})


@dataclass(frozen=True, kw_only=True)
class PatternSpec:
    """A record that has been checked: the family, and its parameters as a dataclass.

    engine: the version that draws it.
    """

    family: str
    parameters: Any
    engine: str = ENGINE_VERSION

    def record(self) -> dict[str, Any]:
        """Return the JSON record, all defaults written out."""
        return {
            "engine": self.engine,
            "family": self.family,
            **{name: getattr(self.parameters, name) for name in SHEET_NAMES},
            "parameters": _plain(dataclasses.asdict(self.parameters)),
        }


def check_spec(spec: Any) -> PatternSpec:
    """Read a record of a pattern, from whomever it comes.

    Raises InvalidRequest with the path of every fault (at most 20 of them):
    unknown or missing names, wrong types, values out of range, parameters that
    contradict each other, and drawings of more than about 120,000 nodes.
    """
    if not isinstance(spec, Mapping):
        raise InvalidRequest("Give the pattern as an object.", fields={"spec": ["Give an object."]})
    faults = _Faults()
    for name in spec:
        if name not in RECORD_NAMES:
            faults.add(_printable(name), "A pattern has no such part.")
    engine = spec.get("engine", ENGINE_VERSION)
    if not isinstance(engine, str) or engine not in ENGINE_VERSIONS:
        faults.add("engine", f"Choose one of: {', '.join(ENGINE_VERSIONS)}.")
    family = _family(spec, faults)
    faults.raise_any()
    parameters = _Reader(faults).record(family.parameters, spec.get("parameters"), "parameters")
    faults.raise_any()
    _check_sheet(spec, parameters, faults)
    _check_effort(family, parameters, faults)
    faults.raise_any()
    return PatternSpec(family=family.name, parameters=parameters, engine=engine)


def check_parameters(family: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return some parameters of a family, each checked by itself; the rest may be missing.

    Lists hold their records as dicts. Raises InvalidRequest like `check_spec`, with
    paths that begin at the parameter.
    """
    faults = _Faults()
    values = _Reader(faults, whole=False).record(FAMILIES[family].parameters, given, "")
    faults.raise_any()
    return dict(values)


def _family(spec: Mapping[str, Any], faults: _Faults) -> Family:
    name = spec.get("family")
    if isinstance(name, str) and name in FAMILIES:
        return FAMILIES[name]
    faults.add("family", f"Choose one of: {', '.join(FAMILIES)}.")
    return next(iter(FAMILIES.values()))


def _check_sheet(spec: Mapping[str, Any], parameters: Any, faults: _Faults) -> None:
    """Refuse a sheet that is not the parameters'; beside them it is only a copy."""
    for name in SHEET_NAMES:
        size = getattr(parameters, name)
        if name in spec and (isinstance(spec[name], bool) or spec[name] != size):
            faults.add(name, f"This repeats parameters.{name}, {size:g}; change both or leave it.")


def _check_effort(family: Family, parameters: Any, faults: _Faults) -> None:
    nodes = family.nodes(parameters)
    if nodes > MAX_NODES:
        faults.add(
            "parameters",
            f"This would have about {nodes:,} nodes; at most {MAX_NODES:,} are drawn. "
            "Make fewer cells.",
        )


@dataclass
class _Faults:
    """What is wrong so far, by path."""

    found: dict[str, list[str]] = field(default_factory=dict)

    def add(self, path: str, message: str) -> None:
        if len(self.found) < MOST_FAULTS:
            self.found.setdefault(path, [message])

    def raise_any(self) -> None:
        if self.found:
            raise InvalidRequest(fields=self.found)


@dataclass(frozen=True)
class _Reader:
    """Reads JSON values as the dataclasses declare them, never deeper than they do.

    whole: nothing may be missing, and dataclasses are built; else dicts are.
    """

    faults: _Faults
    whole: bool = True

    def record(self, kind: Any, data: Any, path: str) -> Any:
        """Return the dataclass, or None where something in it is wrong."""
        if not isinstance(data, Mapping):
            return self.faults.add(path, "Give an object.")
        before = len(self.faults.found)
        fields = {f.name: f for f in fields_of(kind)}
        for name in data:
            if name not in fields:
                self.faults.add(_under(path, _printable(name)), "There is no such parameter.")
        values = {
            name: self._value(f, data[name], _under(path, name))
            for name, f in fields.items()
            if name in data
        }
        if not self.whole:
            return values
        for name, f in fields.items():
            if f.required and name not in data:
                self.faults.add(_under(path, name), f"This is missing: {f.range.says}")
        return self._built(kind, values, path) if len(self.faults.found) == before else None

    def _built(self, kind: Any, values: dict[str, Any], path: str) -> Any:
        try:
            return kind(**values)
        except InvalidRequest as error:
            return self.faults.add(path, error.message)

    def _value(self, at: Field, data: Any, path: str) -> Any:
        if isinstance(at.range, Many):
            return self._list(at, data, path)
        return self._plain(at.kind, at.range, data, path)

    def _list(self, at: Field, data: Any, path: str) -> Any:
        if not isinstance(data, Sequence) or isinstance(data, str | bytes):
            return self.faults.add(path, "Give a list.")
        if fault := at.range.fault(data):
            return self.faults.add(path, f"It {fault}")
        if isinstance(at.item, type):
            return tuple(self.record(at.item, e, f"{path}.{i}") for i, e in enumerate(data))
        kind, limits = annotated(at.item)
        return tuple(self._plain(kind, limits, e, f"{path}.{i}") for i, e in enumerate(data))

    def _plain(self, kind: type[Any], limits: Range, data: Any, path: str) -> Any:
        if fault := _type_fault(limits, data):
            return self.faults.add(path, fault)
        if fault := limits.fault(data):
            return self.faults.add(path, f"It {fault}")
        if kind is int and data != int(data):
            return self.faults.add(path, "Give a whole number.")
        return kind(data)


def _type_fault(limits: Range, data: Any) -> str:
    if isinstance(limits, Number):
        number = isinstance(data, int | float) and not isinstance(data, bool)
        return "" if number else "Give a number."
    if isinstance(limits, YesNo):
        return "" if isinstance(data, bool) else "Give true or false."
    return "" if isinstance(data, str) else "Give a text."


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _printable(name: Any) -> str:
    """Return the beginning of a name as it can be shown and stored."""
    return repr(str(name)[:64])[1:-1]


def _plain(value: Any) -> Any:
    """Return dataclass fields as JSON has them: tuples become lists."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
