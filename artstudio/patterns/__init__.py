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
from artstudio.patterns.mosaic_wheel.building import BuildSheet, build_sheet
from artstudio.patterns.mosaic_wheel.cut_list import COLUMNS as CUT_LIST_COLUMNS
from artstudio.patterns.mosaic_wheel.cut_list import CutListRow, cut_list
from artstudio.patterns.reconcile import edited_spec
from artstudio.patterns.records import PatternSpec, check_spec
from artstudio.patterns.schema import spec_schema

__all__ = [
    "CUT_LIST_COLUMNS",
    "ENGINE_VERSION",
    "FAMILIES",
    "BuildSheet",
    "CutListRow",
    "Pattern",
    "PatternConstraints",
    "PatternSpec",
    "build_sheet",
    "check_spec",
    "compose",
    "cut_list",
    "draw_spec",
    "edited_spec",
    "model_schema",
    "spec_from_model",
    "spec_schema",
]
