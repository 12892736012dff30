"""Records that earlier versions of the engine wrote still draw what they drew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from artstudio.patterns import ENGINE_VERSION, draw_spec, edited_spec
from tests.unit.patterns.geometry import digest
from tests.unit.patterns.prompts import composed, contours_of

RECORDS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("records_of_engine_1.json").read_text("utf-8")
)


@pytest.mark.parametrize("stored", RECORDS, ids=lambda r: f"{r['prompt']}-{r['seed']}")
def test_a_record_of_the_first_engine_draws_its_old_geometry(stored: dict[str, Any]) -> None:
    pattern = draw_spec(stored["spec"])
    assert pattern.engine == "1"
    assert digest(contours_of(pattern)) == stored["geometry_sha256"]
    assert pattern.spec()["engine"] == "1"


def test_a_new_record_names_the_engine_of_today() -> None:
    assert composed("rosette").spec()["engine"] == ENGINE_VERSION == "2"


def test_an_edited_record_keeps_its_engine() -> None:
    stored = next(r for r in RECORDS if r["prompt"] == "herringbone purfling")["spec"]
    assert edited_spec(stored, {"mirror": True})["engine"] == "1"


def test_the_same_parameters_are_drawn_otherwise_by_the_engine_of_today() -> None:
    stored = next(r for r in RECORDS if r["prompt"] == "herringbone purfling")
    pattern = draw_spec(stored["spec"] | {"engine": ENGINE_VERSION})
    assert digest(contours_of(pattern)) != stored["geometry_sha256"]
