"""Picture bytes of any origin to colours, within the same limits as to grey levels."""

from __future__ import annotations

from PIL import Image

from artstudio.vectorize.decode import grey_levels, opened
from artstudio.vectorize.exif import upright


def decode_colour(data: bytes) -> Image.Image:
    """Return a picture file in mode RGB, upright and flattened on white.

    Raises ImageTooLarge, ImageFormatUnsupported, ImageTruncated or ImageUnreadable,
    as `decode` does.
    """
    with opened(data) as image:
        return upright(_colours(image), image.info.get("exif"))


def _colours(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        return grey_levels(image).convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    colours = image.convert("RGBA")
    white = Image.new("RGB", image.size, (255, 255, 255))
    white.paste(colours, mask=colours.getchannel("A"))
    return white
