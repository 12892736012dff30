"""The settings of a drawing as fields with sliders: made from a table or from a JSON schema."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from artstudio.web.studio.forms import (
    CORNERS_HINT,
    CROP_HINT,
    DETAILS,
    GEOMETRIES,
    INKS,
    METHODS,
    RELATIONS,
    SIZE_BYS,
)
from artstudio.web.tuning.setting import (
    NUMBERS,
    ROWS,
    Group,
    Setting,
    Texts,
    filled,
    get_path,
    lines_of,
    text_of,
)

#: Lists of more entries are edited as lines of text: so many fields nobody finds anything in.
LONGEST_LIST = 40

_SIZE = (
    Setting(name="width_mm", label="Width", kind="number", unit="mm"),
    Setting(
        name="height_mm",
        label="Height",
        kind="number",
        unit="mm",
        hint="Empty, it follows the width. With both, the art is fitted into that sheet.",
    ),
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
_RESTORED = (("", "Restored"), ("false", "As traced"))
_CHOSEN = (
    Setting(name="detail", label="Detail", kind="string", choices=tuple(DETAILS.items())),
    Setting(name="geometry", label="Geometry", kind="string", choices=tuple(GEOMETRIES.items())),
    *(
        Setting(name=f"relations.{name}", label=label, kind="boolean", choices=_RESTORED)
        for name, label in RELATIONS.items()
    ),
    Setting(name="invert", label="What is ink", kind="boolean", choices=tuple(INKS.items())),
    Setting(name="tones", label="Tones", kind="integer", choices=_TONES),
    Setting(name="method", label="Method", kind="string", choices=tuple(METHODS.items())),
)
_PART = (
    Setting(
        name="size_by",
        label="Width and height of",
        kind="string",
        choices=tuple(SIZE_BYS.items()),
    ),
    Setting(name="crop", label="Crop", kind=NUMBERS, hint=CROP_HINT),
    Setting(name="corners", label="Corners of the sheet", kind=NUMBERS, hint=CORNERS_HINT),
)
_DEFAULTS = {"corner_smoothness": 1.0}


def trace_groups(
    stored: Mapping[str, Any], texts: Texts, *, used: Mapping[str, Any], is_picture: bool
) -> list[Group]:
    """Return the fields of a trace; `used` is what the last one's open settings came to."""
    known = _DEFAULTS | {name: value for name, value in used.items() if _is_number(value)}
    groups: list[tuple[str, tuple[Setting, ...]]] = [("Size", tuple(_sizes(known)))]
    if is_picture:
        groups = [("Lines", _TRACE), ("How", _CHOSEN), *groups, ("Part of the picture", _PART)]
    return [
        Group(
            title=title,
            settings=tuple(
                filled(
                    replace(s, resting=known.get(s.name, s.low)),
                    text_of(get_path(stored, s.name)),
                    texts,
                )
                for s in settings
            ),
        )
        for title, settings in groups
    ]


def _sizes(known: Mapping[str, float]) -> Iterator[Setting]:
    """Yield width and height with sliders up to twice what the drawing has now."""
    for setting in _SIZE:
        now = known.get(setting.name, 100.0)
        step = 10.0 ** math.floor(math.log10(now / 50))
        high = min(math.ceil(2 * now / step) * step, 3000)
        yield replace(setting, low=max(step, 2), high=round(high, 3), step=step)


def pattern_groups(
    schema: Mapping[str, Any], shown: Mapping[str, Any], *, stored: Mapping[str, Any], texts: Texts
) -> list[Group]:
    """Return the fields of a pattern's parameters: one group, and one for each entry of a list.

    A long list is one field of text.
    """
    plain: list[Setting] = []
    groups: list[Group] = []
    for name, what in schema["properties"].items():
        if what["type"] != "array":
            plain.append(_from_schema(name, what, shown.get(name), stored, texts))
            continue
        entries = shown.get(name) or []
        if len(stored.get(name) or []) > LONGEST_LIST:
            setting = _rows(name, what, stored[name], texts)
            groups.append(Group(title=f"{label_of(name)}, all of them", settings=(setting,)))
        else:
            groups += _entries(name, what["items"], entries, stored=stored, texts=texts)
    return [Group(title="Parameters", settings=tuple(plain)), *groups]


def _rows(name: str, what: Mapping[str, Any], stored: list[Any], texts: Texts) -> Setting:
    columns = tuple((field, of["type"]) for field, of in what["items"]["properties"].items())
    order = ", ".join(field.replace("_mm", " in mm") for field, _kind in columns)
    setting = Setting(
        name=name,
        label=f"{len(stored)} entries",
        kind=ROWS,
        columns=columns,
        hint=f"One on each line: {order}. A dash leaves a value open. {what['description']}",
    )
    return filled(setting, lines_of(stored, columns), texts)


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
        yield Group(title=label_of(name), settings=settings)
        return
    for i, entry in enumerate(entries):
        path = f"{name}.{i}"
        settings = tuple(
            _from_schema(f"{path}.{field}", what, entry.get(field), stored, texts)
            for field, what in item["properties"].items()
        )
        yield Group(
            title=f"{label_of(name).removesuffix('s')} {i + 1}", settings=settings, path=path
        )


def _from_schema(
    path: str, what: Mapping[str, Any], value: Any, stored: Mapping[str, Any], texts: Texts
) -> Setting:
    name = path.rpartition(".")[2]
    number = f"No. {int(name) + 1}" if name.isdigit() else label_of(name)
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
    found = filled(setting, text_of(get_path(stored, path)), texts)
    return found if path in texts else replace(found, text=text_of(value))


def _with_slider(setting: Setting, what: Mapping[str, Any], value: float) -> Setting:
    """Return it with limits for a hand: up to twice the value, or all where that is little."""
    low, high = what["minimum"], what["maximum"]
    if what["type"] == "integer":
        return replace(setting, low=low, high=min(high, max(2 * value, low + 24)), step=1)
    high = min(high, 2 * value if value > low else max(1.0, low * 2))
    step = 10.0 ** math.floor(math.log10(max(high - low, 1e-3) / 100))
    return replace(setting, low=math.floor(low / step) * step, high=high, step=step)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def label_of(name: str) -> str:
    """Return a parameter's name as words, without its unit."""
    return name.removesuffix("_mm").replace("_", " ").capitalize()
