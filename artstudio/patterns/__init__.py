"""Parametric ornament in true millimetres: pure, deterministic, ready to cut."""

from artstudio.patterns.constraints import PatternConstraints
from artstudio.patterns.engine import (
    ENGINE_VERSION,
    FAMILIES,
    Pattern,
    compose,
    draw_spec,
)
from artstudio.patterns.llm_schema import model_schema, spec_from_model
from artstudio.patterns.reconcile import edited_spec
from artstudio.patterns.records import PatternSpec, check_spec
from artstudio.patterns.schema import spec_schema

__all__ = [
    "ENGINE_VERSION",
    "FAMILIES",
    "Pattern",
    "PatternConstraints",
    "PatternSpec",
    "check_spec",
    "compose",
    "draw_spec",
    "edited_spec",
    "model_schema",
    "spec_from_model",
    "spec_schema",
]
