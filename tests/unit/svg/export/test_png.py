"""PNG, as Pillow reads it."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from artstudio.geometry.drawing import Drawing, Layer
from artstudio.svg.export.png import png
from artstudio.svg.render import render_png
from rmos_runs.errors import InvalidRequest
from tests.unit.svg.export.drawings import ink, mixed, overlap, polygon, rosette


@pytest.mark.parametrize("dpi", [72, 96, 300, 600])
def test_a_picture_has_its_true_size(dpi: int) -> None:
    with Image.open(io.BytesIO(png(rosette(), dpi=dpi))) as image:
        image.load()
        assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.02)
        size_mm = [n / dpi * 25.4 for n in image.size]
    # The last pixel may stand out by a part of it.
    assert 0 <= size_mm[0] - 100 < 25.4 / dpi
    assert 0 <= size_mm[1] - 80 < 25.4 / dpi


def test_a_pixel_is_as_large_as_it_says() -> None:
    """A bar from 10 to 90 mm is found there to three hundredths of a millimetre."""
    bar = polygon((10, 35), (90, 35), (90, 45), (10, 45))
    with Image.open(io.BytesIO(png(Drawing(100, 80, (Layer(bar),)), dpi=600))) as image:
        row = 1 - np.asarray(image.convert("L"))[image.height // 2] / 255
    assert row.sum() / 600 * 25.4 == pytest.approx(80, abs=0.03)
    assert row[: image.width // 2].sum() / 600 * 25.4 == pytest.approx(
        image.width / 2 / 600 * 25.4 - 10, abs=0.03
    )


@pytest.mark.parametrize("make", [rosette, mixed])
def test_the_picture_is_the_drawing(make: Callable[[], Drawing]) -> None:
    shown = ink(png(make(), dpi=254))
    assert overlap(shown, ink(render_png(make().to_svg(), width_px=1000))) > 0.999


@pytest.mark.parametrize("size", [(900.0, 10.0), (10.0, 900.0), (550.0, 550.0)])
def test_too_many_pixels_are_refused_with_a_dpi_that_fits(size: tuple[float, float]) -> None:
    drawing = Drawing(*size, rosette().layers)
    with pytest.raises(InvalidRequest) as refused:
        png(drawing, dpi=300)
    assert refused.value.fields is not None
    (message,) = refused.value.fields["dpi"]
    largest = int(message.split("At most ")[1].split()[0])
    assert png(drawing, dpi=largest).startswith(b"\x89PNG")
    with pytest.raises(InvalidRequest):
        png(drawing, dpi=largest + 2)
