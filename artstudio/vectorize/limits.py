"""The sizes up to which pictures are traced, each measured on a two-core machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from artstudio.vectorize.errors import ImageTooLarge

MAX_BYTES = 64 * 1024 * 1024
# 4096 x 4096 and a little; noise of that size takes 5 s and 2.2 GB in libpotrace.
MAX_PIXELS = 17_000_000
# As RGBA, 400 MB: what is larger is scaled down once it is decoded.
MAX_DECODED_PIXELS = 100_000_000
# A trace takes 0.1 to 0.35 microseconds for each boundary pixel.
MAX_BOUNDARY_PIXELS = 1_000_000


def check_bytes(count: int) -> None:
    """Refuse a file of more than 64 MB."""
    if count > MAX_BYTES:
        raise ImageTooLarge(
            f"The picture has {count:,} bytes; the limit is {MAX_BYTES:,}. Scale it down."
        )


def check_decodable(width: int, height: int) -> None:
    """Refuse a picture of more than 100 million pixels."""
    if width * height > MAX_DECODED_PIXELS:
        raise ImageTooLarge(
            f"The picture has {width} x {height} pixels; the limit is {MAX_DECODED_PIXELS:,} in "
            "all (10,000 x 10,000). Scale it down."
        )


def check_pixels(width: int, height: int) -> None:
    """Refuse a picture of more than 17 million pixels."""
    if width * height > MAX_PIXELS:
        raise ImageTooLarge(
            f"The picture has {width} x {height} pixels; the limit is {MAX_PIXELS:,} in all "
            "(about 4096 x 4096). Scale it down."
        )


def checked_bitmap(bitmap: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return `bitmap` if a tracer can take it.

    Native code sits behind this: a wrong shape or type there is a crash, not an
    exception. Raises ValueError, or ImageTooLarge.
    """
    if bitmap.ndim != 2 or bitmap.dtype != np.bool_ or not bitmap.size:
        raise ValueError("A bitmap is a two-dimensional array of booleans that is not empty.")
    check_pixels(bitmap.shape[1], bitmap.shape[0])
    return bitmap


def boundary_pixels(bitmap: NDArray[np.bool_]) -> int:
    """Return how many pixel sides lie between ink and no ink: the length of all outlines."""
    inside = np.count_nonzero(bitmap[1:] ^ bitmap[:-1]) + np.count_nonzero(
        bitmap[:, 1:] ^ bitmap[:, :-1]
    )
    border = sum(np.count_nonzero(e) for e in (bitmap[0], bitmap[-1], bitmap[:, 0], bitmap[:, -1]))
    return int(inside + border)
