"""A picture made ready for outlines as fine as they were asked for.

Measured on eight kinds of pictures of 1024 pixels with their truth at 4096 (see
tests/benchmarks/bench_quality.py), potrace alone is right to an IoU of .954 with
19,200 nodes. `normal` reaches .971 with 18,200, `fine` .978 with 21,500 and
`smooth` .954 with 13,000.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from artstudio.vectorize.notes import Note
from artstudio.vectorize.options import TraceOptions
from artstudio.vectorize.threshold import SOFTENED_TURDSIZE, Ink, find_ink
from artstudio.vectorize.tracers import TracerSettings

# Beyond these, four times the pixels cost seconds and more memory than they are worth.
MOST_PIXELS_TO_ENLARGE = 4_000_000
MOST_BOUNDARY_TO_ENLARGE = 300_000
# Fewer middle tones than this for each boundary pixel, and the edges are steps.
_SOFT = 0.1


@dataclass(frozen=True, kw_only=True)
class Detail:
    """How finely to trace; lengths in pixels.

    scale: pixels traced for one of the picture, each way. blur_px: radius that takes
    away what the pixel grid and noise leave on edges; of the picture's pixels. alphamax,
    opttolerance: as in TracerSettings, of traced pixels. settle: whether outlines are
    moved onto soft edges afterwards.
    """

    scale: int = 1
    blur_px: float = 0.0
    alphamax: float = 1.0
    opttolerance: float = 0.2
    settle: bool = False


# Without a word about detail it is potrace as it comes, so that old drawings replay.
DETAILS: dict[str | None, Detail] = {
    None: Detail(),
    "fine": Detail(scale=2, blur_px=0.6, alphamax=1.1, opttolerance=0.4, settle=True),
    "normal": Detail(opttolerance=0.3, settle=True),
    "smooth": Detail(blur_px=0.8, alphamax=1.2, opttolerance=0.8, settle=True),
}


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What is traced: `bitmap`, True for ink, with `detail.scale` pixels for one of `ink`."""

    bitmap: NDArray[np.bool_]
    ink: Ink
    detail: Detail
    notes: tuple[Note, ...]

    def settings(self, options: TraceOptions, mm_per_px: float) -> TracerSettings:
        """Return the tracer's settings for a picture of pixels of `mm_per_px` millimetres.

        What the options state wins over the detail.
        """
        scale = self.detail.scale
        settings = options.settings(mm_per_px / scale)
        if options.min_speck_mm is None:
            settings = replace(settings, turdsize=settings.turdsize * scale * scale)
        if options.corner_smoothness is None:
            settings = replace(settings, alphamax=self.detail.alphamax)
        if options.curve_tolerance_mm is None:
            settings = replace(settings, opttolerance=self.detail.opttolerance)
        if self.ink.softened:
            settings = replace(settings, turdsize=max(settings.turdsize, SOFTENED_TURDSIZE))
        return settings

    def used(self, settings: TracerSettings) -> dict[str, Any]:
        """Return what the options came to, as JSON values; lengths in traced pixels."""
        return asdict(settings) | {
            "threshold": self.ink.threshold,
            "inverted": self.ink.inverted,
            "softened": self.ink.softened,
            "background_flattened": self.ink.background_flattened,
            "scale": self.detail.scale,
            "blur_px": self.detail.blur_px,
            "settled": self.detail.settle,
        }


def prepare(grey: Image.Image, options: TraceOptions) -> Prepared:
    """Return the ink of a picture of mode L at the detail that is asked for.

    Where the picture has no more detail to give than its pixels, `fine` is taken for
    `normal`, with a note. Raises ImageTooComplex.
    """
    ink = find_ink(grey, threshold=options.threshold, invert=options.invert)
    detail, obstacle = DETAILS[options.detail], None
    if ink.softened:
        detail = replace(detail, scale=1, blur_px=0.0, settle=False)
    elif detail.scale > 1 and (obstacle := _obstacle(ink)):
        detail = DETAILS["normal"]
    guessed = options.invert is None
    notes = (*ink_notes(ink, guessed=guessed), *_detail_notes(obstacle))
    return Prepared(bitmap=_bitmap(ink, detail), ink=ink, detail=detail, notes=notes)


def _bitmap(ink: Ink, detail: Detail) -> NDArray[np.bool_]:
    if detail.scale == 1 and not detail.blur_px:
        return ink.bitmap
    levels = ink.levels.filter(ImageFilter.GaussianBlur(detail.blur_px))
    if detail.scale > 1:
        size = (levels.width * detail.scale, levels.height * detail.scale)
        levels = levels.resize(size, Image.Resampling.LANCZOS)
    dark: NDArray[np.bool_] = np.asarray(levels) <= ink.threshold
    return ~dark if ink.inverted else dark


def _obstacle(ink: Ink) -> str | None:
    """Say why more pixels would not help, if so."""
    if ink.bitmap.size > MOST_PIXELS_TO_ENLARGE:
        return f"it has more than {MOST_PIXELS_TO_ENLARGE:,} pixels already"
    if ink.boundary_px > MOST_BOUNDARY_TO_ENLARGE:
        return f"it has more than {MOST_BOUNDARY_TO_ENLARGE:,} boundary pixels already"
    if not _has_soft_edges(ink):
        return "its edges are hard steps, of which more pixels would only draw every corner"
    return None


def _has_soft_edges(ink: Ink) -> bool:
    """Tell levels in between at the edges from ink and paper right beside each other."""
    counts = np.array(ink.levels.histogram(), dtype=np.float64)
    levels, dark = np.arange(256), np.arange(256) <= ink.threshold
    low, high = (
        (counts[part] * levels[part]).sum() / max(counts[part].sum(), 1) for part in (dark, ~dark)
    )
    quarter = (high - low) / 4
    middle = counts[(levels > low + quarter) & (levels < high - quarter)].sum()
    return bool(middle >= _SOFT * ink.boundary_px)


def ink_notes(ink: Ink, *, guessed: bool) -> Iterator[Note]:
    """Say what had to be done to the picture to find its ink.

    guessed: nobody said whether the light or the dark parts are the ink.
    """
    if ink.inverted and guessed:
        yield Note(
            code="inverted",
            message="The picture has a dark background, so its light parts were traced. "
            "Set invert to false to trace the dark parts.",
        )
    if ink.background_flattened:
        yield Note(
            code="background_flattened",
            message="The background was unevenly light, as in a photograph or scan, and was made "
            "even before tracing. Set a threshold to trace the picture as it is.",
        )
    if ink.softened:
        yield Note(
            code="image_softened",
            message="The picture was very noisy and was softened before tracing; fine detail "
            "is lost. Ask for flat two-tone art without texture.",
        )


def _detail_notes(obstacle: str | None) -> Iterator[Note]:
    if obstacle:
        yield Note(
            code="detail_reduced",
            message=f"The picture was not enlarged for fine detail: {obstacle}. It was traced "
            "with normal detail.",
        )
