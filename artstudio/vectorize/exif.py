"""Which way is up: the orientation a camera wrote into EXIF.

Read here in a few lines, because Pillow parses all of EXIF for it and speaks
through process-wide warnings when a part that nobody asked for is broken.
"""

from __future__ import annotations

from PIL import Image

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def upright(image: Image.Image, exif: object) -> Image.Image:
    """Return `image` turned or mirrored as its EXIF block (bytes) says; as it is without one."""
    turn = _TURNS.get(orientation(exif) if isinstance(exif, bytes) else 1)
    return image if turn is None else image.transpose(turn)


def orientation(exif: bytes) -> int:
    """Return the orientation, 1 to 8, of an EXIF block; 1 where it says nothing sensible.

    The block is a TIFF header (byte order, 42, offset) and a directory of
    entries of 12 bytes: tag, type, count, value (TIFF 6.0, section 2).
    """
    tiff = exif.removeprefix(b"Exif\0\0")

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], "little" if tiff[:2] == b"II" else "big")

    start = number(4, 4)
    for entry in range(start + 2, start + 2 + 12 * number(start, 2), 12):
        if entry + 12 > len(tiff):
            break
        if number(entry, 2) == _ORIENTATION:
            return number(entry + 8, 2)
    return 1
