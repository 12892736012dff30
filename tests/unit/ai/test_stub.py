from __future__ import annotations

import hashlib
import io
import subprocess
import sys

import pytest
from PIL import Image

from artstudio.ai import ImageRequest, get_image_client
from artstudio.ai.stub import LONGER_SIDE_PX, two_tone_png
from rmos_runs.digests import canonical_json

ROSETTE = ImageRequest(prompt="a rosette with twelve petals", seed=11)


@pytest.fixture(scope="module")
def image() -> Image.Image:
    return opened(get_image_client("stub").generate(ROSETTE).image_bytes)


def opened(png: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(png))
    picture.load()
    return picture


def test_the_picture_is_a_clean_two_tone_png_of_1024_pixels(image: Image.Image) -> None:
    assert (image.format, image.mode) == ("PNG", "1")
    assert max(image.size) == LONGER_SIDE_PX
    ink = image.convert("L").histogram()[0] / (image.width * image.height)
    assert 0.02 < ink < 0.9


def test_the_paper_is_white(image: Image.Image) -> None:
    corners = [(x, y) for x in (0, image.width - 1) for y in (0, image.height - 1)]

    assert [image.getpixel(corner) for corner in corners] == [255] * 4


def test_the_answer_says_what_was_drawn_and_that_the_seed_was_honoured() -> None:
    response = get_image_client("stub").generate(ROSETTE)

    assert (response.seed_sent, response.seed_honoured, response.seed) == (True, True, 11)
    assert (response.mime, response.model, response.size) == (
        "image/png",
        "patterns",
        "{}x{}".format(*opened(response.image_bytes).size),
    )
    assert response.prompt_sent == ROSETTE.prompt
    assert response.usage is None
    assert set(response.metadata) == {"spec", "warnings", "pattern", "chosen_by_seed"}
    canonical_json(dict(response.metadata))


def test_the_seed_decides_the_picture() -> None:
    client = get_image_client("stub")
    pictures = {
        client.generate(ImageRequest(prompt="a rosette", seed=seed)).image_bytes
        for seed in (1, 1, 2, 3)
    }

    assert len(pictures) == 3


def test_no_seed_is_a_seed_too() -> None:
    client = get_image_client("stub")
    first, second = (client.generate(ImageRequest(prompt="a rosette")) for _ in range(2))

    assert first == second
    assert first.seed == 0


def test_the_constraints_give_the_shape_and_foreign_ones_do_no_harm() -> None:
    constraints = {"width_mm": 120.0, "height_mm": 30.0, "threshold": 128, "no_such": "thing"}
    request = ImageRequest(prompt="a border strip", seed=1, constraints=constraints)

    assert get_image_client("stub").generate(request).size == "1024x256"


def test_another_process_draws_the_same_bytes() -> None:
    program = (
        "import hashlib; from artstudio.ai import ImageRequest, get_image_client;"
        f"r = get_image_client('stub').generate(ImageRequest(prompt={ROSETTE.prompt!r}, seed=11));"
        "print(hashlib.sha256(r.image_bytes).hexdigest())"
    )
    here = get_image_client("stub").generate(ROSETTE).image_bytes
    there = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert there.stdout.strip() == hashlib.sha256(here).hexdigest()


@pytest.mark.parametrize("size", [(1, 1), (7, 3), (8, 8), (9, 200), (1024, 700)])
def test_the_png_is_exact_for_every_width(size: tuple[int, int]) -> None:
    grey = Image.linear_gradient("L").resize(size)

    expected = grey.point(lambda value: 255 * (value >= 128))
    assert opened(two_tone_png(grey)).convert("L").tobytes() == expected.tobytes()


def test_the_png_does_not_depend_on_a_compressors_version() -> None:
    black = Image.new("L", (4, 2), 0)

    assert two_tone_png(black).hex() == (
        "89504e470d0a1a0a"
        "0000000d494844520000000400000002010000000057d340ce"
        "0000000f494441547801010400fbff00000000000400016549c360"
        "0000000049454e44ae426082"
    )
