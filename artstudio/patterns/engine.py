"""From a prompt, constraints and a seed to a pattern, and from a pattern's record back to it."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from artstudio.patterns import knot, mandala, medallion, purfling, rosette, tessellation, vine
from artstudio.patterns.brief import Brief, read_brief
from artstudio.patterns.choice import Choice
from artstudio.patterns.constraints import PatternConstraints
from artstudio.patterns.family import Family, Task
from artstudio.svg.drawing import Drawing
from rmos_runs.errors import InvalidRequest

ENGINE_VERSION = "1"
"""Part of every record; raised when the same parameters no longer give the same bytes."""

FAMILIES: Mapping[str, Family] = types.MappingProxyType(
    {
        module.FAMILY.name: module.FAMILY
        for module in (rosette, knot, vine, mandala, medallion, tessellation, purfling)
    }
)


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A drawn ornament, with the parameters that draw it again and what the user should know."""

    family: str
    parameters: Any
    drawing: Drawing
    warnings: tuple[str, ...] = ()

    def spec(self) -> dict[str, Any]:
        """Return the JSON record from which `draw_spec` makes the same bytes."""
        return {
            "engine": ENGINE_VERSION,
            "family": self.family,
            "width_mm": self.drawing.width_mm,
            "height_mm": self.drawing.height_mm,
            "parameters": _plain(dataclasses.asdict(self.parameters)),
        }


def compose(
    prompt: str,
    *,
    style_hints: Sequence[str] = (),
    constraints: PatternConstraints,
    seed: int,
) -> Pattern:
    """Draw the ornament that a prompt asks for.

    The words (and hints) choose family, counts, symmetry and density, the
    constraints the sizes in mm, the seed everything else. The same arguments
    give the same drawing on every machine. Raises InvalidRequest, naming the
    constraint, where constraints contradict each other.
    """
    brief = read_brief(prompt, style_hints, constraints)
    family = choose_family(brief)
    parameters = family.plan(Task(brief=brief, limits=constraints, choice=Choice(seed)))
    return Pattern(
        family=family.name,
        parameters=parameters,
        drawing=family.draw(parameters),
        warnings=_unused(family, parameters, constraints),
    )


def choose_family(brief: Brief) -> Family:
    """Return the family whose words weigh most; without any, one that the words' digest picks."""
    scores = {
        name: sum(weight for word, weight in family.words.items() if brief.asks(word))
        for name, family in FAMILIES.items()
    }
    best = max(scores.values())
    if best == 0:
        names = [name for name in FAMILIES if name != "purfling"]
        return FAMILIES[names[brief.digest() % len(names)]]
    return FAMILIES[next(name for name, score in scores.items() if score == best)]


def draw_spec(spec: Mapping[str, Any]) -> Pattern:
    """Draw a record of `Pattern.spec` again. Raises InvalidRequest for a record it cannot read."""
    if spec.get("engine") != ENGINE_VERSION:
        raise InvalidRequest(f"This record was made by another engine than {ENGINE_VERSION}.")
    family = FAMILIES.get(str(spec.get("family")))
    if family is None:
        raise InvalidRequest(f"There is no pattern family {spec.get('family')!r}.")
    try:
        parameters = _built(family.parameters, spec["parameters"])
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidRequest(f"The record's parameters cannot be read: {error}.") from None
    return Pattern(family=family.name, parameters=parameters, drawing=family.draw(parameters))


def _unused(family: Family, parameters: Any, limits: PatternConstraints) -> tuple[str, ...]:
    used = (family.uses | {"width_mm", "height_mm"}) - family.ignores(parameters, limits)
    ignored = sorted(limits.given() - used)
    title = family.name.replace("_", " ")
    return tuple(f"A {title} pattern has no use for {name}; it was left out." for name in ignored)


def _plain(value: Any) -> Any:
    """Return dataclass fields as JSON has them: tuples become lists."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _built(kind: type[Any], data: Mapping[str, Any]) -> Any:
    """Build a parameters dataclass from JSON, lists of records into tuples of dataclasses."""
    hints = typing.get_type_hints(kind)
    return kind(**{name: _value(hints[name], value) for name, value in data.items()})


def _value(hint: Any, value: Any) -> Any:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _built(hint, value)
    if isinstance(value, list):
        item = typing.get_args(hint)[0]
        return tuple(_value(item, entry) for entry in value)
    return value
