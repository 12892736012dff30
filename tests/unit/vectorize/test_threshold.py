"""What counts as ink."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageOps

from artstudio.vectorize import limits
from artstudio.vectorize.errors import ImageTooComplex
from artstudio.vectorize.threshold import find_ink, otsu
from tests.unit.vectorize.bitmaps import disc_and_hole, noise, of, picture_of

RING = disc_and_hole()


def histogram(**levels: int) -> list[int]:
    counts = [0] * 256
    for level, count in levels.items():
        counts[int(level[1:])] = count
    return counts


def by_definition(counts: list[int]) -> list[int]:
    """Return all levels that Otsu's definition allows, by trying each."""
    scores = []
    levels = range(256)
    for t in levels:
        dark, light = sum(counts[: t + 1]), sum(counts[t + 1 :])
        if not dark or not light:
            scores.append(-1.0)
            continue
        m0 = sum(k * counts[k] for k in levels[: t + 1]) / dark
        m1 = sum(k * counts[k] for k in levels[t + 1 :]) / light
        scores.append(dark * light * (m0 - m1) ** 2)
    best = max(scores)
    return [t for t in levels if scores[t] > best * (1 - 1e-12)]


def test_two_tones_are_split_in_the_middle() -> None:
    assert otsu(histogram(_0=500, _255=1500)) == 127
    assert otsu(histogram(_40=1, _60=900)) == 49


@pytest.mark.parametrize("seed", range(5))
def test_otsu_by_its_definition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = (rng.integers(0, 900, 256) * rng.random(256) ** 4).astype(int).tolist()
    assert otsu(counts) in by_definition(counts)


@pytest.mark.parametrize("level", [0, 90, 255])
def test_a_single_tone_is_split_at_127(level: int) -> None:
    assert otsu(histogram(**{f"_{level}": 99})) == 127


def test_levels_up_to_the_threshold_are_dark() -> None:
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8).reshape(16, 16))
    ink = find_ink(ramp, threshold=99, invert=False)
    assert (int(ink.bitmap.sum()), ink.threshold) == (100, 99)


def test_dark_shapes_on_a_light_ground_are_ink() -> None:
    ink = find_ink(RING, threshold=None, invert=None)
    assert not ink.inverted
    assert np.array_equal(ink.bitmap, of(RING))


def test_light_shapes_on_a_dark_ground_are_ink() -> None:
    ink = find_ink(ImageOps.invert(RING), threshold=None, invert=None)
    assert ink.inverted
    assert np.array_equal(ink.bitmap, of(RING))


@pytest.mark.parametrize("invert", [True, False])
def test_the_caller_knows_better_which_is_the_ink(invert: bool) -> None:
    ink = find_ink(RING, threshold=None, invert=invert)
    assert np.array_equal(ink.bitmap, ~of(RING) if invert else of(RING))


@pytest.mark.parametrize("more", [0, 1, -1])
def test_one_pixel_of_the_border_does_not_decide_what_is_ink(more: int) -> None:
    """A border that is half dark says nothing, and dark is ink unless something says otherwise."""
    levels = np.full((40, 40), 255, dtype=np.uint8)
    levels[:, :20] = 0
    if more:
        levels[0, 25 if more > 0 else 5] = 0 if more > 0 else 255
    assert not find_ink(Image.fromarray(levels), threshold=127, invert=None).inverted


def test_boundary_pixels_are_the_sides_between_ink_and_none() -> None:
    bitmap = np.zeros((6, 8), dtype=bool)
    assert limits.boundary_pixels(bitmap) == 0
    bitmap[2:4, 2:5] = True
    assert limits.boundary_pixels(bitmap) == 10
    assert limits.boundary_pixels(~bitmap) == 10 + 28


def test_a_noisy_picture_is_softened_once() -> None:
    noisy = picture_of(noise(800, 1000))
    ink = find_ink(noisy, threshold=None, invert=None)
    assert ink.softened is False
    huge = picture_of(noise(1100, 1100))
    soft = find_ink(huge, threshold=None, invert=None)
    assert soft.softened is True
    assert limits.boundary_pixels(soft.bitmap) < limits.MAX_BOUNDARY_PIXELS


def test_a_picture_that_stays_noisy_is_refused_with_advice() -> None:
    with pytest.raises(ImageTooComplex, match="boundary pixels") as caught:
        find_ink(picture_of(noise(4096, 4096)), threshold=None, invert=None)
    assert caught.value.code == "image_too_complex"
    assert "blur" in caught.value.message


@pytest.mark.parametrize(
    "bitmap",
    [np.zeros((0, 4), bool), np.zeros(4, bool), np.zeros((2, 2), np.uint8), np.array(1, bool)],
    ids=["empty", "one dimension", "numbers", "a single value"],
)
def test_only_bitmaps_reach_a_tracer(bitmap: np.ndarray) -> None:
    with pytest.raises(ValueError, match="two-dimensional"):
        limits.checked_bitmap(bitmap)
