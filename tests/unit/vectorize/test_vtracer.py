"""Colour art by vtracer, in a process of its own."""

from __future__ import annotations

import io
import json
import sys

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from artstudio.geometry.drawing import Drawing, Layer
from artstudio.geometry.grid import ring_areas
from artstudio.svg.render import render_png
from artstudio.vectorize import TraceResult, trace_picture
from artstudio.vectorize.child_process import Limits
from artstudio.vectorize.errors import ImageTooComplex, TraceFailed, TracerUnavailable
from artstudio.vectorize.methods import vtracer
from tests.unit.vectorize.bitmaps import encoded

COLOURS = ["#8a1c1c", "#20507a", "#2c7a3f", "#e0a020"]
Pixels = NDArray[np.float64]


def traced(data: bytes, **options: object) -> TraceResult:
    return trace_picture(data, "vtracer", **options)


def discs(size: int = 256, *, paper: str = "#f4e9d8") -> Image.Image:
    """Return a disc of each colour, apart from each other."""
    image = Image.new("RGB", (size, size), paper)
    draw = ImageDraw.Draw(image)
    for k, colour in enumerate(COLOURS):
        x, y, r = size // 4 + k % 2 * size // 2, size // 4 + k // 2 * size // 2, size // 6
        draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)
    return image


def noise(size: int, *, soft: float = 0) -> Image.Image:
    levels = np.random.default_rng(1).integers(0, 256, (size, size, 3), dtype=np.uint8)
    return Image.fromarray(levels).filter(ImageFilter.GaussianBlur(soft))


def rendered(svg: bytes, width: int) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(render_png(svg, width_px=width))).convert("RGB")) / 255


def fills(result: TraceResult) -> list[str]:
    return [layer.fill for layer in result.drawing.layers if isinstance(layer, Layer)]


def test_each_patch_of_colour_is_a_layer_in_its_colour_and_size() -> None:
    result = traced(encoded(discs()), width_mm=256)
    assert fills(result)[0] == "#f4e9d8"
    assert sorted(fills(result)[1:]) == sorted(COLOURS)
    areas = [traced_area(layer) for layer in result.drawing.layers]
    assert areas == pytest.approx([256 * 256, *[np.pi * 42.5**2] * 4], rel=0.02)
    assert result.ink is None


def traced_area(layer: object) -> float:
    assert isinstance(layer, Layer)
    return abs(float(ring_areas(layer.contours).sum()))


@pytest.mark.parametrize("picture", [discs(), noise(128, soft=3), discs(180, paper="white")])
def test_the_drawing_looks_like_the_picture(picture: Image.Image) -> None:
    result = traced(encoded(picture), detail="fine")
    assert Drawing.from_svg(result.svg).to_svg() == result.svg
    difference = rendered(result.svg, picture.width) - np.asarray(picture) / 255
    assert np.abs(difference).mean() < 0.02


def test_the_sheet_is_the_one_asked_for_and_the_art_in_its_middle() -> None:
    picture = encoded(discs(paper="white").crop((0, 0, 256, 128)))
    facts = traced(picture, width_mm=200, height_mm=200).measurements
    assert (facts.width_mm, facts.height_mm) == (200, 200)
    assert facts.bounds is not None
    left, top, right, bottom = facts.bounds
    assert (left + right) / 2 == pytest.approx(100, abs=1)
    assert (top + bottom) / 2 == pytest.approx(100, abs=1)


def test_paper_is_no_part_of_the_drawing() -> None:
    result = traced(encoded(discs(paper="#fefefe")))
    assert sorted(fills(result)) == sorted(COLOURS)
    assert result.options["used"]["paper"] == "#fefefe"


def test_a_white_picture_gives_an_empty_drawing_and_a_warning() -> None:
    result = traced(encoded(Image.new("RGB", (40, 30), "white")))
    assert result.drawing.layers == ()
    assert [note["code"] for note in result.warnings] == ["empty_drawing"]


def test_patches_of_one_colour_that_lie_apart_are_one_layer() -> None:
    picture = Image.new("RGB", (200, 200), "white")
    draw = ImageDraw.Draw(picture)
    for k in range(9):
        x, y = k % 3 * 60 + 10, k // 3 * 60 + 10
        draw.rectangle((x, y, x + 30, y + 30), fill="#20507a")
    result = traced(encoded(picture))
    assert fills(result) == ["#20507a"]
    assert result.measurements.subpaths == 9


def test_patches_of_one_colour_that_lie_upon_each_other_stay_apart() -> None:
    # Together by the even-odd rule they would be a hole.
    picture = Image.new("RGB", (200, 200), "white")
    draw = ImageDraw.Draw(picture)
    for colour, inset in (("#20507a", 50), ("#e0a020", 65), ("#20507a", 80)):
        draw.rectangle((inset, inset, 200 - inset, 200 - inset), fill=colour)
    result = traced(encoded(picture))
    assert fills(result) == ["#20507a", "#e0a020", "#20507a"]


def test_what_was_done_is_told_in_json() -> None:
    result = traced(encoded(discs()), width_mm=256, min_speck_mm=7, corner_smoothness=0)
    assert result.tracer == {"backend": "vtracer", "version": vtracer.version()}
    used = json.loads(json.dumps(result.options))["used"]
    assert (used["filter_speckle"], used["corner_threshold"]) == (7, 0)
    assert (used["hierarchical"], used["color_precision"]) == ("stacked", 6)
    assert {"decode_colour", "trace"} < set(result.timings_ms)


def test_options_that_vtracer_lacks_are_noted() -> None:
    result = traced(encoded(discs()), threshold=90, invert=True, curve_tolerance_mm=1)
    assert [note["code"] for note in result.warnings] == ["option_not_used"] * 3


def test_detail_chooses_how_many_patches() -> None:
    data = encoded(noise(200, soft=4))
    counts = [len(traced(data, detail=d).drawing.layers) for d in ("fine", "normal", "smooth")]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 2 * counts[-1]


def test_two_thousand_patches_are_a_drawing() -> None:
    levels = np.random.default_rng(1).integers(0, 200, (48, 48, 3), dtype=np.uint8)
    squares = np.pad(np.kron(levels, np.ones((8, 8, 1), dtype=np.uint8)), ((9, 9), (9, 9), (0, 0)))
    result = traced(encoded(Image.fromarray(squares)), detail="fine")
    assert 2_000 < len(result.drawing.layers) < vtracer.MAX_PATCHES
    assert Drawing.from_svg(result.svg).to_svg() == result.svg


def test_more_patches_than_a_drawing_can_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vtracer, "MAX_PATCHES", 100)
    with pytest.raises(ImageTooComplex, match="the limit is 100"):
        traced(encoded(noise(128, soft=1)))


def test_a_large_picture_is_scaled_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vtracer, "MAX_PIXELS", 10_000)
    result = traced(encoded(discs()), width_mm=256)
    assert [note["code"] for note in result.warnings] == ["image_scaled"]
    used = result.options["used"]
    assert (used["width_px"], used["height_px"]) == (100, 100)
    assert used["mm_per_px"] == pytest.approx(2.56)
    assert result.measurements.bounds == pytest.approx((0, 0, 256, 256), abs=0.5)


def test_a_panic_is_an_error_of_this_picture_only(monkeypatch: pytest.MonkeyPatch) -> None:
    # A precision of no bits is an assertion in vtracer: a real panic, as some noise is.
    monkeypatch.setitem(vtracer._DETAILS, "normal", {"color_precision": 0, "layer_difference": 16})
    with pytest.raises(TraceFailed, match="PanicException: assertion failed") as caught:
        traced(encoded(discs()))
    assert isinstance(caught.value, Exception)
    assert len(fills(traced(encoded(discs()), detail="smooth"))) == 5


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = Limits(time_s=0.05, memory_bytes=3 * 1024**3, file_bytes=1_000_000)
    monkeypatch.setattr(vtracer, "LIMITS", limits)
    with pytest.raises(TraceFailed, match="took longer"):
        traced(encoded(noise(600)))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
def test_what_needs_too_much_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = Limits(time_s=20, memory_bytes=80 * 1024**2, file_bytes=1_000_000)
    monkeypatch.setattr(vtracer, "LIMITS", limits)
    with pytest.raises(TraceFailed, match="gave up"):
        traced(encoded(noise(900)))


def test_without_the_package_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(TracerUnavailable, match="pip install vtracer"):
        traced(encoded(discs()))


def test_nothing_of_vtracer_is_loaded_into_this_process() -> None:
    traced(encoded(discs()))
    assert "vtracer" not in sys.modules
