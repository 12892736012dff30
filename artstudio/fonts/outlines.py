"""Text shaped by HarfBuzz and drawn by fontTools: kerning, ligatures, accents, right-to-left.

Results are in the unit of `size` (one em), y down, the baseline at y = 0.
"""

from __future__ import annotations

import functools
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import uharfbuzz
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from artstudio.fonts.catalogue import FONTS, Font
from artstudio.geometry.boolean import Ring, quadratic, unite

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_NUMBERS = frozenset({"EN", "AN"})


@dataclass(frozen=True, kw_only=True)
class Glyph:
    """A letter, or several that share one shape. rings: about its own origin on the baseline.

    x, y: where the origin lies in the text; advance: to the next one; text: what it says.
    """

    rings: tuple[Ring, ...]
    x: float
    y: float
    advance: float
    text: str

    def placed(self) -> list[Ring]:
        """Return the rings where they lie in the text."""
        return [
            [tuple((px + self.x, py + self.y) for px, py in segment) for segment in ring]
            for ring in self.rings
        ]


@dataclass(frozen=True, kw_only=True)
class ShapedText:
    """A line of text: its glyphs from left to right, its advance, the letters that are missing."""

    glyphs: tuple[Glyph, ...]
    advance: float
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Face:
    """One font file, ready to shape and to draw."""

    units: int
    letters: frozenset[int]
    shaper: Any
    glyph_set: Any
    glyph_names: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class _Run:
    """Letters of one direction in one file; file: None where no file has them."""

    text: str
    level: int
    file: int | None


def text_rings(text: str, *, font: str = "sans", size: float = 1.0) -> tuple[list[Ring], float]:
    """Return a line of text as closed rings, and its advance; letters it lacks are left out.

    For anything that only wants the outlines; no two rings cross or touch. Raises KeyError
    for a font that is not in `FONTS`.
    """
    shaped = shape_text(text, font=FONTS[font], size=size)
    rings = [ring for glyph in shaped.glyphs for ring in glyph.placed()]
    return unite(rings), shaped.advance


def shape_text(text: str, *, font: Font, size: float) -> ShapedText:
    """Return a line of text as glyphs; one em is `size`."""
    text = unicodedata.normalize("NFC", text)
    glyphs: list[Glyph] = []
    missing: list[str] = []
    x = 0.0
    for run in _in_visual_order(_runs(text, font)):
        if run.file is None:
            missing += [char for char in run.text if not char.isspace()]
            continue
        shaped = _shaped(run, font, size, x)
        glyphs += shaped
        x += sum(glyph.advance for glyph in shaped)
    return ShapedText(glyphs=tuple(glyphs), advance=x, missing=tuple(dict.fromkeys(missing)))


def missing_letters(text: str, font: Font) -> tuple[str, ...]:
    """Return the letters of a text that a font lacks, each once."""
    text = unicodedata.normalize("NFC", text)
    lacks = [char for char in text if not char.isspace() and not _files_with((char,), font)]
    return tuple(dict.fromkeys(lacks))


@functools.lru_cache(maxsize=32)
def cap_height(font: Font) -> float:
    """Return the height of a capital H, in ems."""
    (glyph,) = shape_text("H", font=font, size=1.0).glyphs
    return -min(y for ring in glyph.rings for segment in ring for _, y in segment)


def _runs(text: str, font: Font) -> list[_Run]:
    levels = _levels(text)
    runs: list[_Run] = []
    for cluster, level in _clusters(text, levels):
        files = _files_with(cluster, font)
        last = runs[-1] if runs else None
        file = files[0] if files else None
        if last is not None and last.file in files:
            file = last.file
        if last is not None and (last.file, last.level) == (file, level):
            runs[-1] = _Run(text=last.text + "".join(cluster), level=level, file=file)
        else:
            runs.append(_Run(text="".join(cluster), level=level, file=file))
    return runs


def _clusters(text: str, levels: Sequence[int]) -> list[tuple[tuple[str, ...], int]]:
    """Return letters with the marks that belong to them, and their level."""
    found: list[tuple[tuple[str, ...], int]] = []
    for char, level in zip(text, levels, strict=True):
        if unicodedata.combining(char) and found:
            found[-1] = ((*found[-1][0], char), found[-1][1])
        else:
            found.append(((char,), level))
    return found


def _levels(text: str) -> list[int]:
    """Return each letter's embedding level: even from left to right, odd from right to left.

    The Unicode bidirectional algorithm without explicit marks: what has no direction takes
    that of both neighbours where they agree, else that of the text.
    """
    kinds = [unicodedata.bidirectional(char) for char in text]
    strong = [k for k in kinds if k == "L" or k in _RIGHT_TO_LEFT]
    base = 1 if strong and strong[0] in _RIGHT_TO_LEFT else 0
    before: list[str] = []
    for kind in kinds:
        known = "R" if kind in _RIGHT_TO_LEFT else kind if kind == "L" or kind in _NUMBERS else ""
        if known in _NUMBERS and next((k for k in reversed(before) if k in {"L", "R"}), "") == "L":
            known = "L"
        before.append(known)
    return [_level(i, before, base) for i in range(len(text))]


def _level(at: int, kinds: Sequence[str], base: int) -> int:
    kind = kinds[at]
    if not kind:
        left = next((k for k in reversed(kinds[:at]) if k), "")
        right = next((k for k in kinds[at:] if k), "")
        sides = {"R" if k in {"R", *_NUMBERS} and base else k for k in (left, right)}
        kind = sides.pop() if len(sides) == 1 else ""
    if kind == "R":
        return 1
    if kind in _NUMBERS:
        return 2 if base or "R" in kinds[:at] else 0
    if kind == "L":
        return 2 * base
    return base


def _in_visual_order(runs: Sequence[_Run]) -> list[_Run]:
    """Return runs from left to right: each stretch of a level and above is turned round."""
    order = list(runs)
    for level in range(max((run.level for run in runs), default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and order[end].level >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def _files_with(chars: Iterable[str], font: Font) -> list[int]:
    points = {ord(char) for char in chars}
    return [i for i in range(len(font.files)) if points <= _face(font, i).letters]


@functools.lru_cache(maxsize=64)
def _face(font: Font, file: int) -> _Face:
    sfnt = TTFont(font.files[file])
    sfnt.flavor = None
    data = io.BytesIO()
    sfnt.save(data)
    shaper = uharfbuzz.Font(uharfbuzz.Face(data.getvalue()))
    plain = TTFont(io.BytesIO(data.getvalue()))
    return _Face(
        units=plain["head"].unitsPerEm,
        letters=frozenset(plain.getBestCmap()),
        shaper=shaper,
        glyph_set=plain.getGlyphSet(),
        glyph_names=plain.getGlyphOrder(),
    )


def _shaped(run: _Run, font: Font, size: float, start: float) -> list[Glyph]:
    file = run.file if run.file is not None else 0
    face = _face(font, file)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    uharfbuzz.shape(face.shaper, buffer)
    scale = size / face.units
    clusters = [*sorted({info.cluster for info in buffer.glyph_infos}), len(run.text)]
    glyphs, x = [], start
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        end = clusters[clusters.index(info.cluster) + 1]
        glyphs.append(
            Glyph(
                rings=tuple(
                    [tuple((px * scale, py * scale) for px, py in segment) for segment in ring]
                    for ring in _outline(font, file, info.codepoint)
                ),
                x=x + position.x_offset * scale,
                y=-position.y_offset * scale,
                advance=position.x_advance * scale,
                text=run.text[info.cluster : end],
            )
        )
        x += position.x_advance * scale
    return glyphs


@functools.lru_cache(maxsize=4096)
def _outline(font: Font, file: int, glyph: int) -> tuple[Ring, ...]:
    """Return a glyph's outline in font units, y down; its parts that overlap are united."""
    face = _face(font, file)
    pen = DecomposingRecordingPen(face.glyph_set)
    face.glyph_set[face.glyph_names[glyph]].draw(pen)
    rings: list[Ring] = []
    start = at = (0.0, 0.0)
    for name, points in pen.value:
        if name == "moveTo":
            rings.append([])
            start = at = points[0]
        elif name == "lineTo":
            rings[-1].append((points[0],))
            at = points[0]
        elif name == "curveTo":
            rings[-1].append(tuple(points))
            at = points[-1]
        elif name == "qCurveTo":
            rings[-1] += quadratic(at, points)
            at = points[-1]
        elif name == "closePath" and at != start:
            rings[-1].append((start,))
    flipped = [[tuple((x, -y) for x, y in segment) for segment in ring] for ring in rings]
    return tuple(unite(flipped))
