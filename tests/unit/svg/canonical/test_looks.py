"""A foreign drawing looks the same in canonical form, and is canonical then."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from artstudio.geometry.drawing import Drawing
from artstudio.svg.importer import ForeignDrawing, foreign_drawing
from artstudio.svg.render import render_png

BENIGN = sorted((Path(__file__).parents[1] / "sanitizer" / "benign").glob("*.svg"))
WIDTH_PX = 640


def pixels(svg: bytes) -> NDArray[np.int64]:
    png = render_png(svg, width_px=WIDTH_PX)
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(np.int64)


def sanitised_in_pixels(foreign: ForeignDrawing) -> bytes:
    """Return the sanitised document at exactly the size at which the drawing is rendered.

    Otherwise resvg rounds its millimetres to pixels, and stretches it by that.
    """
    width, height = foreign.drawing.width_mm, foreign.drawing.height_mm
    head, body = foreign.clean.svg.split(b">", 1)
    head = re.sub(rb' (?:width|height)="[^"]*"', b"", head)
    if b"viewBox" not in head:
        head += b' viewBox="0 0 %g %g"' % (width * 96 / 25.4, height * 96 / 25.4)
    size = (WIDTH_PX, max(1, round(WIDTH_PX * height / width)))
    return head + b' width="%d" height="%d">' % size + body


def agreement(one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """Return the intersection over union of what is not white."""
    a, b = ((image < 245).any(axis=2) for image in (one, other))
    return float((a & b).sum() / (a | b).sum())


def test_there_are_enough_of_them() -> None:
    assert len(BENIGN) >= 20


@pytest.mark.parametrize("file", BENIGN, ids=lambda file: file.stem)
def test_a_foreign_drawing_looks_the_same(file: Path) -> None:
    foreign = foreign_drawing(file.read_bytes())
    before, after = pixels(sanitised_in_pixels(foreign)), pixels(foreign.drawing.to_svg())
    # The renderer is given no fonts, and ours draws text as outlines.
    has_text = "text_outlined" in {warning["code"] for warning in foreign.warnings}
    assert agreement(before, after) > (0.98 if has_text else 0.99)


@pytest.mark.parametrize("file", BENIGN, ids=lambda file: file.stem)
def test_the_canonical_form_is_canonical(file: Path) -> None:
    svg = foreign_drawing(file.read_bytes()).drawing.to_svg()
    assert Drawing.from_svg(svg).to_svg() == svg
    again = foreign_drawing(svg)
    assert again.drawing.to_svg() == svg
    assert again.warnings == ()


def test_the_size_asked_for_reaches_the_drawing() -> None:
    foreign = foreign_drawing(BENIGN[0].read_bytes(), width_mm=80, height_mm=80)
    assert (foreign.drawing.width_mm, foreign.drawing.height_mm) == (80, 80)


def test_warnings_of_both_steps_are_told() -> None:
    svg = b'<svg width="9mm" height="9mm"><script/><text>a</text><path d="M0 0h9v9z"/></svg>'
    codes = [warning["code"] for warning in foreign_drawing(svg).warnings]
    assert "active_content_removed" in codes
    assert "text_outlined" in codes


def test_a_drawing_of_our_own_comes_back_as_it_was() -> None:
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="66.667mm" height="50mm" '
        b'viewBox="0 0 66.667 50">\n'
        b'<path id="tone-1" fill="#808080" fill-rule="evenodd" d="M1 1l40 0 0 40-40 0z"/>\n'
        b'<path id="tone-2" fill="#000000" fill-rule="evenodd" '
        b'd="M5 5l30 0 0 30-30 0zM10 10l5 0 0 5-5 0zM12 12l9 0 0 9-9 0z"/>\n'
        b'<path id="score" fill="none" stroke="#0000ff" stroke-width="0.1" '
        b'stroke-linecap="round" d="M50 5c0 5 5 10 10 10M50 30l9 9-9 0z"/>\n'
        b"</svg>\n"
    )
    foreign = foreign_drawing(svg)
    assert foreign.drawing.to_svg() == svg
    assert foreign.warnings == ()
