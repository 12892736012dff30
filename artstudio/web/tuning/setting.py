"""One setting of a drawing as a field: its text, what its slider offers, what the text means.

A setting is named by its path, `bands.0.width_mm`; what is left empty is left open.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

LONGEST_NUMBER = 32
#: The kind of a field that holds a whole list, an entry on each line.
ROWS = "rows"
#: The kind of a field that holds several numbers, or a word.
NUMBERS = "numbers"
Texts = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A field: its text now and as stored, and what its slider or its list offers.

    low, high, step: the slider's, in the field's own unit; high is 0 without a slider.
    resting: where the slider stands while the field is empty.
    columns: names and kinds of what each line of a list holds.
    """

    name: str
    label: str
    kind: str
    text: str = ""
    stored: str = ""
    hint: str = ""
    unit: str = ""
    low: float = 0
    high: float = 0
    step: float = 1
    resting: float = 0
    choices: tuple[tuple[str, str], ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    error: str = ""

    @property
    def has_slider(self) -> bool:
        """Whether it is moved by a slider too."""
        return self.high > self.low

    @property
    def is_list(self) -> bool:
        """Whether it holds a whole list."""
        return self.kind == ROWS

    @property
    def at(self) -> float:
        """Where the slider stands."""
        number = number_of(self.text)
        return self.resting if isinstance(number, str) else number


@dataclass(frozen=True, kw_only=True)
class Group:
    """Fields that belong together; path names the entry of a list that they are."""

    title: str
    settings: tuple[Setting, ...]
    path: str = ""

    @property
    def summary(self) -> str:
        """The entry in short: what its fields say, those of numbers with their unit."""
        texts = (f"{s.text} {s.unit}".strip().replace("_", " ") for s in self.settings)
        return ", ".join(text for text in texts if text not in {"", "0"})

    @property
    def is_wrong(self) -> bool:
        """Whether any of its fields is."""
        return any(setting.error for setting in self.settings)


def filled(setting: Setting, stored: str, texts: Texts) -> Setting:
    """Return the setting with what is stored, and over it what was typed."""
    return replace(setting, stored=stored, text=texts.get(setting.name, stored))


def text_of(value: Any) -> str:
    """Return a value as a person would type it; "" for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(map(text_of, value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def number_of(text: str) -> float | int | str:
    """Return the number that a text is, with a decimal point or comma, or the text."""
    for kind in (int, float) if len(text) <= LONGEST_NUMBER else ():
        with contextlib.suppress(ValueError):
            return kind(text.strip().replace(",", "."))
    return text


def numbers_of(text: str) -> list[float | int | str] | str:
    """Return the numbers between blanks or semicolons; a single word stays one."""
    words = text.replace(";", " ").replace(", ", " ").split()
    return text.strip() if len(words) == 1 else [number_of(word) for word in words]


def value_of(setting: Setting) -> Any:
    """Return what a field's text means: a value of the setting's kind, None where it is open."""
    if setting.is_list:
        return [_entry(line, setting.columns) for line in setting.text.split("\n") if line.strip()]
    return _value(setting.text, setting.kind)


def _value(text: str, kind: str) -> Any:
    if text == "":
        return None
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if kind == NUMBERS:
        return numbers_of(text)
    return text if kind == "string" else number_of(text)


def lines_of(entries: list[Any], columns: tuple[tuple[str, str], ...]) -> str:
    """Return a list of records as text, an entry on each line, its values between blanks."""
    return "\n".join(
        " ".join(text_of(entry.get(name)) or "-" for name, _kind in columns) for entry in entries
    )


def _entry(line: str, columns: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Return the record of a line; what is missing is left out, what is too much has a name too."""
    words = line.split()
    known = dict(zip((name for name, _kind in columns), words, strict=False))
    kinds = dict(columns)
    entry = {name: _value(word, kinds[name]) for name, word in known.items() if word != "-"}
    beyond = words[len(columns) :]
    return entry | ({"beyond": " ".join(beyond)} if beyond else {})


def get_path(values: Any, path: str) -> Any:
    """Return the value at a path like `bands.0.motif`, or None."""
    for step in path.split("."):
        if isinstance(values, list):
            values = values[int(step)] if step.isdigit() and int(step) < len(values) else None
        else:
            values = values.get(step) if isinstance(values, Mapping) else None
    return values
