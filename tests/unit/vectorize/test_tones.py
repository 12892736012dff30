"""A colour picture in a few tones as stacked layers."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from artstudio.geometry.coverage import covered_pixels
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.geometry.grid import dequantize
from artstudio.geometry.polygons import flattened
from artstudio.vectorize import TraceResult, trace_picture
from artstudio.vectorize.colour import decode_colour
from artstudio.vectorize.errors import ImageFormatUnsupported, ImageTooComplex, ImageTruncated
from artstudio.vectorize.palette import palette_of
from artstudio.vectorize.quantize import quantize
from rmos_runs.errors import InvalidRequest
from tests.unit.vectorize.bitmaps import Bitmap, encoded

SIDE = 400
WHITE, BLACK, GREY = (255, 255, 255), (16, 16, 16), (128, 128, 128)
SAND, BARK, LEAF, SKY = (222, 184, 135), (139, 90, 43), (60, 120, 60), (110, 150, 230)
EIGHT = (WHITE, SAND, SKY, GREY, LEAF, BARK, (200, 40, 40), BLACK)


def discs(*colours: tuple[int, int, int], side: int = SIDE) -> tuple[Image.Image, np.ndarray]:
    """Draw discs in each other, the first colour being the ground; and where each is seen."""
    numbers = Image.new("L", (4 * side, 4 * side), 0)
    draw = ImageDraw.Draw(numbers)
    for k in range(1, len(colours)):
        r = 4 * side * 0.47 * (1 - (k - 1) / len(colours))
        x = 2 * side + k * side * 0.02
        draw.ellipse((x - r, 2 * side - r, x + r, 2 * side + r), fill=k)
    table = np.array(colours, dtype=np.uint8)[np.asarray(numbers)]
    return Image.fromarray(table).reduce(4), np.asarray(numbers)[2::4, 2::4]


def traced(image: Image.Image, tones: int, **options: Any) -> TraceResult:
    return trace_picture(encoded(image), tones=tones, width_mm=image.width, **options)


def filled(layer: Layer, shape: tuple[int, int]) -> Bitmap:
    return covered_pixels(flattened(dequantize(layer.on_grid), tolerance_mm=0.05), shape)


def painted(drawing: Drawing, ground: tuple[int, int, int] = WHITE) -> np.ndarray:
    """Return the pixels of a drawing of one pixel a millimetre, painted bottom first."""
    shape = round(drawing.height_mm), round(drawing.width_mm)
    pixels = np.full((*shape, 3), ground, dtype=np.uint8)
    for layer in drawing.filled:
        pixels[filled(layer, shape)] = tuple(bytes.fromhex(layer.fill[1:]))
    return pixels


def code(colour: tuple[int, int, int]) -> str:
    return "#" + bytes(colour).hex()


def luma(colour: str) -> float:
    r, g, b = bytes.fromhex(colour[1:])
    return 0.299 * r + 0.587 * g + 0.114 * b


@pytest.mark.parametrize("count", [2, 3, 5, 8])
def test_flat_art_gives_exactly_its_colours_and_areas(count: int) -> None:
    image, numbers = discs(*EIGHT[:count])
    result = traced(image, count)
    layers = result.drawing.filled
    assert {layer.fill for layer in layers} == {code(colour) for colour in EIGHT[1:count]}
    assert [layer.name for layer in layers] == [f"tone-{k}" for k in range(1, count)]
    shown = painted(result.drawing)
    for number, colour in enumerate(EIGHT[:count]):
        seen, truth = (shown == colour).all(axis=2), numbers == number
        assert abs(int(seen.sum()) - int(truth.sum())) <= 0.005 * truth.size
        assert (seen & truth).sum() / (seen | truth).sum() > 0.97


def test_layers_lie_on_each_other_the_lightest_below() -> None:
    image, _ = discs(*EIGHT[:6])
    layers = traced(image, 6).drawing.filled
    lightness = [luma(layer.fill) for layer in layers]
    assert lightness == sorted(lightness, reverse=True)
    covers = [filled(layer, (SIDE, SIDE)) for layer in layers]
    for below, above in pairwise(covers):
        assert (above & ~below).sum() <= 0.001 * above.sum()


def test_smooth_edges_of_black_and_white_have_no_rim_of_grey() -> None:
    image = Image.new("RGB", (4 * SIDE, 4 * SIDE), WHITE)
    draw = ImageDraw.Draw(image)
    draw.ellipse((100, 100, 1000, 1000), fill=BLACK)
    draw.rectangle((1100, 1100, 1500, 1500), fill=GREY)
    result = traced(image.reduce(4), 3)
    (grey,) = [layer for layer in result.drawing.filled if layer.fill == code(GREY)]
    shown = (painted(result.drawing) == GREY).all(axis=2)
    assert shown[:270, :270].sum() < 20
    assert len(grey.on_grid) == 2


def test_thin_lines_without_a_flat_place_are_kept() -> None:
    image, _ = discs(WHITE, SAND, BARK)
    ImageDraw.Draw(image).line((0, 3, SIDE, 3), fill=BARK, width=2)
    shown = painted(traced(image, 3).drawing)
    assert ((shown[2:5] == BARK).all(axis=2)).any(axis=0).mean() > 0.9


def test_a_light_ground_is_left_out() -> None:
    image, _ = discs((250, 244, 230), BARK, BLACK)
    result = traced(image, 3)
    used = result.options["used"]
    assert (used["ground"], used["ground_left_out"]) == ("#faf4e6", True)
    assert [layer.fill for layer in result.drawing.filled] == [code(BARK), code(BLACK)]
    assert result.warnings == ()


def test_a_dark_ground_is_the_lowest_layer_and_said_to_be() -> None:
    image, _ = discs(BLACK, GREY, WHITE)
    result = traced(image, 3)
    layers = result.drawing.filled
    assert [layer.fill for layer in layers] == [code(BLACK), code(GREY), code(WHITE)]
    assert filled(layers[0], (SIDE, SIDE)).all()
    assert [w["code"] for w in result.warnings] == ["ground_kept"]
    assert (painted(result.drawing)[SIDE // 2, SIDE // 2] == WHITE).all()


def test_fewer_colours_than_asked_for_are_what_there_is() -> None:
    image, _ = discs(WHITE, BARK)
    result = traced(image, 8)
    assert [layer.fill for layer in result.drawing.filled] == [code(BARK)]
    assert [w["code"] for w in result.warnings] == ["fewer_tones"]
    assert result.options["used"]["tones_found"] == 2


@pytest.mark.parametrize("count", [2, 4, 6, 8])
def test_a_ramp_of_grey_gives_as_many_tones_as_asked_for(count: int) -> None:
    ramp = Image.fromarray(np.tile(np.arange(256, dtype=np.uint8), (64, 1)))
    palette = traced(ramp, count).options["used"]["palette"]
    assert len(palette) == count
    shares = [tone["share"] for tone in palette]
    assert sum(shares) == pytest.approx(1, abs=1e-4)
    assert max(shares) < 2 * min(shares)


def test_a_photograph_gives_as_many_tones_as_asked_for() -> None:
    small = np.random.default_rng(8).integers(0, 256, (12, 12, 3)).astype(np.uint8)
    photo = Image.fromarray(small).resize((300, 300), Image.Resampling.BICUBIC)
    grain = np.random.default_rng(9).normal(0, 6, (300, 300, 3))
    noisy = Image.fromarray(np.clip(np.asarray(photo) + grain, 0, 255).astype(np.uint8))
    result = traced(noisy, 8)
    assert result.options["used"]["tones_found"] == 8
    assert {tone["name"] for tone in result.options["used"]["palette"]} >= {"tone-1", "tone-8"}


def test_colours_that_are_near_each_other_are_one() -> None:
    image, _ = discs(WHITE, BARK, (142, 94, 47), BLACK)
    fills = [layer.fill for layer in traced(image, 8).drawing.filled]
    assert len(fills) == 2
    assert fills[1] == code(BLACK)


def test_compression_does_not_change_the_colours_much() -> None:
    image, _ = discs(*EIGHT[:5])
    result = trace_picture(encoded(image, "JPEG", quality=85), tones=5)
    found = sorted(layer.fill for layer in result.drawing.filled)
    assert len(found) == 4
    for fill, colour in zip(found, sorted(map(code, EIGHT[1:5])), strict=True):
        apart = np.subtract(
            *(np.frombuffer(bytes.fromhex(c[1:]), np.uint8).astype(int) for c in (fill, colour))
        )
        assert np.abs(apart).max() <= 4


def test_the_same_picture_gives_the_same_bytes() -> None:
    image, _ = discs(*EIGHT[:6])
    assert traced(image, 6).svg == traced(image, 6).svg
    assert traced(image, 3).svg == traced(image, 3).svg


def test_the_drawing_reads_back_with_names_and_colours() -> None:
    drawing = traced(discs(*EIGHT[:4])[0], 4).drawing
    again = Drawing.from_svg(drawing.to_svg())
    assert [(x.name, x.fill) for x in again.filled] == [(x.name, x.fill) for x in drawing.filled]


def test_tones_are_traced_by_potrace_only() -> None:
    image, _ = discs(WHITE, BLACK)
    with pytest.raises(InvalidRequest):
        trace_picture(encoded(image), "centerline", tones=3)
    with pytest.raises(InvalidRequest):
        traced(image, 9)


def test_options_that_do_nothing_here_are_said_to() -> None:
    result = traced(discs(WHITE, BLACK)[0], 2, threshold=90)
    assert "option_not_used" in [w["code"] for w in result.warnings]


def test_noise_without_end_is_refused() -> None:
    noise = np.random.default_rng(1).integers(0, 2, (1100, 1100)).astype(np.uint8) * 255
    with pytest.raises(ImageTooComplex, match="boundary pixels"):
        traced(Image.fromarray(noise), 2)


def test_every_pixel_has_a_tone_of_the_palette() -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (60, 70, 3)).astype(np.uint8)
    palette = palette_of(pixels, 5)
    tones = quantize(pixels, palette)
    assert tones.shape == (60, 70)
    assert tones.max() < len(palette.colours) <= 5


@pytest.mark.parametrize("size", [(1, 1), (1, 5), (3, 2)])
def test_small_pictures_have_tones_too(size: tuple[int, int]) -> None:
    result = trace_picture(encoded(Image.new("RGB", size, BARK)), tones=4)
    assert [layer.fill for layer in result.drawing.filled] == [code(BARK)]


def test_colours_are_upright_and_flattened_on_white() -> None:
    image = Image.new("RGBA", (2, 1), (0, 0, 0, 0))
    image.putpixel((1, 0), (10, 200, 30, 255))
    assert np.asarray(decode_colour(encoded(image))).tolist() == [[[255] * 3, [10, 200, 30]]]
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = decode_colour(encoded(image.convert("RGB"), "PNG", exif=exif.tobytes()))
    assert turned.size == (1, 2)
    deep = Image.fromarray(np.array([[0, 65535]], dtype=np.uint16))
    assert np.asarray(decode_colour(encoded(deep))).tolist() == [[[0] * 3, [255] * 3]]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK"])
def test_every_kind_of_picture_has_colours(mode: str) -> None:
    image = Image.new("RGB", (4, 3), (255, 255, 255)).convert(mode)
    data = encoded(image, "JPEG" if mode == "CMYK" else "PNG")
    colours = decode_colour(data)
    assert (colours.mode, colours.size) == ("RGB", (4, 3))
    assert (np.asarray(colours) >= 254).all()


def test_bad_files_are_refused_like_grey_ones() -> None:
    with pytest.raises(ImageFormatUnsupported):
        decode_colour(b"hello")
    with pytest.raises(ImageTruncated):
        decode_colour(encoded(discs(WHITE, BLACK)[0])[:-40])
