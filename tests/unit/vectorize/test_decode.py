"""Bytes to grey levels: every kind of picture, and what is refused."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib

import numpy as np
import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from artstudio.vectorize import limits
from artstudio.vectorize.decode import decode
from artstudio.vectorize.errors import (
    ImageFormatUnsupported,
    ImageTooLarge,
    ImageTruncated,
    ImageUnreadable,
)
from rmos_runs.errors import Kind
from tests.unit.vectorize.bitmaps import disc_and_hole, encoded

RING = disc_and_hole(160, 160)
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")


def grey(data: bytes) -> np.ndarray:
    return np.asarray(decode(data).grey)


def chunk(name: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + check


def png_header(width: int, height: int) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header


def bomb(width: int = 20_000, height: int = 20_000) -> bytes:
    rows = zlib.compress(b"\0" * 1000)
    return png_header(width, height) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("name", FORMATS)
def test_the_formats_that_can_be_traced(name: str) -> None:
    picture = decode(encoded(RING, name))
    assert (picture.format, picture.grey.mode, picture.grey.size) == (name, "L", (160, 160))
    assert np.abs(np.asarray(picture.grey).astype(int) - np.asarray(RING)).mean() < 3
    assert picture.notes == ()


def heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(RING.convert("RGB")).save(out, quality=95)
    return out.getvalue()


def test_a_phones_heic_can_be_traced() -> None:
    picture = decode(heic())
    assert (picture.format, picture.grey.mode, picture.grey.size) == ("HEIF", "L", (160, 160))
    assert np.abs(np.asarray(picture.grey).astype(int) - np.asarray(RING)).mean() < 3


@pytest.mark.parametrize("part", [0.02, 0.5, 0.99])
def test_a_heic_that_is_cut_off_is_refused(part: float) -> None:
    data = heic()
    with pytest.raises((ImageUnreadable, ImageTruncated)):
        decode(data[: int(len(data) * part)])


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png(mode: str) -> None:
    if mode == "I;16":
        image = Image.fromarray(np.asarray(RING).astype(np.uint16) * 257)
    else:
        image = RING.convert("RGB").convert("P" if mode == "PA" else mode)
    assert np.array_equal(grey(encoded(image)), np.asarray(RING))


def test_16_bits_are_scaled_and_not_cut_off() -> None:
    levels = np.array([[0, 255, 32768, 65535]], dtype=np.uint16)
    assert grey(encoded(Image.fromarray(levels))).tolist() == [[0, 1, 128, 255]]


@pytest.mark.parametrize("mode", ["CMYK", "YCbCr"])
def test_every_kind_of_jpeg(mode: str) -> None:
    data = encoded(RING.convert("RGB").convert(mode), "JPEG", quality=95)
    assert np.abs(grey(data).astype(int) - np.asarray(RING)).mean() < 3


@pytest.mark.parametrize("name", ["PNG", "WEBP"])
def test_what_shows_through_is_white(name: str) -> None:
    image = Image.new("RGBA", (4, 1), (0, 0, 0, 255))
    image.putpixel((1, 0), (0, 0, 0, 0))
    image.putpixel((2, 0), (255, 255, 255, 0))
    image.putpixel((3, 0), (0, 0, 0, 128))
    options = {"lossless": True, "exact": True} if name == "WEBP" else {}
    assert grey(encoded(image, name, **options)).tolist() == [[0, 255, 255, 127]]


def test_a_transparent_colour_of_a_palette_is_white() -> None:
    image = Image.new("P", (2, 1), 0)
    image.putpalette([0, 0, 0, 10, 10, 10])
    image.putpixel((1, 0), 1)
    assert grey(encoded(image, "GIF", transparency=1)).tolist() == [[0, 255]]


def test_a_transparent_level_of_16_bits_is_white() -> None:
    image = Image.fromarray(np.array([[0, 7, 65535]], dtype=np.uint16))
    assert grey(encoded(image, transparency=7)).tolist() == [[0, 255, 255]]


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_taken_with_a_note(name: str) -> None:
    others = [Image.new("L", RING.size, level) for level in (10, 200)]
    data = encoded(RING, name, save_all=True, append_images=others)
    picture = decode(data)
    assert [note.code for note in picture.notes] == ["animation_first_frame"]
    assert np.abs(np.asarray(picture.grey).astype(int) - np.asarray(RING)).mean() < 3


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
def test_the_camera_says_which_way_is_up(name: str, turn: int) -> None:
    lying = Image.new("L", (60, 30), 255)
    lying.paste(0, (0, 0, 20, 10))
    exif = Image.Exif()
    exif[0x0112] = turn
    picture = decode(encoded(lying, name, exif=exif))
    dark = np.argwhere(np.asarray(picture.grey) < 128).mean(axis=0) / picture.grey.size[::-1]
    down_and_right = {1: (0, 0), 2: (0, 1), 3: (1, 1), 4: (1, 0), 5: (0, 0), 6: (0, 1), 7: (1, 1)}
    assert (dark > 0.5).astype(int).tolist() == list(down_and_right.get(turn, (1, 0)))
    assert picture.grey.size == ((60, 30) if turn < 5 else (30, 60))


@pytest.mark.parametrize("block", [b"", b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"\1" * 30])
def test_broken_exif_changes_nothing(block: bytes) -> None:
    assert np.array_equal(grey(encoded(RING, "PNG", exif=block or b"Exif\0\0")), np.asarray(RING))


def test_a_picture_of_400_million_pixels_is_refused_by_its_header() -> None:
    with pytest.raises(ImageTooLarge, match="20000 x 20000") as caught:
        decode(bomb())
    assert (caught.value.code, caught.value.kind) == ("image_too_large", Kind.TOO_LARGE)


def test_a_picture_of_more_than_17_million_pixels_is_scaled_down_with_a_note() -> None:
    whole = Image.new("L", (6000, 3000), 255)
    whole.paste(0, (0, 0, 3000, 3000))
    picture = decode(encoded(whole))
    assert [note.code for note in picture.notes] == ["image_scaled"]
    assert "6000 x 3000" in picture.notes[0].message
    assert 16_000_000 < picture.grey.width * picture.grey.height <= limits.MAX_PIXELS
    assert picture.grey.width / picture.grey.height == pytest.approx(2, abs=0.001)
    assert np.asarray(picture.grey).mean() == pytest.approx(127.5, abs=0.1)


def test_a_picture_of_101_million_pixels_is_refused() -> None:
    with pytest.raises(ImageTooLarge, match="100,000,000"):
        decode(bomb(10_100, 10_000))


@pytest.mark.parametrize("name", ["TIFF", "AVIF", "GIF", "BMP"])
def test_other_formats_are_read_too(name: str) -> None:
    levels = np.asarray(decode(encoded(RING, name)).grey, dtype=float)
    assert np.abs(levels - np.asarray(RING)).mean() < 3


def clear_art(colour: tuple[int, int, int], ground: int = 0) -> Image.Image:
    """Return a disc of one colour on a clear ground of another."""
    image = Image.new("RGBA", (80, 60), (ground, ground, ground, 0))
    ImageDraw.Draw(image).ellipse((20, 10, 59, 49), fill=(*colour, 255))
    return image


@pytest.mark.parametrize("colour", [(255, 255, 255), (250, 240, 200), (90, 90, 90)])
def test_art_that_white_would_swallow_is_traced_by_its_alpha(colour: tuple[int, ...]) -> None:
    picture = decode(encoded(clear_art(colour)), alpha="auto")  # type: ignore[arg-type]
    levels = np.asarray(picture.grey)
    assert (levels[30, 40], levels[2, 2]) == (0, 255)
    assert [note.code for note in picture.notes] == ["traced_by_alpha"]


def test_dark_lines_on_opaque_paper_are_traced_by_their_colours() -> None:
    image = clear_art((255, 255, 255))
    ImageDraw.Draw(image).rectangle((32, 22, 47, 37), fill=(0, 0, 0, 255))
    auto, shape = (np.asarray(decode(encoded(image), alpha=a).grey) for a in ("auto", "shape"))
    assert (auto[30, 40], auto[14, 40], auto[2, 2]) == (0, 255, 255)
    assert (shape[30, 40], shape[14, 40], shape[2, 2]) == (0, 0, 255)


def test_a_shape_is_asked_for_where_nothing_is_transparent() -> None:
    picture = decode(encoded(RING), alpha="shape")
    assert [note.code for note in picture.notes] == ["not_transparent"]
    assert np.array_equal(np.asarray(picture.grey), np.asarray(RING))


def test_giant_canvases_of_other_formats_are_refused() -> None:
    gif = bytearray(encoded(RING, "GIF"))
    gif[6:10] = b"\xff\xff\xff\xff"
    bmp = bytearray(encoded(RING, "BMP"))
    bmp[18:26] = struct.pack("<ii", 30_000, 30_000)
    for data in (gif, bmp):
        with pytest.raises(ImageTooLarge):
            decode(bytes(data))


def test_64_megabytes_are_the_limit() -> None:
    with pytest.raises(ImageTooLarge, match="bytes"):
        decode(encoded(RING) + bytes(limits.MAX_BYTES))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"\xef\xbb\xbf  <svg/>", "SVG"),
        (b"<!doctype html><p>Bad gateway", "text"),
        (b'{"error": "rate limit"}', "text"),
        (b"just words", "text"),
        (b"RIFF\0\0\0\0WAVE\xff", "known format"),
    ],
)
def test_what_is_no_picture_is_refused_by_its_name(data: bytes, said: str) -> None:
    with pytest.raises(ImageFormatUnsupported, match=said) as caught:
        decode(data)
    assert caught.value.code == "image_format_unsupported"
    assert "PNG" in caught.value.message


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("part", [0.5, 0.9])
def test_half_a_picture_is_refused(name: str, part: float) -> None:
    image = Image.effect_mandelbrot((128, 128), (-2, -1.5, 1, 1.5), 60)
    data = encoded(image, name)
    with pytest.raises(ImageTruncated) as caught:
        decode(data[: int(len(data) * part)])
    assert caught.value.code == "image_truncated"


def test_a_png_without_its_end_is_refused_though_all_pixels_are_there() -> None:
    with pytest.raises(ImageTruncated):
        decode(encoded(RING)[:-12])


def test_a_head_with_nonsense_behind_it_is_unreadable() -> None:
    data = png_header(10, 10) + chunk(b"IDAT", b"nonsense") + chunk(b"IEND", b"")
    with pytest.raises(ImageUnreadable) as caught:
        decode(data)
    assert caught.value.code in {"image_unreadable", "image_truncated"}


@given(st.sampled_from(FORMATS), st.integers(0, 2000), st.binary(min_size=1, max_size=6))
def test_damaged_files_are_decoded_or_refused_and_nothing_else(
    name: str, at: int, damage: bytes
) -> None:
    data = bytearray(encoded(RING.resize((24, 24)), name))
    at %= len(data)
    data[at : at + len(damage)] = damage
    # Any other exception than these fails the test.
    with contextlib.suppress(ImageUnreadable, ImageTooLarge, ImageFormatUnsupported):
        assert decode(bytes(data)).grey.mode == "L"
