"""Picture bytes of any origin to grey levels, within limits.

The format is told by the first bytes and its reader is called directly.
`Image.open` would judge the size by process-wide settings and warnings; here the
size is read from the header and judged before a pixel is decoded.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from artstudio.vectorize.errors import (
    ImageFormatUnsupported,
    ImageTooLarge,
    ImageTruncated,
    ImageUnreadable,
)
from artstudio.vectorize.exif import upright
from artstudio.vectorize.limits import check_bytes, check_pixels
from artstudio.vectorize.notes import Note

_READERS: dict[str, Callable[[io.BytesIO], ImageFile.ImageFile]] = {
    "PNG": PngImageFile,
    "JPEG": JpegImageFile,
    "WEBP": WebPImageFile,
    "GIF": GifImageFile,
    "BMP": BmpImageFile,
}
# What Pillow's readers raise for broken files; warnings are raised where they are errors.
_BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, ArithmeticError,
    AttributeError, AssertionError, struct.error, zlib.error, Warning,
)  # fmt: skip
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A decoded picture: `grey` is upright, mode L, flattened on white."""

    grey: Image.Image
    format: str
    notes: tuple[Note, ...]


def decode(data: bytes) -> Picture:
    """Return the grey levels of a PNG, JPEG, WebP, GIF (first frame) or BMP file.

    Raises ImageTooLarge (64 MB, 17 million pixels), ImageFormatUnsupported,
    ImageTruncated or ImageUnreadable.
    """
    with opened(data) as image:
        grey = upright(grey_levels(image), image.info.get("exif"))
        notes = _notes(image)
        return Picture(grey=grey, format=str(image.format), notes=notes)


@contextmanager
def opened(data: bytes, formats: Container[str] = tuple(_READERS)) -> Iterator[ImageFile.ImageFile]:
    """Yield the picture in `data`, one of `formats`, decoded but not yet upright.

    Raises like `decode`, whatever the reader raises until the picture is closed.
    """
    check_bytes(len(data))
    name = _format(data)
    if name not in formats:
        raise ImageFormatUnsupported(f"A {name} picture cannot be sent. Save it as PNG.")
    _check_whole(data, name)
    try:
        with _READERS[name](io.BytesIO(data)) as image:
            check_pixels(*image.size)
            image.load()
            yield image
    except _BOMBS as error:
        raise ImageTooLarge from error
    except MemoryError as error:
        raise ImageTooLarge("There is not enough memory to decode this picture.") from error
    except _BROKEN as error:
        if "truncated" in str(error).lower():
            raise ImageTruncated from error
        raise ImageUnreadable from error


def _format(data: bytes) -> str:
    signatures = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"BM": "BMP"}
    signatures |= {b"GIF87a": "GIF", b"GIF89a": "GIF"}
    for signature, name in signatures.items():
        if data.startswith(signature):
            return name
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    raise ImageFormatUnsupported(_what_it_is(data) + (ImageFormatUnsupported.__doc__ or ""))


def _what_it_is(data: bytes) -> str:
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not data:
        return "The file is empty. "
    if head.startswith(b"<") and b"<svg" in data[:65536].lower():
        return "This is an SVG drawing; send it to POST /api/art/import. "
    if head.startswith((b"<", b"{", b"[")) or head.isascii():
        return "This is text, not a picture. "
    return "This is not a picture of a known format. "


def _check_whole(data: bytes, name: str) -> None:
    """Find missing ends that the readers are lenient about or report as nonsense."""
    if name == "PNG" and data.rfind(b"IEND") < 0:
        raise ImageTruncated
    if name == "WEBP" and int.from_bytes(data[4:8], "little") + 8 > len(data):
        raise ImageTruncated


def grey_levels(image: Image.Image) -> Image.Image:
    """Return a decoded picture in mode L, flattened on white."""
    if image.mode.startswith("I"):
        return _grey_of_16_bits(image)
    if image.has_transparency_data:
        colours = image.convert("RGBA")
        white = Image.new("L", image.size, 255)
        white.paste(colours.convert("L"), mask=colours.getchannel("A"))
        return white
    if image.mode in ("CMYK", "P", "YCbCr"):
        return image.convert("RGB").convert("L")
    return image.convert("L")


def _grey_of_16_bits(image: Image.Image) -> Image.Image:
    # Pillow's own conversion clips at 255 instead of scaling.
    levels = np.asarray(image).astype(np.uint32)
    grey = ((levels * 255 + 32767) // 65535).astype(np.uint8)
    transparent = image.info.get("transparency")
    if isinstance(transparent, int):
        grey[levels == transparent] = 255
    return Image.fromarray(grey)


def _notes(image: ImageFile.ImageFile) -> tuple[Note, ...]:
    try:
        animated = bool(getattr(image, "is_animated", False))
    except _BROKEN:
        # A later frame is broken; the first one is all that is used.
        animated = True
    if not animated:
        return ()
    text = f"The {image.format} file is an animation; only its first frame is traced."
    return (Note(code="animation_first_frame", message=text),)
