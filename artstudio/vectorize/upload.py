"""Pictures that people send, reduced to their pixels.

What a camera or a program has written beside them (EXIF with the place and the
name, XMP, comments, profiles, thumbnails, later frames, what hides behind full
transparency) is not kept: only upright pixels are taken out and written anew.

The rows are compressed by Python's zlib, so that a photograph takes no more room
than it has to. The same picture gives the same bytes wherever that library
compresses alike, which its releases have done for many years; should another one
not, a picture sent twice is merely stored twice.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from artstudio.vectorize.decode import grey_levels, opened, scaling_notes
from artstudio.vectorize.exif import upright
from artstudio.vectorize.notes import Note

PNG_MIME = "image/png"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LEVEL = 6
#: PNG's colour type by the number of channels: grey, grey and alpha, RGB, RGB and alpha.
_COLOUR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """A picture without metadata, and what had to be done to it."""

    picture: bytes
    mime: str
    notes: tuple[Note, ...]


def clean_picture(data: bytes) -> tuple[bytes, str]:
    """Return a picture as `clean_upload` does, and its type."""
    cleaned = clean_upload(data)
    return cleaned.picture, cleaned.mime


def clean_upload(data: bytes) -> Cleaned:
    """Return a picture as an upright 8-bit PNG of pixels alone.

    It has colours only if there are any, and alpha only if something shows through;
    of an animation the first frame is kept. Tracing it gives what tracing `data`
    gives. Raises ImageTooLarge, ImageFormatUnsupported, ImageTruncated, ImageUnreadable.
    """
    with opened(data) as image:
        pixels = np.asarray(upright(_plain(image), image.info.get("exif")))
        rows = pixels.reshape(*pixels.shape[:2], -1)
        return Cleaned(
            picture=png(_fewest_channels(rows)),
            mime=PNG_MIME,
            notes=tuple(scaling_notes(image)),
        )


def _plain(image: Image.Image) -> Image.Image:
    """Return the picture in one of the modes L, RGB and RGBA."""
    if image.has_transparency_data and not image.mode.startswith("I"):
        return image.convert("RGBA")
    if image.mode in ("1", "L") or image.mode.startswith("I"):
        return grey_levels(image)
    return image.convert("RGB")


def _fewest_channels(pixels: Pixels) -> Pixels:
    """Return uint8[height, width, channels] without channels that say nothing."""
    if pixels.shape[2] == 4:
        alpha = pixels[..., 3:]
        pixels = pixels[..., :3] if alpha.min() == 255 else pixels * (alpha > 0)
    is_grey = pixels.shape[2] > 1 and (pixels[..., :1] == pixels[..., 1:3]).all()
    return np.delete(pixels, (1, 2), axis=2) if is_grey else pixels


def png(pixels: Pixels) -> bytes:
    """Return uint8[height, width, channels] as a PNG file without any further chunk."""
    height, width, channels = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    rows = zlib.compress(_filtered(pixels).tobytes(), _LEVEL)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, body) for name, body in chunks)


def _filtered(pixels: Pixels) -> Pixels:
    """Return the rows, each after the number of the filter that makes it smallest.

    The one with the least sum of absolute differences, as PNG's specification advises
    (12.7); of filters none, sub, up and average.
    """
    height = len(pixels)
    left, above = np.zeros_like(pixels), np.zeros_like(pixels)
    left[:, 1:], above[1:] = pixels[:, :-1], pixels[:-1]
    mean = (left & above) + ((left ^ above) >> 1)
    predicted = (np.zeros_like(pixels), left, above, mean)
    candidates = [(pixels - guess).reshape(height, -1) for guess in predicted]
    sums = [np.abs(rows.view(np.int8).astype(np.int16)).sum(axis=1) for rows in candidates]
    best = np.argmin(sums, axis=0)
    rows = np.choose(best[:, None], candidates)
    return np.concatenate([best[:, None].astype(np.uint8), rows], axis=1)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
