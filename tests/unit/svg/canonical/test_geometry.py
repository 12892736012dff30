"""Shapes end up where the document puts them, to the micrometre."""

from __future__ import annotations

import math

import pytest

from tests.unit.svg.canonical.documents import area, box, codes, contours, data, drawn

SYMBOL = '<symbol id="a" viewBox="0 0 2 2"><rect width="2" height="2"/></symbol>'
USE = '<use href="#a" x="20" y="30" width="10" height="10"/>'
SQUARE_AT_20_30 = "M20 30l10 0 0 10-10 0z"


@pytest.mark.parametrize(
    "body",
    [
        '<rect x="20" y="30" width="10" height="10"/>',
        '<g transform="translate(20 30)"><rect width="10" height="10"/></g>',
        '<g transform="translate(10,10) scale(2)"><rect x="5" y="10" width="5" height="5"/></g>',
        '<path d="M20 30h10v10h-10z"/>',
        '<path d="m 20,30 10,0 0,10 -10,0 0,-10"/>',
        '<polygon points="20,30 30,30 30,40 20,40"/>',
        '<polyline points="20 30 30 30 30 40 20 40 20 30"/>',
        '<rect x="20%" y="30%" width="10%" height="10%"/>',
        '<svg x="20" y="30" width="10" height="10" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>',
        '<defs><rect id="a" width="10" height="10"/></defs><use href="#a" x="20" y="30"/>',
        f"{SYMBOL}{USE}",
        '<rect transform="matrix(0 10 10 0 20 30)" width="1" height="1"/>',
    ],
)
def test_a_square_of_10_mm_is_one_however_it_is_written(body: str) -> None:
    drawing = drawn(body)
    assert box(drawing) == pytest.approx([20, 30, 30, 40], abs=0.0005)
    assert contours(drawing).nodes == 4
    assert area(drawing) == pytest.approx(100, abs=0.001)


def test_transforms_apply_from_the_inside_out() -> None:
    body = (
        '<g transform="translate(10,10)"><g transform="rotate(90) scale(2)">'
        '<rect x="10" y="-10" width="5" height="5"/></g></g>'
    )
    assert data(body) == ["M30 30l0 10-10 0 0-10z"]


def test_quarter_turns_are_exact() -> None:
    assert data('<rect transform="rotate(-270 50 50)" x="60" y="20" width="10" height="10"/>') == [
        "M80 60l0 10-10 0 0-10z"
    ]


@pytest.mark.parametrize("transform", ["skewX(45)", "matrix(1 0 1 1 0 0)"])
def test_a_skew_keeps_the_area(transform: str) -> None:
    drawing = drawn(f'<rect transform="{transform}" width="10" height="10"/>')
    assert box(drawing) == pytest.approx([0, 0, 20, 10], abs=0.0005)
    assert area(drawing) == pytest.approx(100, abs=0.001)


def test_a_transform_in_error_is_left_out() -> None:
    assert data('<rect transform="spin(3)" x="20" y="30" width="10" height="10"/>') == [
        SQUARE_AT_20_30
    ]


@pytest.mark.parametrize(
    "body",
    [
        '<circle cx="50" cy="50" r="{r}"/>',
        '<ellipse cx="50" cy="50" rx="{r}" ry="{r}"/>',
        '<rect x="{x}" y="{x}" width="{d}" height="{d}" rx="{r}"/>',
        '<path d="M{x} 50a{r} {r} 0 0 1 {d} 0a{r} {r} 0 01-{d} 0"/>',
        '<path d="M50 50m-{r} 0a{r},{r} 0 1,0 {d},0a{r},{r} 0 1,0 -{d},0"/>',
    ],
)
@pytest.mark.parametrize("r", [5, 40])
def test_circles_enclose_their_area_to_a_hundredth_of_a_percent(body: str, r: int) -> None:
    drawing = drawn(body.format(r=r, d=2 * r, x=50 - r))
    assert area(drawing) == pytest.approx(math.pi * r * r, rel=1e-4)
    # Small ones need no more than four curves.
    assert contours(drawing).nodes <= (4 if r == 5 else 8)


def test_radii_too_small_for_an_arc_grow() -> None:
    assert area(drawn('<path d="M10 10a1 1 0 0 1 20 0z"/>')) == pytest.approx(
        math.pi * 50, rel=1e-4
    )


def test_a_turned_elliptical_arc() -> None:
    # From one end of the longer axis to the other.
    half = area(drawn('<path d="M35.8578644 35.8578644a20 10 45 0 1 28.2842712 28.2842712z"/>'))
    assert half == pytest.approx(math.pi * 20 * 10 / 2, rel=1e-4)


def test_rounded_corners_are_quarter_ellipses() -> None:
    body = '<rect width="40" height="30" rx="10" ry="5"/>'
    assert area(drawn(body)) == pytest.approx(1200 - (4 - math.pi) * 50, rel=1e-4)


def test_one_radius_stands_for_the_other() -> None:
    one, both = (f'<rect width="40" height="30" {radii}/>' for radii in ('ry="5"', 'rx="5" ry="5"'))
    assert data(one) == data(both)


@pytest.mark.parametrize(
    ("aspect", "expected"),
    [
        ("xMidYMid meet", [25, 0, 75, 50]),
        ("xMinYMin", [0, 0, 50, 50]),
        ("xMaxYMid", [50, 0, 100, 50]),
        ("none", [0, 0, 100, 50]),
        # What lies beyond the viewport is cut off.
        ("xMidYMin slice", [0, 0, 100, 50]),
    ],
)
def test_a_nested_viewport_places_its_view_box(aspect: str, expected: list[float]) -> None:
    body = (
        f'<svg width="100" height="50" viewBox="0 0 10 10" preserveAspectRatio="{aspect}">'
        '<rect width="10" height="10"/></svg>'
    )
    assert box(drawn(body)) == pytest.approx(expected, abs=0.0005)


def test_a_symbol_is_drawn_only_where_it_is_used() -> None:
    assert codes('<symbol id="a"><rect width="9" height="9"/></symbol>') == ["empty_drawing"]


def test_a_circle_of_uses_is_cut_and_a_missing_one_left_out() -> None:
    body = '<g id="a"><use href="#a"/><use href="#b"/><rect width="9" height="9"/></g>'
    assert set(data(body)) == {"M0 0l9 0 0 9-9 0z"}


def test_curves_stay_curves() -> None:
    assert data('<path d="M10 10C20 0 30 0 40 10Q50 20 60 10z"/>') == [
        "M10 10c10-10 20-10 30 0 6.667 6.667 13.333 6.667 20 0z"
    ]
