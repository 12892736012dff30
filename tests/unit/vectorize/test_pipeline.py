"""From picture bytes to a measured drawing."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np
import pytest
from PIL import Image

from artstudio.geometry.drawing import Drawing
from artstudio.geometry.measure import measure
from artstudio.vectorize import TraceOptions, trace, trace_picture
from rmos_runs.errors import DomainError
from tests.unit.vectorize.backends import needs_native
from tests.unit.vectorize.bitmaps import VARIED, disc_and_hole, encoded, noise, of, picture_of

RING = encoded(disc_and_hole())
# Of potracelib 1.16. Other bytes mean that stored drawings no longer replay: change with care.
GOLDEN = "fe8a2929406f0b0ea76d1dda09c3a7eebd502c9067bc244d709caf5b276a85a4"


@needs_native
def test_the_drawing_of_a_known_picture_never_changes() -> None:
    digest = hashlib.sha256(trace_picture(RING).svg).hexdigest()
    assert digest == GOLDEN


def test_a_ring_measures_what_was_drawn() -> None:
    result = trace_picture(RING, width_mm=300)
    facts = result.measurements
    assert (facts.width_mm, facts.height_mm, facts.subpaths) == (300, 200, 2)
    assert facts.bounds == pytest.approx((50, 50, 151, 151), abs=0.6)
    assert facts.area_mm2 == pytest.approx(np.count_nonzero(of(disc_and_hole())), rel=0.01)


@needs_native
def test_everything_that_was_done_is_told_in_json() -> None:
    result = trace_picture(RING, min_speck_mm=1, backend="ctypes")
    assert result.bitmap == {"width_px": 300, "height_px": 200, "format": "PNG"}
    assert result.tracer["backend"] == "ctypes"
    assert result.tracer["version"].startswith("potracelib")
    assert set(result.timings_ms) == {"decode", "threshold", "trace", "write", "measure"}
    options = json.loads(json.dumps(result.options))
    assert options["min_speck_mm"] == 1
    assert options["used"] == {
        "turdsize": 9,
        "turnpolicy": "minority",
        "alphamax": 1.0,
        "opttolerance": 0.2,
        "threshold": 127,
        "inverted": False,
        "softened": False,
        "background_flattened": False,
        "scale": 1,
        "blur_px": 0.0,
        "settled": False,
        "mm_per_px": pytest.approx(1 / 3),
        "width_mm": 100,
        "height_mm": 66.667,
    }
    assert result.warnings == ()


def test_the_drawing_and_its_bytes_are_the_same_thing() -> None:
    result = trace_picture(encoded(picture_of(VARIED["rosette"])))
    assert result.drawing.to_svg() == result.svg
    stored = Drawing.from_svg(result.svg)
    assert measure(stored, oriented=True) == result.measurements
    # By nesting and by direction the same parts are holes.
    assert measure(stored).area_mm2 == pytest.approx(result.measurements.area_mm2, rel=1e-6)


def test_art_is_centred_on_a_sheet_of_the_asked_size() -> None:
    facts = trace_picture(RING, width_mm=300, height_mm=300).measurements
    assert (facts.width_mm, facts.height_mm) == (300, 300)
    assert facts.bounds == pytest.approx((50, 100, 151, 201), abs=0.6)


@pytest.mark.parametrize("level", [0, 255])
@pytest.mark.parametrize("options", [{}, {"invert": True}, {"invert": False}])
def test_a_single_tone_gives_an_empty_drawing_and_a_warning(
    level: int, options: dict[str, Any]
) -> None:
    result = trace_picture(encoded(Image.new("L", (64, 48), level)), **options)
    assert [w["code"] for w in result.warnings] == ["empty_drawing"]
    assert "nothing to trace" in result.warnings[0]["message"]
    assert result.measurements.subpaths == 0
    assert result.svg.startswith(b"<svg ")


def test_specks_that_are_all_too_small_give_an_empty_drawing() -> None:
    result = trace_picture(RING, min_speck_mm=100)
    assert [w["code"] for w in result.warnings] == ["empty_drawing"]
    assert "min_speck_mm" in result.warnings[0]["message"]


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1), (2, 2)])
def test_tiny_pictures_do_not_crash(size: tuple[int, int]) -> None:
    image = Image.new("L", size, 255)
    image.putpixel((0, 0), 0)
    result = trace_picture(encoded(image), min_speck_mm=0)
    assert result.svg.endswith(b"</svg>\n")


def test_a_threshold_decides_what_is_dark() -> None:
    image = disc_and_hole().point(lambda level: 100 if level < 128 else 255)
    data = encoded(image)
    assert trace_picture(data, threshold=99).warnings[0]["code"] == "empty_drawing"
    assert trace_picture(data, threshold=100).svg == trace_picture(RING).svg


def test_bigger_specks_and_looser_curves_have_fewer_nodes() -> None:
    data = encoded(picture_of(VARIED["rosette"]))
    nodes = trace_picture(data).measurements.nodes
    assert trace_picture(data, curve_tolerance_mm=1).measurements.nodes < nodes
    assert trace_picture(data, min_speck_mm=3).measurements.nodes < nodes


def test_no_smoothness_gives_straight_lines_only() -> None:
    svg = trace_picture(encoded(picture_of(VARIED["noise"])), corner_smoothness=0).svg
    assert b"c" not in svg.split(b' d="')[1]


@needs_native  # It takes potracer a minute.
def test_a_softened_picture_says_so() -> None:
    result = trace_picture(encoded(picture_of(noise(1100, 1100))))
    assert [w["code"] for w in result.warnings] == ["image_softened"]
    assert result.options["used"]["turdsize"] == 8


def test_bytes_that_are_no_picture_are_a_domain_error() -> None:
    with pytest.raises(DomainError, match="SVG"):
        trace_picture(b"<svg/>")


def test_a_bitmap_is_traced_in_pixels() -> None:
    contours = trace(VARIED["ring"], TraceOptions(corner_smoothness=1.0))
    assert len(contours) == 2
    assert contours.points.max() > 149


def test_options_in_millimetres_hold_for_the_sheet() -> None:
    assert len(trace(VARIED["ring"], TraceOptions(width_mm=30, min_speck_mm=5))) == 1
    assert len(trace(VARIED["ring"], TraceOptions(width_mm=30, min_speck_mm=3))) == 2
