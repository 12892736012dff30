"""Patterns as a language model gives them: fewer parameters, and what it left out filled in.

The sheet is not the model's to choose. A parameter that is missing or null
becomes what the family would choose for the sheet and the seed, and parts that
must add up (the rings of a rosette, the layers of a mandala) are stretched so
that they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from artstudio.patterns.constraints import LONGEST_MM, SMALLEST_MM, PatternConstraints
from artstudio.patterns.engine import draw_spec
from artstudio.patterns.families import FAMILIES
from artstudio.patterns.family import Task
from artstudio.patterns.prompt_features import PatternRequest
from artstudio.patterns.ranges import Field, OneOf, fields_of
from artstudio.patterns.reconcile import FITS, Parameters
from artstudio.patterns.records import SHEET_NAMES, PatternSpec, check_parameters
from artstudio.patterns.schema import Schema, described, value_schema
from artstudio.patterns.seeded_random import SeededRandom
from artstudio.patterns.tessellation.planning import MOTIF_WORDS as TILING_WORDS
from rmos_runs.errors import InvalidRequest

LEFT_OUT = frozenset({*SHEET_NAMES, "walls", "clear_mm"})
_DIAMETERS = {"outer_mm": "outer_diameter_mm", "inner_mm": "inner_diameter_mm"}

_NOT_STRICT = ("minLength", "maxLength")


def model_schema() -> Schema:
    """Return the schema of a language model's answer, `{"pattern": {"family": ..., ...}}`.

    Written for structured outputs that want every property named in `required`:
    null stands for what the model leaves to us.
    """
    return {
        "type": "object",
        "properties": {"pattern": {"anyOf": [_family(name) for name in FAMILIES]}},
        "required": ["pattern"],
        "additionalProperties": False,
    }


def _family(name: str) -> Schema:
    kind: Any = FAMILIES[name].parameters
    family = {"family": {"type": "string", "enum": [name]}}
    schema = _record(kind)
    return schema | {
        "properties": family | schema["properties"],
        "required": [*family, *schema["required"]],
    }


def _record(kind: Any) -> Schema:
    fields = [field for field in fields_of(kind) if field.name not in LEFT_OUT]
    return {
        "type": "object",
        "description": described(kind),
        "properties": {field.name: _nullable(field) for field in fields},
        "required": [field.name for field in fields],
        "additionalProperties": False,
    }


def _nullable(field: Field) -> Schema:
    schema = value_schema(field, _record)
    # Strict structured outputs know no lengths of texts; they are checked afterwards.
    schema = {name: value for name, value in schema.items() if name not in _NOT_STRICT}
    if isinstance(field.range, OneOf):
        schema["enum"] = [*schema["enum"], None]
    return schema | {"type": [schema["type"], "null"]}


def spec_from_model(
    answer: Mapping[str, Any], *, width_mm: float | None, height_mm: float | None, seed: int
) -> dict[str, Any]:
    """Return the full record for what a model answered: the same for the same arguments.

    width_mm, height_mm: the sheet, or None where the family may choose. The record has
    been drawn once, so that it can be. Raises InvalidRequest with the path of every
    fault in the answer.
    """
    pattern = answer.get("pattern", answer) if isinstance(answer, Mapping) else None
    family = pattern.get("family") if isinstance(pattern, Mapping) else None
    if not isinstance(pattern, Mapping) or not isinstance(family, str) or family not in FAMILIES:
        wanted = f"Choose one of: {', '.join(FAMILIES)}."
        raise InvalidRequest("The answer names no family.", fields={"family": [wanted]})
    left_alone = {"family", *SHEET_NAMES}
    given = check_parameters(
        family, {name: _named(v) for name, v in pattern.items() if _given(name, v, left_alone)}
    )
    limits = _limits(given, width_mm=width_mm, height_mm=height_mm)
    with _faults_of_parameters():
        parameters = _planned(family, given, limits, seed) | given
    if fit := FITS.get(family):
        fit(parameters, given)
    return _drawable(family, parameters)


@contextmanager
def _faults_of_parameters() -> Iterator[None]:
    """Name what a plan refuses as the model knows it: it gave parameters and no constraints."""
    try:
        yield
    except InvalidRequest as error:
        named = error.fields or {}
        if not any(path.startswith("constraints.") for path in named):
            raise
        reasons = [reason for each in named.values() for reason in each]
        raise InvalidRequest(error.message, fields={"parameters": reasons}) from error


def _given(name: Any, value: Any, left_alone: set[str]) -> bool:
    return value is not None and name not in left_alone


def _named(value: Any) -> Any:
    """Return a list without the nulls in its records; anything else as it is."""
    if not isinstance(value, list | tuple) or len(value) > 10_000:
        return value
    return [
        {k: v for k, v in entry.items() if v is not None} if isinstance(entry, Mapping) else entry
        for entry in value
    ]


def _limits(
    given: Parameters, *, width_mm: float | None, height_mm: float | None
) -> PatternConstraints:
    sizes = (
        {}
        if given.get("form") == "panel"
        else {
            limit: given[name]
            for name, limit in _DIAMETERS.items()
            if SMALLEST_MM <= given.get(name, 0) <= LONGEST_MM
        }
    )
    if given.get("form") == "ring" and not sizes and width_mm and height_mm:
        sizes = {"outer_diameter_mm": min(width_mm, height_mm)}
    return PatternConstraints(width_mm=width_mm, height_mm=height_mm, **sizes)


def _planned(family: str, given: Parameters, limits: PatternConstraints, seed: int) -> Parameters:
    """Return all parameters as the family chooses them, led by those that shape the rest."""
    request = PatternRequest(
        words=_words(given),
        symmetry=given.get("fold") or (given.get("count") if family == "figure" else None),
        rings=given.get("count") if given.get("figure") == "round_maze" else None,
        density=1,
        head=given.get("figure"),
        numbers=_numbers(given),
        grid=_grid(given),
        texts=tuple(filter(None, (given.get("text"),))),
    )
    try:
        planned = FAMILIES[family].plan(
            Task(request=request, limits=limits, choice=SeededRandom(seed))
        )
    except InvalidRequest as error:
        raise _in_the_models_words(error) from None
    parameters: Parameters = PatternSpec(family=family, parameters=planned).record()["parameters"]
    return parameters


def _numbers(given: Parameters) -> dict[str, int]:
    noun = {"gear": "teeth", "spiral": "turns"}.get(given.get("figure", ""))
    return {noun: given["count"]} if noun and "count" in given else {}


def _grid(given: Parameters) -> tuple[int, int] | None:
    sides = given.get("columns"), given.get("rows")
    return (sides[0] or sides[1], sides[1] or sides[0]) if any(sides) else None  # type: ignore[return-value]


def _words(given: Parameters) -> tuple[str, ...]:
    """Return prompt words that make a planner choose what the model has chosen."""
    tiling = given.get("tiling")
    found = [word for word, meaning in TILING_WORDS.items() if meaning == tiling][:1]
    return tuple(filter(None, (given.get("form"), given.get("style"), given.get("font"), *found)))


def _drawable(family: str, parameters: Parameters) -> dict[str, Any]:
    try:
        return draw_spec({"family": family, "parameters": parameters}).spec()
    except InvalidRequest as error:
        raise _in_the_models_words(error) from None


def _in_the_models_words(error: InvalidRequest) -> InvalidRequest:
    names = {f"constraints.{limit}": name for name, limit in _DIAMETERS.items()}
    fields = {
        names.get(path, path.removeprefix("parameters.")): messages
        for path, messages in (error.fields or {}).items()
    }
    return InvalidRequest(error.message, fields=fields)
