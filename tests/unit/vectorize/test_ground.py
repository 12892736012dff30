"""Which tone is the ground: never the art as its negative."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from artstudio.ai.stub import StubImageClient
from artstudio.vectorize.ground import is_ground_dark
from artstudio.vectorize.threshold import find_ink, otsu
from tests.unit.vectorize.ground_pictures import pictures

PICTURES = list(pictures())


def test_there_are_forty_of_them() -> None:
    assert len(PICTURES) >= 40
    assert sum(light for _, _, light in PICTURES) >= 10


@pytest.mark.parametrize(
    ("picture", "light"), [p[1:] for p in PICTURES], ids=[name for name, *_ in PICTURES]
)
def test_ground_is_what_a_person_sees(picture: Image.Image, light: bool) -> None:
    assert is_ground_dark(picture, otsu(picture.histogram())) is light
    assert find_ink(picture, threshold=None, invert=None).inverted is light


@pytest.mark.parametrize(
    "prompt",
    [
        "celtic panel", "tessellation of hexagons", "hexagons in a frame", "purfling strip",
        "vine with flowers", "lattice", "checkerboard", "maze", "herringbone", "penrose tiling",
    ],
)  # fmt: skip
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rendered_patterns_are_dark_on_light(prompt: str, seed: int) -> None:
    png = StubImageClient().generate(prompt, seed=seed).image_bytes
    with Image.open(io.BytesIO(png)) as image:
        assert not find_ink(image.convert("L"), threshold=None, invert=None).inverted
