"""The settings of a drawing as fields with sliders: made from a table or from a JSON schema.

A setting is named by its path, `bands.0.width_mm`; what is left empty is left open.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from artstudio.web.forms import DETAILS, INKS, METHODS

LONGEST_LIST = 40
LONGEST_NUMBER = 32
Texts = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A field: its text now and as stored, and what its slider or its list offers.

    low, high, step: the slider's, in the field's own unit; high is 0 without a slider.
    resting: where the slider stands while the field is empty.
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
    error: str = ""

    @property
    def has_slider(self) -> bool:
        """Whether it is moved by a slider too."""
        return self.high > self.low

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
    def told(self) -> str:
        """The entry in short: what its fields say, those of numbers with their unit."""
        texts = (f"{s.text} {s.unit}".strip().replace("_", " ") for s in self.settings)
        return ", ".join(text for text in texts if text not in {"", "0"})

    @property
    def is_wrong(self) -> bool:
        """Whether any of its fields is."""
        return any(setting.error for setting in self.settings)


_SIZE = (
    Setting(name="width_mm", label="Width", kind="number", unit="mm"),
    Setting(name="height_mm", label="Height", kind="number", unit="mm"),
)
_TONES = (("", "One: black"), *((str(n), f"{n} tones") for n in range(2, 9)))
_TRACE = (
    Setting(name="threshold", label="Threshold", kind="integer", high=255, hint="Up to it is ink."),
    Setting(
        name="min_speck_mm", label="Smallest speck", kind="number", high=4, step=0.05, unit="mm"
    ),
    Setting(
        name="corner_smoothness",
        label="Corner smoothness",
        kind="number",
        high=1.334,
        step=0.01,
        hint="0 gives polygons.",
    ),
    Setting(
        name="curve_tolerance_mm",
        label="Curve tolerance",
        kind="number",
        high=0.6,
        step=0.01,
        hint="A larger one gives fewer nodes.",
        unit="mm",
    ),
)
_CHOSEN = (
    Setting(name="detail", label="Detail", kind="string", choices=tuple(DETAILS.items())),
    Setting(name="invert", label="What is ink", kind="boolean", choices=tuple(INKS.items())),
    Setting(name="tones", label="Tones", kind="integer", choices=_TONES),
    Setting(name="method", label="Method", kind="string", choices=tuple(METHODS.items())),
)
_DEFAULTS = {"corner_smoothness": 1.0}


def trace_groups(
    stored: Mapping[str, Any], texts: Texts, *, used: Mapping[str, Any], is_picture: bool
) -> list[Group]:
    """Return the fields of a trace; `used` is what the last one's open settings came to."""
    known = _DEFAULTS | {name: value for name, value in used.items() if _is_number(value)}
    groups: list[tuple[str, tuple[Setting, ...]]] = [("Size", _SIZE)]
    if is_picture:
        groups = [("Lines", _TRACE), ("How", _CHOSEN), *groups]
    return [
        Group(
            title=title,
            settings=tuple(
                _filled(
                    replace(s, resting=known.get(s.name, s.low)),
                    text_of(stored.get(s.name)),
                    texts,
                )
                for s in settings
            ),
        )
        for title, settings in groups
    ]


def pattern_groups(
    schema: Mapping[str, Any], shown: Mapping[str, Any], *, stored: Mapping[str, Any], texts: Texts
) -> list[Group]:
    """Return the fields of a pattern's parameters: one group, and one for each entry of a list."""
    plain: list[Setting] = []
    groups: list[Group] = []
    for name, what in schema["properties"].items():
        if what["type"] != "array":
            plain.append(_from_schema(name, what, shown.get(name), stored, texts))
            continue
        entries = shown.get(name) or []
        if len(entries) <= LONGEST_LIST:
            groups += _entries(name, what["items"], entries, stored=stored, texts=texts)
    return [Group(title="Parameters", settings=tuple(plain)), *groups]


def _entries(
    name: str,
    item: Mapping[str, Any],
    entries: list[Any],
    *,
    stored: Mapping[str, Any],
    texts: Texts,
) -> Iterator[Group]:
    if item["type"] != "object":
        settings = tuple(
            _from_schema(f"{name}.{i}", item, value, stored, texts)
            for i, value in enumerate(entries)
        )
        yield Group(title=_label(name), settings=settings)
        return
    for i, entry in enumerate(entries):
        path = f"{name}.{i}"
        settings = tuple(
            _from_schema(f"{path}.{field}", what, entry.get(field), stored, texts)
            for field, what in item["properties"].items()
        )
        yield Group(title=f"{_label(name).removesuffix('s')} {i + 1}", settings=settings, path=path)


def _from_schema(
    path: str, what: Mapping[str, Any], value: Any, stored: Mapping[str, Any], texts: Texts
) -> Setting:
    name = path.rpartition(".")[2]
    number = f"No. {int(name) + 1}" if name.isdigit() else _label(name)
    choices: tuple[tuple[str, str], ...] = ()
    if what["type"] == "boolean":
        choices = (("false", "No"), ("true", "Yes"))
    elif "enum" in what:
        choices = tuple((word, word.replace("_", " ").capitalize()) for word in what["enum"])
    setting = Setting(
        name=path,
        label=number,
        kind=what["type"],
        hint=what.get("description", ""),
        unit="mm" if name.endswith("_mm") else "",
        choices=choices,
    )
    if _is_number(value) and not choices:
        setting = _with_slider(setting, what, value)
    filled = _filled(setting, text_of(at_path(stored, path)), texts)
    return filled if path in texts else replace(filled, text=text_of(value))


def _with_slider(setting: Setting, what: Mapping[str, Any], value: float) -> Setting:
    """Return it with limits for a hand: up to twice the value, or all where that is little."""
    low, high = what["minimum"], what["maximum"]
    if what["type"] == "integer":
        return replace(setting, low=low, high=min(high, max(2 * value, low + 24)), step=1)
    high = min(high, 2 * value if value > low else max(1.0, low * 2))
    step = 10.0 ** math.floor(math.log10(max(high - low, 1e-3) / 100))
    return replace(setting, low=math.floor(low / step) * step, high=high, step=step)


def _filled(setting: Setting, stored: str, texts: Texts) -> Setting:
    return replace(setting, stored=stored, text=texts.get(setting.name, stored))


def text_of(value: Any) -> str:
    """Return a value as a person would type it; "" for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def number_of(text: str) -> float | int | str:
    """Return the number that a text is, with a decimal point or comma, or the text."""
    for kind in (int, float) if len(text) <= LONGEST_NUMBER else ():
        with contextlib.suppress(ValueError):
            return kind(text.strip().replace(",", "."))
    return text


def value_of(setting: Setting) -> Any:
    """Return what a field's text means: a value of the setting's kind, None where it is open."""
    if setting.text == "":
        return None
    if setting.kind == "boolean":
        return {"true": True, "false": False}.get(setting.text, setting.text)
    return setting.text if setting.kind == "string" else number_of(setting.text)


def at_path(values: Any, path: str) -> Any:
    """Return the value at a path like `bands.0.motif`, or None."""
    for step in path.split("."):
        if isinstance(values, list):
            values = values[int(step)] if step.isdigit() and int(step) < len(values) else None
        else:
            values = values.get(step) if isinstance(values, Mapping) else None
    return values


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _label(name: str) -> str:
    return name.removesuffix("_mm").replace("_", " ").capitalize()
