"""Strokes stay lines that a tool follows once."""

from __future__ import annotations

import math

import numpy as np
import pytest

from artstudio.geometry.drawing import StrokeLayer
from tests.unit.svg.canonical.documents import box, codes, drawn, fills, paths


def line(attributes: str, d: str = "M10 10h50") -> str:
    return f'<path fill="none" stroke="black" {attributes} d="{d}"/>'


def stroke(body: str) -> dict[str, str]:
    (path,) = paths(drawn(body))
    return {name.removeprefix("stroke-"): value for name, value in path.items()}


def test_width_cap_and_join_are_kept() -> None:
    body = line('stroke-width="2.5" stroke-linecap="round" stroke-linejoin="bevel"')
    assert stroke(body) == {
        "fill": "none",
        "stroke": "#000000",
        "width": "2.5",
        "linecap": "round",
        "linejoin": "bevel",
        "d": "M10 10l50 0",
    }


@pytest.mark.parametrize(
    ("transform", "width"),
    [("scale(2)", "2"), ("scale(-3)", "3"), ("rotate(30)", "1"), ("scale(.1)", "0.1")],
)
def test_the_width_grows_with_the_transform(transform: str, width: str) -> None:
    body = f'<g transform="translate(50 50) {transform}">{line("", "M1 1h5")}</g>'
    assert stroke(body)["width"] == width


def test_a_width_that_does_not_scale() -> None:
    body = line('stroke-width="96" vector-effect="non-scaling-stroke"', "M1 1h5")
    assert stroke(f'<g transform="scale(4)">{body}</g>')["width"] == "25.4"


def test_the_thinnest_line_is_a_micrometre_wide() -> None:
    assert stroke(line('stroke-width="0.00001"'))["width"] == "0.001"


@pytest.mark.parametrize("width", ["0", "-1"])
def test_a_line_without_width_is_none(width: str) -> None:
    assert codes(line(f'stroke-width="{width}"')) == ["zero_area_parts_dropped", "empty_drawing"]


def test_a_wide_line_that_is_stretched_becomes_an_outline() -> None:
    wide = line('stroke-width="2"', "M10 10h50")
    body = f'<g transform="scale(1 4)">{wide}</g>'
    assert fills(body) == ["#000000"]
    assert box(drawn(body)) == [10, 36, 60, 44]
    assert codes(body) == ["stroke_outlined"]


def test_a_closed_line_stays_closed_and_an_open_one_open() -> None:
    assert stroke(line("", "M10 10h10v10z"))["d"] == "M10 10l10 0 0 10z"
    assert stroke(line("", "M10 10h10v10"))["d"] == "M10 10l10 0 0 10"


def test_fill_and_stroke_are_two_layers_in_the_order_asked_for() -> None:
    both = '<rect {} fill="red" stroke="blue" x="9" y="9" width="9" height="9"/>'
    drawing = drawn(both.format(""))
    assert [isinstance(layer, StrokeLayer) for layer in drawing.layers] == [False, True]
    drawing = drawn(both.format('paint-order="stroke"'))
    assert [isinstance(layer, StrokeLayer) for layer in drawing.layers] == [True, False]


def test_lines_of_one_paint_are_one_layer_even_where_they_cross() -> None:
    assert stroke(line("") + line("", "M20 0v50"))["d"] == "M10 10l50 0M20 0l0 50"
    assert len(paths(drawn(line("") + line('stroke-width="2"', "M20 0v50")))) == 2


@pytest.mark.parametrize(
    ("dashes", "expected"),
    [
        ("20 10", "M10 10l20 0M40 10l20 0"),
        ("20", "M10 10l20 0M50 10l10 0"),
        ("20,5,5", "M10 10l20 0M35 10l5 0"),
        ("50%", "M10 10l50 0"),
        ("none", "M10 10l50 0"),
        ("5 -1", "M10 10l50 0"),
        ("0 0", "M10 10l50 0"),
    ],
)
def test_dashes_are_cut_up(dashes: str, expected: str) -> None:
    assert stroke(line(f'stroke-dasharray="{dashes}"'))["d"].startswith(expected)


def test_dashes_begin_at_the_offset_and_go_round_corners() -> None:
    body = line('stroke-dasharray="20 10" stroke-dashoffset="15"', "M10 10h10v30")
    assert stroke(body)["d"] == "M10 10l5 0M20 15l0 20"
    assert stroke(line('stroke-dasharray="15 5"', "M10 10h10v10"))["d"] == "M10 10l10 0 0 5"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("8", "M10 10l20 0M50 10l20 0"),
        ("80", "M10 10l2 0M14 10l2 0"),
        ("0", "M10 10l80 0"),
        ("-1", "M10 10l2 0M14 10l2 0"),
    ],
)
def test_dashes_are_parts_of_the_length_that_is_stated(stated: str, expected: str) -> None:
    body = line(f'stroke-dasharray="2" pathLength="{stated}"', "M10 10h80")
    assert stroke(body)["d"].startswith(expected)


def test_dashes_along_a_curve_have_their_length() -> None:
    circle = '<circle cx="50" cy="50" r="40" fill="none" stroke="black" stroke-dasharray="1 9"/>'
    (layer,) = drawn(circle).layers
    assert isinstance(layer, StrokeLayer)
    contours = layer.strokes.contours
    chords = np.hypot(*(contours.points[:, 2] - contours.starts()).T) * layer.strokes.drawn
    assert len(layer.strokes) == math.ceil(2 * math.pi * 40 / 10)
    assert np.add.reduceat(chords, contours.offsets[:-1]) == pytest.approx(np.ones(26), abs=0.003)


def test_dashes_without_length_are_dots_where_caps_show_them() -> None:
    body = line('stroke-width="4" stroke-linecap="round" stroke-dasharray="0 10"')
    assert stroke(body)["d"].count("M") == 5


def test_a_line_without_length_is_a_dot_where_caps_show_it() -> None:
    assert stroke(line('stroke-linecap="round"', "M5 5h0"))["d"] == "M5 5l.002 0"
    assert codes(line("", "M5 5h0")) == ["zero_area_parts_dropped", "empty_drawing"]


def test_more_dashes_than_can_be_cut_are_one_line() -> None:
    body = line('stroke-dasharray="0.001"')
    assert stroke(body)["d"] == "M10 10l50 0"
    assert codes(body) == ["dashes_dropped"]
