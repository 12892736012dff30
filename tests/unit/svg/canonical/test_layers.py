"""Few layers that look the same; white is a hole; clips cut only where they must."""

from __future__ import annotations

import math

import pytest

from tests.unit.svg.canonical.documents import (
    area,
    box,
    canonical,
    codes,
    contours,
    data,
    drawn,
    fills,
    paths,
)

BLACK, RED = "#000000", "#ff0000"
GROUND = '<rect width="100" height="100" fill="white"/>'
BIG = '<circle cx="50" cy="50" r="40"/>'


def rect(x: float, fill: str = "black", size: float = 10) -> str:
    return f'<rect x="{x}" width="{size}" height="{size}" fill="{fill}"/>'


@pytest.mark.parametrize(
    ("body", "layers"),
    [
        (rect(0) + rect(20) + rect(40), [BLACK]),
        # Edges that touch hide nothing.
        (rect(0) + rect(10), [BLACK]),
        # By even-odd filling in one path, the overlap would be a hole.
        (rect(0) + rect(5), [BLACK, BLACK]),
        (rect(0) + rect(20, "red") + rect(40), [BLACK, RED]),
        # The third would slip below the second.
        (rect(0) + rect(20, "red") + rect(25), [BLACK, RED, BLACK]),
        (rect(0) + rect(20, "red") + rect(25) + rect(60), [BLACK, RED, BLACK]),
        (rect(0, size=50) + rect(5, "red") + rect(30, "red"), [BLACK, RED]),
    ],
)
def test_pieces_of_a_paint_are_one_layer_where_that_hides_nothing(
    body: str, layers: list[str]
) -> None:
    assert fills(body) == layers


def test_a_rings_hole_is_room_for_another_of_its_colour() -> None:
    ring = '<path fill-rule="evenodd" d="M0 0h90v90h-90zM20 20h50v50h-50z"/>'
    assert fills(ring + '<rect x="30" y="30" width="9" height="9"/>') == [BLACK]


def test_white_in_the_midst_of_ink_is_a_hole_with_its_own_curves() -> None:
    body = f'{BIG}<circle cx="50" cy="50" r="10" fill="#fff"/>'
    assert area(drawn(body)) == pytest.approx(math.pi * (1600 + 100), rel=1e-4)
    assert contours(drawn(body)).kinds.all()
    assert codes(body) == ["white_cut_out"]


def test_white_on_several_pieces_is_a_hole_in_each() -> None:
    red = '<circle cx="50" cy="50" r="30" fill="red"/>'
    body = f'{BIG}{red}<circle cx="50" cy="50" r="9" fill="#fff"/>'
    assert [d.count("M") for d in data(body)] == [2, 2]


def test_ink_on_the_white_stays() -> None:
    body = (
        f'{BIG}<circle cx="50" cy="50" r="30" fill="white"/><circle cx="50" cy="50" r="20"/>'
        '<circle cx="50" cy="50" r="10" fill="white"/>'
    )
    drawing = drawn(body)
    assert len(contours(drawing)) == 4
    assert contours(drawing).kinds.all()


def test_white_across_an_edge_is_subtracted() -> None:
    body = rect(10, size=20) + '<rect x="20" width="50" height="90" fill="white"/>'
    assert data(body) == ["M10 20l0-20 10 0 0 20z"]
    assert codes(body) == ["white_subtracted"]


def test_white_leaves_the_curves_that_it_does_not_meet() -> None:
    ring = '<path d="M0 0h90v90h-90zM45 20a9 9 0 0 0 0 18a9 9 0 0 0 0-18z"/>'
    body = f'{ring}<rect x="80" y="80" width="20" height="20" fill="white"/>'
    assert "c" in data(body)[0]
    assert codes(body) == ["white_subtracted"]


def test_ink_below_white_is_gone() -> None:
    assert codes(rect(10) + rect(5, "white", 30)) == ["white_subtracted", "empty_drawing"]


def test_a_white_line_across_ink_divides_it() -> None:
    body = f'{BIG}<path d="M0 50h100" stroke="white" stroke-width="4"/>'
    assert len(contours(drawn(body))) == 2
    assert area(drawn(body)) == pytest.approx(math.pi * 1600 - 4 * 80, rel=1e-3)


def test_white_ground_is_left_out_without_a_word() -> None:
    assert codes(GROUND + rect(0)) == []
    assert fills(GROUND + rect(0)) == [BLACK]


def test_white_on_empty_ground_is_left_out() -> None:
    assert codes(rect(0) + rect(40, "white")) == ["white_dropped"]


def test_white_that_is_hardly_there_hides_nothing() -> None:
    veil = '<rect width="9" height="9" fill="white" opacity="0.2"/>'
    assert data(rect(0) + veil) == data(rect(0))


def clipped(clip: str, shape: str, attributes: str = "") -> str:
    return f'<clipPath id="c" {attributes}>{clip}</clipPath><g clip-path="url(#c)">{shape}</g>'


def test_a_clip_around_a_shape_changes_nothing() -> None:
    body = clipped('<rect width="100" height="100"/>', BIG)
    assert data(body) == data(BIG)
    assert codes(body) == []


def test_a_clip_cuts_a_shape() -> None:
    body = clipped('<rect width="50" height="100"/>', BIG)
    assert area(drawn(body)) == pytest.approx(math.pi * 800, rel=1e-3)
    assert codes(body) == ["clip_applied"]


def test_a_clip_leaves_nothing_of_a_shape_beyond_it() -> None:
    assert codes(clipped('<rect width="5" height="5"/>', BIG)) == ["clip_applied", "empty_drawing"]
    assert fills(clipped("", BIG)) == []
    assert fills(clipped('<path d="M0 0h100"/>', BIG)) == []
    assert fills(clipped('<rect width="99" height="99" visibility="hidden"/>', BIG)) == []


def test_a_clip_stands_where_its_user_stands() -> None:
    body = clipped('<rect width="10" height="10"/>', rect(0, size=50))
    assert box(drawn(f'<g transform="translate(20 30) scale(2)">{body}</g>')) == [20, 30, 40, 50]


def test_a_clip_in_shares_of_the_box() -> None:
    half = '<rect width="0.5" height="1"/>'
    body = clipped(
        half, '<rect x="20" y="20" width="40" height="20"/>', 'clipPathUnits="objectBoundingBox"'
    )
    assert box(drawn(body)) == [20, 20, 40, 40]


def test_the_parts_of_a_clip_are_united_and_its_rule_is_its_own() -> None:
    parts = '<rect width="20" height="20"/><rect x="10" width="20" height="20"/>'
    assert box(drawn(clipped(parts, BIG.replace("40", "50")))) is not None
    ring = '<path clip-rule="evenodd" d="M0 0h100v100h-100zM40 40h20v20h-20z"/>'
    assert len(contours(drawn(clipped(ring, BIG)))) == 2


def test_a_clip_that_is_not_there_clips_nothing() -> None:
    assert data('<g clip-path="url(#none)"><rect width="9" height="9"/></g>') == [
        "M0 0l9 0 0 9-9 0z"
    ]


def test_a_thin_line_stays_a_line_when_it_is_cut() -> None:
    line = '<path d="M0 50h100" stroke="red" stroke-width="0.1"/>'
    (path,) = paths(drawn(clipped('<rect x="20" width="50" height="100"/>', line)))
    assert (path["stroke-width"], path["d"]) == ("0.1", "M20 50l50 0")


def test_a_wide_one_gets_the_outline_of_what_is_left() -> None:
    line = '<path d="M0 50h100" stroke="red" stroke-width="8"/>'
    (path,) = paths(drawn(clipped('<rect x="20" y="50" width="50" height="100"/>', line)))
    assert path["fill"] == RED
    assert box(drawn(clipped('<rect x="20" y="50" width="50" height="100"/>', line))) == [
        20,
        50,
        70,
        54,
    ]


def test_a_layer_of_a_single_shape_keeps_its_name() -> None:
    body = '<rect id="cut" x="50" width="9" height="9"/><circle id="engrave" r="9" fill="red"/>'
    assert [path["id"] for path in paths(drawn(body))] == ["cut", "engrave"]
    assert "id" not in paths(drawn(body.replace("red", "black")))[0]
    assert "id" not in paths(drawn('<rect id="Layer_1" width="9" height="9"/>'))[0]


def test_nothing_to_draw_is_an_empty_drawing_with_a_warning() -> None:
    result = canonical("")
    assert result.drawing.layers == ()
    assert [warning["code"] for warning in result.warnings] == ["empty_drawing"]
