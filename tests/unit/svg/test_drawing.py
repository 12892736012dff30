"""The canonical document."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from artstudio.svg.contours import contours_from_rings
from artstudio.svg.drawing import Drawing, Layer

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
