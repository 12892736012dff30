"""The JSON schema (2020-12) of a pattern's record, made from the families' own dataclasses."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from artstudio.patterns.families import FAMILIES
from artstudio.patterns.ranges import Field, Many, Number, OneOf, Range, Text, annotated, fields_of
from artstudio.patterns.records import ENGINE_VERSION, ENGINE_VERSIONS, SHEET_NAMES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TYPES = {float: "number", int: "integer", bool: "boolean", str: "string"}
Schema = dict[str, Any]


def spec_schema() -> Schema:
    """Return the schema of what `Pattern.spec` gives and `draw_spec` takes.

    One of the families; lengths end in _mm and are millimetres. What two
    parameters owe each other (a hole smaller than its ring) no schema says:
    the descriptions do, and `check_spec` checks it.
    """
    return {
        "$schema": DIALECT,
        "title": "Pattern",
        "description": "The parameters of an ornament, from which it is drawn exactly. "
        "Names that end in _mm are lengths in millimetres.",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in FAMILIES],
        "$defs": {name: _family(name) for name in FAMILIES}
        | {
            family.parameters.__name__: parameters_schema(family.parameters)
            for family in FAMILIES.values()
        },
    }


def _family(name: str) -> Schema:
    kind: Any = FAMILIES[name].parameters
    limits = {f.name: f.range for f in fields_of(kind)}
    copies = {
        size: _limited(limits[size]) | {"description": f"Repeats parameters.{size}."}
        for size in SHEET_NAMES
    }
    return {
        "type": "object",
        "title": name,
        "properties": {
            "engine": {"enum": list(ENGINE_VERSIONS), "default": ENGINE_VERSION},
            "family": {"const": name},
            **copies,
            "parameters": {"$ref": f"#/$defs/{kind.__name__}"},
        },
        "required": ["family", "parameters"],
        "additionalProperties": False,
    }


def parameters_schema(kind: Any) -> Schema:
    """Return the schema of a parameters dataclass, or of one that its lists hold."""
    fields = fields_of(kind)
    return {
        "type": "object",
        "description": described(kind),
        "properties": {field.name: _field(field) for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def described(kind: Any) -> str:
    """Return a dataclass's docstring on one line."""
    return " ".join((kind.__doc__ or "").split())


def _field(field: Field) -> Schema:
    schema = value_schema(field, parameters_schema)
    return schema if field.required else schema | {"default": _json(field.default)}


def value_schema(field: Field, of_record: Callable[[Any], Schema]) -> Schema:
    """Return the schema of a parameter's value; `of_record` gives that of a list's records."""
    if not isinstance(field.range, Many):
        return {"type": _TYPES[field.kind]} | _limited(field.range)
    if dataclasses.is_dataclass(field.item):
        items = of_record(field.item)
    else:
        kind, limits = annotated(field.item)
        items = {"type": _TYPES[kind]} | _limited(limits)
    return {"type": "array", "items": items} | _limited(field.range)


def _limited(limits: Range) -> Schema:
    schema: Schema = {"description": limits.says}
    if isinstance(limits, Number):
        schema |= {"minimum": limits.low, "maximum": limits.high}
    elif isinstance(limits, OneOf):
        schema |= {"enum": list(limits.options)}
    elif isinstance(limits, Many):
        schema |= {"minItems": limits.fewest, "maxItems": limits.most}
    elif isinstance(limits, Text):
        schema |= {"minLength": 1, "maxLength": limits.longest}
    return schema


def _json(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
