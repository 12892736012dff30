"""The settings of a drawing as a form: what is stored, and what was typed over it."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from artstudio.models import Variant
from artstudio.services.tuning import drawing_settings
from artstudio.web.tuning.fields import (
    LONGEST_LIST,
    label_of,
    pattern_groups,
    trace_groups,
)
from artstudio.web.tuning.setting import Group, Setting, value_of
from rmos_runs.errors import DomainError

#: What follows a list's name in the field that says how long it is.
LENGTH = ".length"
#: Not settings, but what the page itself has in its address.
_OWN = frozenset(
    {"csrfmiddlewaretoken", "do", "grid", "marks", "source", "reveal", "look", "outline"}
)
LONGEST_TEXT = 200
#: A list of some thousand entries, a line for each.
LONGEST_ROWS = 400_000


class TuningForm:
    """The settings of a variant as stored, with what was typed over them."""

    def __init__(self, variant: Variant, given: Mapping[str, str]) -> None:
        """Read the fields; `do=repeat:bands.1` and `do=remove:bands.1` change a list first."""
        self.variant = variant
        self.texts = {name: text for name, text in given.items() if name not in _OWN}
        self.stored = drawing_settings.stored_settings(variant)
        self.faults: dict[str, str] = {}
        self.is_pattern = drawing_settings.is_pattern(variant)
        self.shown = copy.deepcopy(self.stored)
        self.lists: tuple[str, ...] = ()
        self.long_lists: tuple[str, ...] = ()
        if self.is_pattern:
            self.schema = drawing_settings.parameters_schema(variant)
            self.lists = _changeable(self.schema, self.shown)
            self.long_lists = _too_long(self.schema, self.shown)
        self.texts = {name: text[: self._longest(name)] for name, text in self.texts.items()}
        if self.is_pattern:
            self._take_lists(given.get("do", ""))

    @property
    def is_touched(self) -> bool:
        """Whether anything differs from what is stored."""
        return self.settings() != self.stored

    def groups(self) -> list[Group]:
        """Return the fields, each with what is wrong with it."""
        return [
            replace(group, settings=tuple(map(self._validated, group.settings)))
            for group in self._plain_groups()
        ]

    def _validated(self, setting: Setting) -> Setting:
        return replace(setting, error=self.faults.get(setting.name, ""))

    def settings(self) -> dict[str, Any]:
        """Return what the fields mean, for the service to judge."""
        values = copy.deepcopy(self.shown)
        if not self.is_pattern:
            return self._trace_settings(values)
        for setting in self._settings():
            _put(values, setting.name, value_of(setting))
        return values

    def _trace_settings(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return what is not left open; which relations are restored is one setting."""
        relations = dict(values.get("relations") or {})
        for setting in self._settings():
            name, _, relation = setting.name.partition(".")
            (relations if relation else values)[relation or name] = value_of(setting)
        relations = {k: v for k, v in relations.items() if v is not None}
        if relations or "relations" in values:
            values["relations"] = relations
        return {k: v for k, v in values.items() if v is not None}

    def with_faults(self, error: DomainError) -> dict[str, str]:
        """Take the faults an error names to their fields, and return them."""
        for path, messages in (error.fields or {}).items():
            name = path.removeprefix("constraints.").removeprefix("spec.")
            self._blame(name.removeprefix("parameters."), " ".join(messages))
        return self.faults

    def message(self, error: DomainError) -> str:
        """Return what an error says, and what of its faults belongs to no field."""
        names = {setting.name for setting in self._settings()}
        homeless = [fault for name, fault in self.faults.items() if name not in names]
        return " ".join([error.message, *homeless])

    def _blame(self, path: str, message: str) -> None:
        """Tell a fault at its field; one in a long list at the list, with its line."""
        name, _, place = path.partition(".")
        if name not in self.long_lists:
            self.faults[path] = message
            return
        line, _, field = place.partition(".")
        where = f"Line {int(line) + 1}, {label_of(field).lower()}: " if line.isdigit() else ""
        told = f"{self.faults[name]} {where}{message}" if name in self.faults else where + message
        self.faults[name] = told[:LONGEST_TEXT]

    def query(self) -> str:
        """Return what differs from the stored settings as an address holds it: no long list."""
        changed = {s.name: s.text for s in self._settings() if s.text != s.stored and not s.is_list}
        return urlencode(changed | self.lengths())

    def lengths(self) -> dict[str, str]:
        """Return how long each list is whose entries come and go, by the field that says so."""
        return {f"{name}{LENGTH}": str(len(self.shown[name])) for name in self.lists}

    def _longest(self, name: str) -> int:
        return LONGEST_ROWS if name in self.long_lists else LONGEST_TEXT

    def _take_lists(self, command: str) -> None:
        """Make lists as long as the address says; then add or drop what the command names."""
        for name in self.lists:
            self._lengthen(name)
        for setting in self._settings():
            _put(self.shown, setting.name, value_of(setting))
        act, _, path = command.partition(":")
        name, _, place = path.rpartition(".")
        if name not in self.lists or not place.isdigit() or int(place) >= len(self.shown[name]):
            return
        if act == "repeat":
            self.shown[name].insert(int(place), copy.deepcopy(self.shown[name][int(place)]))
        elif act == "remove" and len(self.shown[name]) > 1:
            del self.shown[name][int(place)]
        self.texts = {k: v for k, v in self.texts.items() if not k.startswith(f"{name}.")}

    def _lengthen(self, name: str) -> None:
        length = self.texts.get(f"{name}{LENGTH}", "")
        if not length.isdigit() or len(length) > 2:
            return
        entries, wanted = self.shown[name], min(max(int(length), 1), LONGEST_LIST)
        del entries[wanted:]
        entries += [copy.deepcopy(entries[-1]) for _ in range(wanted - len(entries))]

    def _settings(self) -> list[Setting]:
        return [setting for group in self._plain_groups() for setting in group.settings]

    def _plain_groups(self) -> list[Group]:
        if self.is_pattern:
            return pattern_groups(self.schema, self.shown, stored=self.stored, texts=self.texts)
        return trace_groups(
            self.stored,
            self.texts,
            used=self._came_to(),
            is_picture=drawing_settings.is_picture(self.variant),
        )

    def _came_to(self) -> dict[str, Any]:
        """Return what the settings that were left open came to."""
        sizes = {name: self.variant.measurements.get(name) for name in ("width_mm", "height_mm")}
        return sizes | (self.variant.trace_options.get("used") or {})


def _put(values: Any, path: str, value: Any) -> None:
    *steps, last = path.split(".")
    for step in steps:
        values = values[int(step)] if isinstance(values, list) else values[step]
    values[int(last) if isinstance(values, list) else last] = value


def _changeable(schema: Mapping[str, Any], shown: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the lists of records that are not too long to be shown."""
    return tuple(name for name, entries in _records(schema, shown) if len(entries) <= LONGEST_LIST)


def _too_long(schema: Mapping[str, Any], shown: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the lists of records that are edited as text."""
    return tuple(name for name, entries in _records(schema, shown) if len(entries) > LONGEST_LIST)


def _records(schema: Mapping[str, Any], shown: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, what in schema["properties"].items():
        is_list = what["type"] == "array" and what["items"]["type"] == "object"
        if is_list and shown.get(name):
            yield name, shown[name]
