"""Two pictures of one drawing compared: what viewers show, and what is left to cut.

truth/ holds each drawing as Chromium shows it; it is made anew with
`python -m tests.unit.svg.looks.record_truth`.
"""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from artstudio.svg.render import render_png, resvg_program

FOLDER = Path(__file__).parent
DRAWINGS = sorted((FOLDER / "drawings").glob("*.svg"))
TRUTH = FOLDER / "truth"
WIDTH_PX = 400
#: A pixel is ink where one of its channels is nearer to black than to white.
_INK = 128
#: Channels further apart than this are other colours.
_OTHER = 40

Pixels = NDArray[np.uint8]


def pixels_of(png: bytes) -> Pixels:
    """Return uint8[height, width, 3] on white."""
    with Image.open(io.BytesIO(png)) as image:
        coloured = image.convert("RGBA")
        ground = Image.new("RGBA", coloured.size, "white")
        return np.asarray(Image.alpha_composite(ground, coloured).convert("RGB"))


def rendered(svg: bytes) -> Pixels:
    """Return a canonical drawing as resvg shows it."""
    return pixels_of(render_png(svg, width_px=WIDTH_PX))


def rendered_as_it_is(svg: bytes) -> Pixels:
    """Return a document of our own corpus as resvg shows it, without the sanitiser."""
    arguments = [resvg_program(), "--skip-system-fonts", "--width", str(WIDTH_PX), "-", "-c"]
    done = subprocess.run(arguments, input=svg, capture_output=True, check=True, timeout=60)
    return pixels_of(done.stdout)


def truth(name: str) -> Pixels:
    """Return a drawing of the corpus as Chromium shows it."""
    return pixels_of((TRUTH / f"{name}.png").read_bytes())


def iou(one: Pixels, other: Pixels) -> float:
    """Return how much of the ink of two pictures is in both."""
    a, b = ((picture < _INK).any(axis=2) for picture in (one, other))
    union = np.count_nonzero(a | b)
    return np.count_nonzero(a & b) / union if union else 1.0


def alike(one: Pixels, other: Pixels) -> float:
    """Return how much of what is not white in one of two pictures has one colour in both."""
    shown = ((one < 250) | (other < 250)).any(axis=2)
    apart = np.abs(one.astype(np.int16) - other).max(axis=2) > _OTHER
    count = np.count_nonzero(shown)
    return 1 - np.count_nonzero(apart & shown) / count if count else 1.0
