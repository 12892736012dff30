"""Options in the user's units, and the sheet they describe."""

from __future__ import annotations

from typing import Any

import pytest

from artstudio.vectorize import TraceOptions, trace_picture
from artstudio.vectorize.sheet import sheet_for
from artstudio.vectorize.tracers import TracerSettings
from rmos_runs.errors import InvalidRequest
from tests.unit.vectorize.bitmaps import disc_and_hole, encoded


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("width_mm", 0), ("width_mm", -5), ("width_mm", 3001), ("width_mm", "100"),
        ("width_mm", True), ("width_mm", float("nan")), ("height_mm", float("inf")),
        ("height_mm", [1]), ("threshold", -1), ("threshold", 256), ("threshold", 12.5),
        ("threshold", False), ("invert", 1), ("invert", "yes"), ("min_speck_mm", -0.1),
        ("corner_smoothness", 1.4), ("curve_tolerance_mm", 11), ("turnpolicy", "random"),
        ("turnpolicy", None), ("backend", "inkscape"), ("backend", ["auto"]), ("colour", "red"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_refused_by_its_name(name: str, value: Any) -> None:
    options = {name: value}
    with pytest.raises(InvalidRequest) as caught:
        trace_picture(b"", **options)
    assert list(caught.value.fields or {}) == [name]
    assert name in caught.value.message


def test_all_wrong_options_are_named_at_once() -> None:
    with pytest.raises(InvalidRequest) as caught:
        TraceOptions(width_mm=-1, threshold=999)
    assert set(caught.value.fields or {}) == {"width_mm", "threshold"}


def test_another_method_is_refused() -> None:
    with pytest.raises(InvalidRequest) as caught:
        trace_picture(encoded(disc_and_hole()), method="autotrace")
    assert caught.value.fields == {
        "method": ["Choose one of potrace, centerline, vtracer, inkscape."]
    }


def test_without_options_potrace_keeps_its_own() -> None:
    assert TraceOptions().settings(0.1) == TracerSettings()


def test_millimetres_become_pixels() -> None:
    options = TraceOptions(min_speck_mm=0.5, corner_smoothness=0, curve_tolerance_mm=0.05)
    assert options.settings(0.1) == TracerSettings(turdsize=25, alphamax=0, opttolerance=0.5)


def test_the_longer_side_is_100_mm() -> None:
    wide, tall = sheet_for(400, 300, TraceOptions()), sheet_for(300, 400, TraceOptions())
    assert (wide.width_mm, wide.height_mm) == (100, 75)
    assert (tall.width_mm, tall.height_mm) == (75, 100)


@pytest.mark.parametrize("asked", [{"width_mm": 50}, {"height_mm": 37.5}])
def test_one_side_gives_the_other(asked: dict[str, Any]) -> None:
    sheet = sheet_for(400, 300, TraceOptions(**asked))
    assert (sheet.width_mm, sheet.height_mm, sheet.mm_per_px) == (50, 37.5, 0.125)


def test_with_both_sides_the_art_is_centred_and_never_stretched() -> None:
    sheet = sheet_for(400, 300, TraceOptions(width_mm=100, height_mm=95))
    assert (sheet.width_mm, sheet.height_mm, sheet.mm_per_px) == (100, 95, 0.25)
    assert (sheet.left_mm, sheet.top_mm) == (0, 10)


def test_a_strip_that_would_become_a_road_is_refused() -> None:
    with pytest.raises(InvalidRequest) as caught:
        sheet_for(2, 8000, TraceOptions(width_mm=100))
    assert list(caught.value.fields or {}) == ["width_mm"]
