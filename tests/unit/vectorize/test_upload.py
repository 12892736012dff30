"""What is kept of a picture that somebody sends: its pixels, upright, and nothing else."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image, PngImagePlugin

from artstudio.vectorize import limits
from artstudio.vectorize.decode import decode
from artstudio.vectorize.errors import (
    ImageFormatUnsupported,
    ImageTooLarge,
    ImageTruncated,
    ImageUnreadable,
)
from artstudio.vectorize.upload import PNG_MIME, clean_picture, png
from tests.unit.vectorize.bitmaps import disc_and_hole, encoded

RING = disc_and_hole(160, 120)
SECRETS = (b"Jane Secret", b"12 Hidden Street", b"SecretCam", b"xmp-secret", b"icc-secret")
FORMATS = ("PNG", "JPEG", "WEBP")


def coloured() -> Image.Image:
    x, y = np.meshgrid(np.arange(60), np.arange(40))
    channels = np.stack([x * 4, y * 6, (x * y) % 256], axis=2)
    return Image.fromarray(channels.astype(np.uint8))


def telling(format: str, turn: int = 1) -> bytes:
    """Return a picture with everything beside it that its format can hold."""
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x013B], exif[0x010E], exif[0x0110] = (secret.decode() for secret in SECRETS[:3])
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    options: dict[str, Any] = {"exif": exif, "xmp": b"<x>xmp-secret</x>"}
    options["icc_profile"] = b"\0" * 128 + b"icc-secret"
    if format == "PNG":
        del options["xmp"]
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", "<x>xmp-secret</x>")
        options["pnginfo"].add_text("Author", "Jane Secret")
        options["dpi"] = (300, 300)
    if format == "JPEG":
        options["comment"] = b"Jane Secret"
    if format == "WEBP":
        options |= {"lossless": True}
    return encoded(coloured(), format, **options)


def read(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def chunks(data: bytes) -> list[bytes]:
    names, at = [], 8
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        names.append(data[at + 4 : at + 8])
        at += size + 12
    return names


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_but_pixels_is_kept(format: str) -> None:
    sent = telling(format)
    assert sum(secret in sent for secret in SECRETS) >= 4
    kept, mime = clean_picture(sent)
    assert mime == PNG_MIME
    assert chunks(kept) == [b"IHDR", b"IDAT", b"IEND"]
    assert not any(secret in kept for secret in SECRETS)
    assert not read(kept).getexif()
    assert np.array_equal(np.asarray(read(kept)), np.asarray(read(sent).convert("RGB")))


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("format", FORMATS)
def test_it_stands_as_the_camera_was_held(format: str, turn: int) -> None:
    sent = telling(format, turn)
    kept, _ = clean_picture(sent)
    assert read(kept).size == ((60, 40) if turn < 5 else (40, 60))
    assert np.array_equal(np.asarray(decode(kept).grey), np.asarray(decode(sent).grey))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16", "CMYK"])
def test_it_traces_as_what_was_sent(mode: str) -> None:
    if mode == "I;16":
        sent = encoded(Image.fromarray(np.arange(0, 60_000, 100).astype(np.uint16).reshape(20, 30)))
    elif mode == "CMYK":
        sent = encoded(RING.convert("RGB").convert("CMYK"), "JPEG")
    else:
        sent = encoded(coloured().convert("RGB").convert("P" if mode == "PA" else mode))
    kept, _ = clean_picture(sent)
    assert np.array_equal(np.asarray(decode(kept).grey), np.asarray(decode(sent).grey))


@pytest.mark.parametrize(
    ("image", "mode"),
    [
        (RING, "L"),
        (RING.convert("RGB"), "L"),
        (RING.convert("RGBA"), "L"),
        (coloured(), "RGB"),
        (coloured().convert("RGBA"), "RGB"),
    ],
)
def test_channels_that_say_nothing_are_left_out(image: Image.Image, mode: str) -> None:
    assert read(clean_picture(encoded(image))[0]).mode == mode


def test_what_shows_through_stays_so() -> None:
    image = coloured().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    kept = read(clean_picture(encoded(image))[0])
    assert kept.mode == "RGBA"
    assert np.array_equal(np.asarray(kept)[1:], np.asarray(image)[1:])


def test_what_hides_behind_full_transparency_is_wiped() -> None:
    image = coloured().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    image.putpixel((0, 0), (9, 9, 9, 255))
    kept = np.asarray(read(clean_picture(encoded(image))[0]).convert("RGBA"))
    assert kept[0, 0].tolist() == [9, 9, 9, 255]
    assert not kept.reshape(-1, 4)[1:].any()


def test_a_transparent_level_of_16_bits_becomes_white() -> None:
    image = Image.fromarray(np.array([[0, 7, 65535]], dtype=np.uint16))
    assert np.asarray(read(clean_picture(encoded(image, transparency=7))[0])).tolist() == [
        [0, 255, 255]
    ]


def test_the_same_pixels_give_the_same_bytes_in_whatever_they_came() -> None:
    plain = clean_picture(encoded(coloured()))
    assert clean_picture(telling("PNG")) == plain
    assert clean_picture(telling("WEBP")) == plain
    assert clean_picture(plain[0]) == plain


def test_of_an_animation_the_first_frame_is_kept() -> None:
    others = [Image.new("L", RING.size, level) for level in (10, 200)]
    sent = encoded(RING, "PNG", save_all=True, append_images=others)
    kept, _ = clean_picture(sent)
    assert chunks(kept) == [b"IHDR", b"IDAT", b"IEND"]
    assert np.array_equal(np.asarray(read(kept)), np.asarray(RING))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"<svg/>", ImageFormatUnsupported),
        (b"", ImageFormatUnsupported),
        (encoded(RING)[:200], ImageTruncated),
        (encoded(RING)[:60] + bytes(8) + encoded(RING)[68:], ImageUnreadable),
        (encoded(Image.new("1", (10_001, 10_000))), ImageTooLarge),
        (encoded(RING) + bytes(limits.MAX_BYTES), ImageTooLarge),
    ],
)
def test_the_rest_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        clean_picture(data)


@given(
    arrays.arrays(
        np.uint8,
        st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(1, 4)),
    )
)
def test_a_png_holds_the_pixels_it_was_made_from(pixels: np.ndarray) -> None:
    image = read(png(pixels))
    assert image.mode == ("L", "LA", "RGB", "RGBA")[pixels.shape[2] - 1]
    assert np.array_equal(np.asarray(image).reshape(pixels.shape), pixels)


def test_a_photograph_is_compressed_about_as_well_as_elsewhere() -> None:
    y, x = np.mgrid[:256, :256]
    grain = np.random.default_rng(1).normal(0, 3, (256, 256))
    levels = np.clip(128 + 100 * np.sin(x / 40) * np.cos(y / 30) + grain, 0, 255)
    image = Image.fromarray(levels.astype(np.uint8))
    assert len(clean_picture(encoded(image))[0]) < 1.15 * len(encoded(image, optimize=True))
    assert len(clean_picture(encoded(image))[0]) < 0.9 * len(zlib.compress(image.tobytes()))
