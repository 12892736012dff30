"""The canonical document."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable

import numpy as np
import pytest

from artstudio.geometry.contours import (
    Contours,
    Strokes,
    contours_from_rings,
    strokes_from_lines,
)
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer

SQUARE = contours_from_rings([[((10, 0),), ((10, 10),), ((0, 10),), ((0, 0),)]])
NOTHING = contours_from_rings([])
TWO_COLOURS = Drawing(100, 66.667, (Layer(SQUARE), Layer(SQUARE.moved(20, 5), "#aa5500")))


def test_the_bytes_are_fixed() -> None:
    assert Drawing(100, 66.6666, (Layer(SQUARE),)).to_svg() == (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="66.667mm" '
        b'viewBox="0 0 100 66.667">\n'
        b'<path fill="#000000" fill-rule="evenodd" d="M0 0l10 0 0 10-10 0z"/>\n'
        b"</svg>\n"
    )


def test_each_colour_is_one_path() -> None:
    root = ET.fromstring(TWO_COLOURS.to_svg())
    assert [path.get("fill") for path in root] == ["#000000", "#aa5500"]


def test_a_colour_without_contours_has_no_path() -> None:
    flat = contours_from_rings([[((5, 0),), ((0, 0),)]])
    drawing = Drawing(10, 10, (Layer(NOTHING), Layer(flat)))
    assert len(ET.fromstring(drawing.to_svg())) == 0


def test_a_stored_drawing_reads_back() -> None:
    svg = TWO_COLOURS.to_svg()
    back = Drawing.from_svg(svg)
    assert back.to_svg() == svg
    assert (back.width_mm, back.height_mm) == (100, 66.667)


@pytest.mark.parametrize(
    "change",
    [
        (b"100mm", b"101mm"),
        (b"evenodd", b"nonzero"),
        (b"</svg>\n", b"</svg>"),
        (b"<path", b"<script/><path"),
        (b"M0 0l", b"M0 0L"),
    ],
)
def test_other_documents_are_not_read(change: tuple[bytes, bytes]) -> None:
    with pytest.raises(ValueError, match=r"canonical|M to z|M has"):
        Drawing.from_svg(TWO_COLOURS.to_svg().replace(*change))


def _line(*points: tuple[float, float], is_open: bool = True) -> Strokes:
    return strokes_from_lines([(points[0], [(point,) for point in points[1:]], is_open)])


def test_a_stroke_is_drawn_once_and_a_closed_one_ends_with_z() -> None:
    drawing = Drawing(
        20,
        10,
        (
            StrokeLayer(_line((0, 0), (10, 0), (10, 5)), "#ff0000", 0.2, "score", cap="round"),
            StrokeLayer(_line((1, 1), (3, 1), (3, 3), is_open=False), join="bevel"),
        ),
    )
    svg = drawing.to_svg().decode()
    assert (
        '<path id="score" fill="none" stroke="#ff0000" stroke-width="0.2" '
        'stroke-linecap="round" d="M0 0l10 0 0 5"/>'
    ) in svg
    assert '<path fill="none" stroke="#000000" stroke-width="0.1" stroke-linejoin="bevel"' in svg
    assert 'd="M1 1l2 0 0 2z"/>' in svg


def test_strokes_and_names_are_read_back_to_the_byte() -> None:
    strokes = strokes_from_lines(
        [
            ((0, 0), [((10, 0), (10, 5), (5, 5))], True),
            ((1, 1), [((3, 1),), ((3, 3),)], False),
            ((5, 5), [((5.0001, 5),)], True),
            ((2, 2), [((4, 2),), ((2.0002, 2.0001),)], True),
        ]
    )
    ring = contours_from_rings([[((1, 1),), ((5, 1),), ((5, 5),)]])
    svg = Drawing(20, 20, (Layer(ring, "#aabbcc", "tone-1"), StrokeLayer(strokes))).to_svg()
    again = Drawing.from_svg(svg)
    assert again.to_svg() == svg
    assert again.layers[0].name == "tone-1"
    (stroked,) = again.stroked
    # What rounds to a point is gone, and what ends where it starts is closed.
    assert stroked.strokes.open.tolist() == [True, False, False]


@pytest.mark.parametrize(
    "layer",
    [
        lambda c: Layer(c, "red"),
        lambda c: Layer(c, name="Tone 1"),
        lambda c: StrokeLayer(Strokes(c, np.zeros(len(c), dtype=bool)), cap="pointed"),
        lambda c: StrokeLayer(Strokes(c, np.zeros(len(c), dtype=bool)), width_mm=0),
    ],
)
def test_what_the_canonical_form_cannot_spell_is_refused(
    layer: Callable[[Contours], Layer | StrokeLayer],
) -> None:
    with pytest.raises(ValueError, match=r"colour|name|stroke"):
        layer(contours_from_rings([[((1, 1),), ((5, 1),), ((5, 5),)]]))


def test_a_name_is_used_once() -> None:
    ring = contours_from_rings([[((1, 1),), ((5, 1),), ((5, 5),)]])
    with pytest.raises(ValueError, match="once"):
        Drawing(10, 10, (Layer(ring, name="a"), Layer(ring, name="a")))
