"""Paper that is not equally light everywhere."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from artstudio.vectorize import trace_picture
from artstudio.vectorize.background import even_illumination
from artstudio.vectorize.threshold import find_ink, otsu
from tests.unit.vectorize.bitmaps import (
    VARIED,
    Bitmap,
    disc_and_hole,
    encoded,
    of,
    page_of_text,
    picture_of,
    rosette,
)

SIDE = 512


def at(part: float) -> np.ndarray:
    return np.linspace(0, part, SIDE, dtype=np.float32)


def falling(darkest: float) -> np.ndarray:
    """Return light that falls from one corner to the other."""
    light: np.ndarray = 1 - (1 - darkest) * (at(0.5)[:, None] + at(0.5)[None, :])
    return light


def vignette(darkest: float) -> np.ndarray:
    away = (at(2)[:, None] - 1) ** 2 + (at(2)[None, :] - 1) ** 2
    light: np.ndarray = 1 - (1 - darkest) * away / 2
    return light


def lit(picture: Image.Image, light: np.ndarray, *, noise: float = 0.0) -> Image.Image:
    grain = np.random.default_rng(5).normal(0, noise, light.shape) if noise else 0.0
    levels = (30 + np.asarray(picture, np.float32) * 0.87) * light + grain
    return Image.fromarray(np.clip(np.rint(levels), 0, 255).astype(np.uint8))


def silhouette() -> Image.Image:
    """Return one big dark shape, much larger than any window that a maximum is taken in."""
    image = Image.new("L", (SIDE, SIDE), 255)
    ImageDraw.Draw(image).ellipse((90, 60, 430, 470), fill=0)
    return image


SUBJECTS = {
    "rosette": rosette(SIDE, rings=9),
    "text": page_of_text(SIDE, SIDE),
    "silhouette": silhouette(),
}
find = partial(find_ink, threshold=None, invert=None)


def iou(a: Bitmap, b: Bitmap) -> float:
    return float((a & b).sum() / (a | b).sum())


def by_otsu(picture: Image.Image) -> Bitmap:
    dark: Bitmap = np.asarray(picture) <= otsu(picture.histogram())
    return dark


@pytest.mark.parametrize("noise", [0.0, 6.0])
@pytest.mark.parametrize("light", [falling(0.4), vignette(0.4)], ids=["falling", "vignette"])
@pytest.mark.parametrize("name", SUBJECTS)
def test_uneven_light_is_taken_out(name: str, light: np.ndarray, noise: float) -> None:
    truth = of(SUBJECTS[name])
    ink = find(lit(SUBJECTS[name], light, noise=noise))
    assert ink.background_flattened
    assert iou(ink.bitmap, truth) > 0.94


def test_it_finds_more_than_one_threshold_for_the_whole_picture() -> None:
    uneven = lit(SUBJECTS["text"], falling(0.3), noise=6)
    truth = of(SUBJECTS["text"])
    assert iou(by_otsu(uneven), truth) < 0.75
    assert iou(find(uneven).bitmap, truth) > 0.94


@pytest.mark.parametrize("name", VARIED)
def test_two_tones_go_through_untouched(name: str) -> None:
    assert even_illumination(picture_of(VARIED[name])) is None


@pytest.mark.parametrize("picture", [*SUBJECTS.values(), disc_and_hole()])
def test_even_paper_goes_through_untouched(picture: Image.Image) -> None:
    assert even_illumination(picture) is None
    assert even_illumination(lit_evenly(picture)) is None


def lit_evenly(picture: Image.Image) -> Image.Image:
    return picture.point(lambda level: 40 + level * 0.7)


def test_a_little_unevenness_is_left_to_otsu() -> None:
    assert even_illumination(lit(SUBJECTS["rosette"], falling(0.9))) is None


def test_light_art_on_a_dark_ground_has_no_paper() -> None:
    dark = ImageOps.invert(SUBJECTS["rosette"])
    assert even_illumination(dark) is None
    uneven = Image.fromarray((np.asarray(dark) * falling(0.5)).astype(np.uint8))
    ink = find(uneven)
    assert ink.inverted
    assert not ink.background_flattened


def test_a_mere_gradient_is_not_paper_with_nothing_on_it() -> None:
    ramp = Image.fromarray((255 * falling(0.1)).astype(np.uint8))
    ink = find(ramp)
    assert not ink.background_flattened
    assert ink.bitmap.any()


def test_a_big_black_frame_stays_black() -> None:
    framed = np.asarray(lit(SUBJECTS["text"], vignette(0.55))).copy()
    for edge in (framed[:90], framed[-90:], framed[:, :90].T, framed[:, -90:].T):
        edge[:] = 12
    ink = find_ink(Image.fromarray(framed), threshold=None, invert=False)
    assert ink.bitmap[:90].all()


def test_a_stated_threshold_holds_for_the_picture_as_it_is() -> None:
    uneven = lit(SUBJECTS["rosette"], falling(0.4))
    ink = find_ink(uneven, threshold=100, invert=None)
    assert not ink.background_flattened
    assert np.array_equal(ink.bitmap, np.asarray(uneven) <= 100)


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (17, 33), (2, 2)])
def test_any_size_will_do(size: tuple[int, int]) -> None:
    ramp = Image.linear_gradient("L").resize(size)
    even = even_illumination(ramp)
    assert even is None or even.size == size


def test_the_drawing_says_that_the_background_was_uneven() -> None:
    result = trace_picture(encoded(lit(SUBJECTS["rosette"], falling(0.4))))
    assert [warning["code"] for warning in result.warnings] == ["background_flattened"]
    assert result.options["used"]["background_flattened"] is True
