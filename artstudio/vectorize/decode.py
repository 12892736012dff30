"""Picture bytes of any origin to grey levels, within limits.

The format is told by the first bytes and its reader is called directly.
`Image.open` would judge the size by process-wide settings and warnings; here the
size is read from the header and judged before a pixel is decoded.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

import numpy as np
from PIL import Image, ImageChops, ImageFile
from PIL.AvifImagePlugin import AvifImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from artstudio.vectorize.errors import (
    ImageFormatUnsupported,
    ImageTooLarge,
    ImageTruncated,
    ImageUnreadable,
)
from artstudio.vectorize.exif import upright
from artstudio.vectorize.limits import MAX_PIXELS, check_bytes, check_decodable
from artstudio.vectorize.notes import Note


def _heif(file: io.BytesIO) -> ImageFile.ImageFile:
    # Loaded when it is needed: it brings a decoder of 25 MB along.
    reader: ImageFile.ImageFile = import_module("pillow_heif").HeifImageFile(file)
    return reader


_READERS: dict[str, Callable[[io.BytesIO], ImageFile.ImageFile]] = {
    "PNG": PngImageFile,
    "JPEG": JpegImageFile,
    "WEBP": WebPImageFile,
    "GIF": GifImageFile,
    "BMP": BmpImageFile,
    "TIFF": TiffImageFile,
    "AVIF": AvifImageFile,
    "HEIF": _heif,
}
# What Pillow's readers raise for broken files; warnings are raised where they are errors.
_BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, ArithmeticError,
    AttributeError, AssertionError, struct.error, zlib.error, Warning,
)  # fmt: skip
# Brands of ISO 23008-12 and of Apple's cameras, in the file's first box.
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_SCALED_FROM = "scaled_from"
# From this alpha on a pixel shows; art is light from this level on white, and of one tone
# when nearly all of it lies within so many levels.
_CLEAR, _LIGHT_ART, _ONE_TONE = 128, 150, 24
_BY_ALPHA = Note(
    code="traced_by_alpha",
    message="On white the art would hardly show, so the outline of what is not transparent "
    "was traced. Set alpha to white to trace its colours.",
)
_NOT_TRANSPARENT = Note(
    code="not_transparent",
    message="Nothing in the picture is transparent, so it was traced by its colours.",
)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A decoded picture: `grey` is upright, mode L; see `decode` for what shows through.

    part: takes the same part of the whole picture, upright, mode L or RGB, as `grey` is of
    it; None where that is all of it.
    """

    grey: Image.Image
    format: str
    notes: tuple[Note, ...]
    part: Callable[[Image.Image], Image.Image] | None = None

    def part_of(self, image: Image.Image) -> Image.Image:
        """Return the part of the upright picture `image` that `grey` is of it."""
        return image if self.part is None else self.part(image)


def decode(data: bytes, *, alpha: str = "white") -> Picture:
    """Return the grey levels of a picture file, of its first frame where it has several.

    alpha: `white` lays what shows through on white; `shape` takes what is opaque for dark,
    whatever its colours; `auto` does so where art would be lost on white. More than
    17 million pixels are scaled down to that. Raises ImageTooLarge (64 MB, 100 million
    pixels), ImageFormatUnsupported, ImageTruncated or ImageUnreadable.
    """
    with opened(data) as image:
        grey, notes = grey_levels(image), [*_notes(image), *scaling_notes(image)]
        if (opaque := opaque_levels(image)) is not None:
            by_shape = alpha == "shape" or (alpha == "auto" and is_lost_on_white(grey, opaque))
            grey = ImageChops.invert(opaque) if by_shape else grey
            if by_shape and alpha == "auto":
                notes.append(_BY_ALPHA)
        elif alpha == "shape":
            notes.append(_NOT_TRANSPARENT)
        grey = upright(grey, image.info.get("exif"))
        return Picture(grey=grey, format=str(image.format), notes=tuple(notes))


@contextmanager
def opened(data: bytes) -> Iterator[ImageFile.ImageFile]:
    """Yield the picture in `data`, decoded but not yet upright.

    Raises like `decode`, whatever the reader raises until the picture is closed.
    """
    check_bytes(len(data))
    name = _format(data)
    _check_whole(data, name)
    try:
        with _READERS[name](io.BytesIO(data)) as image:
            check_decodable(*image.size)
            if image.width * image.height > 4 * MAX_PIXELS:
                # JPEG alone can be decoded at half the size.
                image.draft(None, (image.width // 2, image.height // 2))
            image.load()
            yield image if image.width * image.height <= MAX_PIXELS else _scaled_down(image)
    except _BOMBS as error:
        raise ImageTooLarge from error
    except MemoryError as error:
        raise ImageTooLarge("There is not enough memory to decode this picture.") from error
    except _BROKEN as error:
        if "truncated" in str(error).lower():
            raise ImageTruncated from error
        raise ImageUnreadable from error


def _scaled_down(image: ImageFile.ImageFile) -> ImageFile.ImageFile:
    """Return a decoded picture with as many pixels as can be traced."""
    factor = (MAX_PIXELS / (image.width * image.height)) ** 0.5
    size = (max(1, int(image.width * factor)), max(1, int(image.height * factor)))
    if image.mode.startswith("I"):
        whole = grey_levels(image)
    elif image.has_transparency_data:
        whole = image.convert("RGBA")
    else:
        whole = image.convert("L" if image.mode in ("1", "L") else "RGB")
    small: Any = whole.resize(size, Image.Resampling.BOX)
    small.info = {key: image.info[key] for key in ("exif",) if key in image.info}
    small.info[_SCALED_FROM] = image.size
    small.format = image.format
    return cast("ImageFile.ImageFile", small)


def scaling_notes(image: Image.Image) -> Iterator[Note]:
    """Say so where a picture was scaled down when it was opened."""
    if before := image.info.get(_SCALED_FROM):
        yield Note(
            code="image_scaled",
            message=f"The picture of {before[0]} x {before[1]} pixels was scaled down to "
            f"{image.width} x {image.height}: up to {MAX_PIXELS:,} pixels are traced.",
        )


def opaque_levels(image: Image.Image) -> Image.Image | None:
    """Return how opaque a decoded picture is, mode L; None where nothing shows through."""
    if image.mode.startswith("I") or not image.has_transparency_data:
        return None
    opaque = image.convert("RGBA").getchannel("A")
    return opaque if cast("int", opaque.getextrema()[0]) < _CLEAR else None


def is_lost_on_white(grey: Image.Image, opaque: Image.Image) -> bool:
    """Tell whether art that lies on white as `grey` is light, or has one tone only."""
    shown = np.asarray(grey)[np.asarray(opaque) >= _CLEAR]
    if not shown.size or shown.size == grey.width * grey.height:
        return False
    low, high = np.percentile(shown, (5, 95))
    return bool(low >= _LIGHT_ART or high - low < _ONE_TONE)


def _format(data: bytes) -> str:
    signatures = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"BM": "BMP"}
    signatures |= {b"GIF87a": "GIF", b"GIF89a": "GIF", b"II*\0": "TIFF", b"MM\0*": "TIFF"}
    for signature, name in signatures.items():
        if data.startswith(signature):
            return name
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and (brand := _of_brands(data)):
        return brand
    raise ImageFormatUnsupported(_what_it_is(data) + (ImageFormatUnsupported.__doc__ or ""))


def _of_brands(data: bytes) -> str | None:
    """Return what a file of the ISO base media format is, by its brands."""
    size = min(int.from_bytes(data[:4], "big"), 256)
    brands = [data[8:12], *(data[n : n + 4] for n in range(16, size, 4))]
    if b"avif" in brands or b"avis" in brands:
        return "AVIF"
    return "HEIF" if any(brand in _HEIF_BRANDS for brand in brands) else None


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
