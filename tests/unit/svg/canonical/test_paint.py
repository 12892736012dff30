"""Which colour a shape has in the end, and what is left out because nobody sees it."""

from __future__ import annotations

import pytest

from artstudio.geometry.drawing import Layer
from tests.unit.svg.canonical.documents import (
    canonical,
    codes,
    contours,
    data,
    drawn,
    fills,
    paths,
)

PLAIN = '<rect width="10" height="10"/>'
STOPS = '<stop stop-color="#f00"/><stop offset="1" stop-color="#00f"/>'


def rect(attributes: str) -> str:
    return f'<rect {attributes} width="10" height="10"/>'


def group(attributes: str, body: str) -> str:
    return f"<g {attributes}>{body}</g>"


@pytest.mark.parametrize(
    ("body", "fill"),
    [
        (PLAIN, "#000000"),
        (rect('fill="red"'), "#ff0000"),
        (rect('fill="#1a2b3c"'), "#1a2b3c"),
        (rect('fill="hsl(120, 100%, 25%)"'), "#008000"),
        (group('fill="red"', PLAIN), "#ff0000"),
        (group('fill="red"', rect("fill='blue'")), "#0000ff"),
        (group('fill="red"', rect("fill='inherit'")), "#ff0000"),
        (group('color="red"', rect("fill='currentColor'")), "#ff0000"),
        # The keyword is inherited, and means the colour of where it is used.
        (group('fill="currentColor" color="red"', rect('color="blue"')), "#0000ff"),
        (
            '<g fill="red"><rect id="a" width="9" height="9"/></g><use href="#a" fill="blue"/>',
            None,
        ),
        (rect('fill="url(#none) lime"'), "#00ff00"),
    ],
)
def test_the_colour_in_force(body: str, fill: str | None) -> None:
    assert fills(body) == ([fill] if fill else ["#ff0000", "#0000ff"])


@pytest.mark.parametrize(
    "attributes",
    [
        'fill="none"',
        'fill="nonsense"',
        'fill="transparent"',
        'fill="url(#none)"',
        'fill-opacity="0"',
        'opacity="0%"',
        'visibility="hidden"',
    ],
)
def test_what_cannot_be_seen_is_left_out(attributes: str) -> None:
    assert codes(rect(attributes)) == ["invisible_parts_dropped", "empty_drawing"]


def test_a_part_may_be_visible_in_a_hidden_group() -> None:
    body = group('visibility="hidden"', rect('visibility="visible"'))
    assert fills(body) == ["#000000"]


def test_nothing_in_a_group_that_is_not_displayed_is_drawn() -> None:
    assert fills(group('display="none"', PLAIN)) == []
    assert fills(f"<defs>{PLAIN}</defs>") == []


@pytest.mark.parametrize(
    "shape",
    [
        '<rect width="0" height="10"/>',
        '<circle r="-1"/>',
        '<path d="M5 5h10"/>',
        '<line x2="50" y2="50"/>',
        '<polygon points="1 1 2 2 3 3"/>',
        '<g transform="scale(1e-7)"><rect width="10" height="10"/></g>',
    ],
)
def test_what_has_no_area_is_left_out(shape: str) -> None:
    assert codes(shape) == ["zero_area_parts_dropped", "empty_drawing"]


def test_what_lies_beyond_the_sheet_is_left_out() -> None:
    body = '<circle cx="-20" r="9"/><circle cx="5" cy="5" r="9"/>'
    assert codes(body) == ["outside_parts_dropped", "beyond_sheet_cut"]
    assert len(paths(drawn(body))) == 1


def test_what_crosses_the_edge_of_the_sheet_is_cut_there_and_told_with_its_place() -> None:
    result = canonical('<circle cx="0" cy="50" r="30"/><path d="M50 20H160" stroke="red"/>')
    (warning,) = [w for w in result.warnings if w["code"] == "beyond_sheet_cut"]
    assert warning["places"] == [{"x_mm": 0, "y_mm": 50}, {"x_mm": 100, "y_mm": 20}]
    for layer in result.drawing.layers:
        contours = layer.contours if isinstance(layer, Layer) else layer.strokes.contours
        assert contours.points.min() >= 0
        assert contours.points.max() <= 100


def test_a_stroke_along_the_edge_of_the_sheet_stays_a_line() -> None:
    body = '<rect width="100" height="100" fill="none" stroke="red" stroke-width="2"/>'
    (layer,) = drawn(body).stroked
    assert len(layer.strokes) == 1
    assert codes(body) == []


def test_what_reaches_beyond_all_measure_is_left_out() -> None:
    assert codes('<rect width="1e12" height="9"/>' + PLAIN) == ["unusable_coordinates_dropped"]


def test_what_reaches_far_beyond_the_sheet_is_cut_off_where_nobody_sees_it() -> None:
    body = '<path d="M0 -1e6L1e6 1e6H-1e6z"/>'
    assert fills(body) == ["#000000"]
    assert codes(body) == ["beyond_sheet_cut"]


def text(words: str, more: str = "") -> str:
    return f'<text x="10" y="50" font-size="20" {more}>{words}</text>'


def test_text_becomes_outlines_and_it_is_told() -> None:
    assert codes(text("one")) == ["text_outlined"]
    (layer,) = drawn(text("on")).filled
    # The o is a ring with a hole, the n one contour.
    assert len(layer.contours) == 3


def test_text_stands_where_it_is_anchored() -> None:
    def middle(anchor: str) -> float:
        (layer,) = drawn(text("mm", f'text-anchor="{anchor}"').replace('"10"', '"50"')).filled
        x = layer.contours.points[:, 2, 0]
        return float(x.min() + x.max()) / 2

    assert middle("middle") == pytest.approx(50, abs=0.5)
    assert middle("start") - 50 == pytest.approx(50 - middle("end"), abs=0.5)


def test_parts_of_a_text_have_their_own_paint_and_place() -> None:
    body = text('one <tspan fill="red" x="50" y="80">two</tspan>')
    assert fills(body) == ["#000000", "#ff0000"]
    assert drawn(body).filled[1].contours.points[..., 1].min() > 60


def test_letters_that_no_font_has_are_left_out_and_told() -> None:
    assert codes(text("\U0001f989") + PLAIN) == ["text_dropped"]


def test_blank_text_is_nothing() -> None:
    assert codes(text("  ") + PLAIN) == []


def test_text_clips() -> None:
    clip = f'<clipPath id="c">{text("o")}</clipPath>'
    body = clip + '<rect width="100" height="100" clip-path="url(#c)"/>'
    assert len(contours(drawn(body))) == 2


def test_each_warning_counts_and_says_what_to_do() -> None:
    (warning,) = canonical(text("one") + text("two") + PLAIN).warnings
    assert warning["message"].startswith("Texts drawn as outlines")
    assert ": 2." in warning["message"]
    assert "convert text to paths" in warning["message"]


@pytest.mark.parametrize(
    ("attributes", "fill"),
    [
        ('opacity="0.5"', "#808080"),
        ('fill-opacity="50%"', "#808080"),
        ('fill="rgba(0, 0, 0, 0.5)"', "#808080"),
        ('fill="red" opacity="0.5"', "#ff8080"),
    ],
)
def test_transparency_becomes_the_colour_on_white(attributes: str, fill: str) -> None:
    body = rect(attributes)
    assert fills(body) == [fill]
    assert codes(body) == ["transparency_mixed"]


def test_opacities_of_groups_multiply() -> None:
    assert fills(group('opacity="0.8"', rect('opacity="0.75"'))) == ["#666666"]


def test_what_lets_more_than_half_through_is_left_out_and_told() -> None:
    body = PLAIN + group('opacity="0.5"', rect('opacity="0.5"'))
    assert codes(body) == ["clear_parts_dropped"]
    assert len(paths(drawn(body))) == 1


def test_a_half_clear_shape_is_mixed_with_what_it_lies_on() -> None:
    ground = '<rect width="50" height="100" fill="#0000ff"/>'
    body = ground + '<rect y="40" width="100" height="20" fill="#ff0000" opacity="0.6"/>'
    assert fills(body) == ["#0000ff", "#990066", "#ff6666"]
    # The ground is whole below it.
    assert data(body)[0] == "M0 0l50 0 0 100-50 0z"


def test_nearly_opaque_white_cuts_and_half_clear_white_does_not() -> None:
    plate = '<rect x="10" y="20" width="80" height="40"/>'
    bar = '<rect x="40" y="10" width="20" height="60" fill="#fff" opacity="{}"/>'
    assert len(contours(drawn(plate + bar.format(0.97)))) == 2
    assert data(plate + bar.format(0.5))[0] == "M10 20l80 0 0 40-80 0z"


@pytest.mark.parametrize("kind", ["linearGradient", "radialGradient"])
def test_a_gradient_becomes_its_mean_colour(kind: str) -> None:
    body = f'<{kind} id="a">{STOPS}</{kind}>' + rect('fill="url(#a)"')
    assert fills(body) == ["#800080"]
    assert codes(body) == ["gradient_flattened"]


def test_the_mean_of_a_gradient_goes_by_where_its_stops_are() -> None:
    stops = '<stop offset=".75" stop-color="#f00"/><stop offset=".75" stop-color="#00f"/>'
    body = f'<linearGradient id="a">{stops}</linearGradient>' + rect('fill="url(#a)"')
    assert fills(body) == ["#bf0040"]


def test_a_gradient_takes_the_stops_of_another() -> None:
    gradients = f'<linearGradient id="a" href="#b"/><linearGradient id="b">{STOPS}</linearGradient>'
    assert fills(gradients + rect('fill="url(#a)"')) == ["#800080"]


def test_a_gradient_without_stops_paints_nothing() -> None:
    assert fills('<linearGradient id="a"/>' + rect('fill="url(#a) red"')) == []


def test_open_paths_are_closed_and_counted() -> None:
    body = '<path d="M0 0h10v10M20 0h10v10M40 0h10v10l-9.995-10"/>'
    assert codes(body) == ["open_paths_closed"]
    assert data(body)[0].count("z") == 3


def test_pieces_that_cover_nothing_are_no_trouble() -> None:
    sliver = '<path d="M10 10L90 10.0004L10 10.0008Z" fill="{}" opacity="{}"/>'
    body = PLAIN + sliver.format("red", 0.7) + sliver.format("#fff", 1) + sliver.format("red", 1)
    assert fills(body)[0] == "#000000"
