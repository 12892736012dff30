"""How finely a picture is traced, and what that changes."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFilter, ImageOps

from artstudio.cutting.intersections import find_intersections
from artstudio.geometry.contours import Contours
from artstudio.geometry.coverage import covered_pixels
from artstudio.geometry.drawing import Layer
from artstudio.geometry.polygons import flattened
from artstudio.vectorize import TraceOptions, TraceResult, preparation, trace_picture
from artstudio.vectorize.preparation import Prepared, prepare
from tests.unit.vectorize.backends import needs_native
from tests.unit.vectorize.bitmaps import (
    Bitmap,
    disc_and_hole,
    encoded,
    noise,
    of,
    page_of_text,
    picture_of,
    rosette,
    sharp_rosette,
)

SIDE = 256
SHARP = sharp_rosette(4 * SIDE, rings=6)
SOFT = SHARP.reduce(4)
TRUTH = of(SHARP)
LEVELS = ("fine", "normal", "smooth")


def traced(picture: Image.Image = SOFT, **options: Any) -> TraceResult:
    return trace_picture(encoded(picture), **options)


def used(result: TraceResult) -> dict[str, Any]:
    answer: dict[str, Any] = result.options["used"]
    return answer


def prepared(picture: Image.Image = SOFT, **options: Any) -> Prepared:
    return prepare(picture, TraceOptions(**options))


def outlines(result: TraceResult) -> Contours:
    (layer,) = result.drawing.layers
    assert isinstance(layer, Layer)
    return layer.contours


def rightness(result: TraceResult, truth: Bitmap = TRUTH) -> float:
    """Return the IoU with the shapes that the picture was made from, at four times its pixels."""
    in_pixels = outlines(result).scaled(truth.shape[1] / result.drawing.width_mm)
    covered = covered_pixels(flattened(in_pixels, tolerance_mm=0.05), truth.shape)
    return float((covered & truth).sum() / (covered | truth).sum())


@needs_native
def test_without_a_word_about_detail_it_is_potrace_as_it_comes() -> None:
    picture = disc_and_hole()
    plain = prepared(picture)
    assert np.array_equal(plain.bitmap, of(picture))
    settings = plain.settings(TraceOptions(), 0.1)
    assert (settings.turdsize, settings.alphamax, settings.opttolerance) == (2, 1.0, 0.2)
    golden = "fe8a2929406f0b0ea76d1dda09c3a7eebd502c9067bc244d709caf5b276a85a4"
    assert hashlib.sha256(traced(picture).svg).hexdigest() == golden


@needs_native
def test_the_right_shapes_at_every_level_of_detail() -> None:
    by_level = {level: rightness(traced(detail=level)) for level in (None, *LEVELS)}
    assert by_level["fine"] > by_level["normal"] > by_level[None] + 0.01
    assert by_level["smooth"] > by_level[None] - 0.03


@needs_native
def test_less_detail_has_fewer_nodes() -> None:
    nodes = {level: traced(detail=level).measurements.nodes for level in (None, *LEVELS)}
    assert nodes["smooth"] < 0.8 * nodes["normal"]
    assert nodes["normal"] < nodes["fine"]
    # The same shapes with fewer nodes than potrace needs, and nearer to the truth.
    assert nodes["normal"] < nodes[None]


def clouds(seed: int) -> Image.Image:
    """Return blobs and threads of every shape, with soft edges."""
    grain = Image.fromarray((255 * np.random.default_rng(seed).random((300, 300))).astype(np.uint8))
    return ImageOps.autocontrast(grain.filter(ImageFilter.GaussianBlur(2.5)))


@needs_native
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "picture",
    [page_of_text(1600, 1200).reduce(4), clouds(1), clouds(2), rosette(256, rings=12)],
    ids=["tiny print", "clouds", "other clouds", "dense rosette"],
)
def test_outlines_that_do_not_cross_stay_so(picture: Image.Image, level: str) -> None:
    met = find_intersections(flattened(outlines(traced(picture, detail=level))))
    assert (len(met.self_crossings), len(met.crossings), len(met.overlaps)) == (0, 0, 0)


@needs_native
@pytest.mark.parametrize("level", LEVELS)
def test_light_art_on_dark_is_traced_alike(level: str) -> None:
    light, dark = traced(ImageOps.invert(SOFT), detail=level), traced(detail=level)
    assert used(light)["inverted"]
    assert rightness(light) == pytest.approx(rightness(dark), abs=0.01)


@needs_native
@pytest.mark.parametrize("level", LEVELS)
def test_the_same_picture_gives_the_same_bytes(level: str) -> None:
    assert traced(detail=level).svg == traced(detail=level).svg


def test_fine_is_traced_with_twice_the_pixels() -> None:
    fine = prepared(detail="fine")
    assert fine.bitmap.shape == (2 * SIDE, 2 * SIDE)
    result = traced(detail="fine")
    assert result.ink is not None
    assert result.ink.shape == fine.bitmap.shape
    assert result.mm_per_px == pytest.approx(100 / SIDE / 2)
    # The sheet and the art on it have the size that they have without it.
    assert result.measurements.width_mm == 100
    assert result.measurements.bounds == pytest.approx(traced().measurements.bounds, abs=0.3)


def test_specks_are_as_large_as_without_it() -> None:
    assert used(traced(detail="fine"))["turdsize"] == 8
    for level in LEVELS:
        settings = prepared(detail=level).settings(TraceOptions(min_speck_mm=2), 0.5)
        side = 4 * (2 if level == "fine" else 1)
        assert settings.turdsize == side * side


@pytest.mark.parametrize("level", LEVELS)
def test_single_values_win_over_the_level(level: str) -> None:
    result = traced(
        detail=level, threshold=90, corner_smoothness=0.5, curve_tolerance_mm=1, min_speck_mm=3
    )
    pixel = result.mm_per_px
    assert used(result)["threshold"] == 90
    assert used(result)["alphamax"] == 0.5
    assert used(result)["opttolerance"] == pytest.approx(1 / pixel)
    assert used(result)["turdsize"] == round((3 / pixel) ** 2)


def test_steps_are_not_enlarged() -> None:
    hard = prepared(picture_of(of(SOFT)), detail="fine")
    assert (hard.detail.scale, hard.detail) == (1, preparation.DETAILS["normal"])
    (note,) = hard.notes
    assert note.code == "detail_reduced"
    assert "steps" in note.message


def test_large_pictures_are_not_enlarged() -> None:
    large = prepared(SOFT.resize((2100, 2100), Image.Resampling.BICUBIC), detail="fine")
    assert large.detail.scale == 1
    assert [note.code for note in large.notes] == ["detail_reduced"]
    assert "4,000,000 pixels" in large.notes[0].message


def test_pictures_of_many_edges_are_not_enlarged() -> None:
    busy = picture_of(noise(700, 700)).filter(ImageFilter.BoxBlur(0.4))
    many = prepared(busy, detail="fine")
    assert many.detail.scale == 1
    assert "300,000 boundary pixels" in many.notes[0].message


def test_what_was_softened_has_no_edges_to_settle_on() -> None:
    soft = prepared(picture_of(noise(1100, 1100)), detail="fine")
    assert soft.ink.softened
    assert (soft.detail.scale, soft.detail.settle) == (1, False)
    assert [note.code for note in soft.notes] == ["image_softened"]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("size", [(1, 1), (1, 9), (9, 1), (2, 2)])
def test_tiny_pictures_do_not_crash(size: tuple[int, int], level: str) -> None:
    image = Image.linear_gradient("L").resize(size)
    image.putpixel((0, 0), 0)
    assert traced(image, detail=level, min_speck_mm=0).svg.endswith(b"</svg>\n")
