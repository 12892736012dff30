"""Several roles in one drawing, and the order in which its lines are cut."""

from __future__ import annotations

import numpy as np
import pytest

from artstudio.geometry.contours import Strokes, contours_from_rings
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.svg.export.cut_order import in_cut_order, ring_depths
from artstudio.svg.export.options import check_options
from artstudio.svg.export.presets import Role, painted
from artstudio.svg.export.svg import svg
from rmos_runs.errors import InvalidRequest
from tests.unit.cutting.cut_shapes import Ring, box
from tests.unit.svg.export.test_lbrn2 import plate

RED = "#ff0000"


def lines(*rings: Ring) -> Strokes:
    return Strokes(contours_from_rings(rings), np.zeros(len(rings), dtype=bool))


def corners(found: Strokes) -> list[list[float]]:
    at: list[list[float]] = found.contours.points[found.contours.offsets[1:] - 1, 2].tolist()
    return at


def test_outline_inside_and_colours_have_their_roles() -> None:
    roles = {"outline": Role.CUT, "inside": Role.ENGRAVE, "#0000ff": Role.SCORE}
    found = [
        (style.layer, style.filled, len(layer.on_grid))
        for layer, style in painted(plate(), roles=roles)
    ]
    assert found == [("engrave", True, 1), ("score", False, 1), ("cut", False, 2)]


def test_colour_says_more_than_place() -> None:
    two = (
        Layer(contours_from_rings([box(0, 0, 50, 50)])),
        Layer(contours_from_rings([box(10, 10, 5, 5)]), RED),
    )
    found = painted(
        Drawing(60, 60, two), roles={"outline": Role.CUT, "inside": Role.SCORE, RED: Role.ENGRAVE}
    )
    assert [(style.layer, style.filled) for _, style in found] == [
        ("engrave", True),
        ("cut", False),
    ]


def test_what_has_no_role_keeps_its_own_look() -> None:
    found = painted(plate(), roles={"outline": Role.CUT})
    assert [(style.layer, style.colour) for _, style in found] == [
        ("COLOUR_000000", "#000000"),
        ("LINE_0000FF", "#0000ff"),
        ("cut", RED),
    ]


def test_svg_with_roles_has_red_lines_and_a_black_area() -> None:
    data = svg(
        plate(), roles={"outline": Role.CUT, "inside": Role.ENGRAVE, "#0000ff": Role.SCORE}
    ).decode()
    paints = [part.split(" d=")[0] for part in data.split("<path ")[1:]]
    assert paints == [
        'fill="#000000" fill-rule="evenodd"',
        'fill="none" stroke="#0000ff" stroke-width="0.01"',
        'fill="none" stroke="#ff0000" stroke-width="0.01"',
    ]


def test_depth_counts_the_rings_around() -> None:
    rings = box(0, 0, 90, 90), box(10, 10, 60, 60), box(20, 20, 30, 30), box(80, 80, 5, 5)
    assert ring_depths(contours_from_rings(rings)).tolist() == [0, 1, 2, 1]


def test_inner_contours_come_before_outer_ones() -> None:
    rings = box(0, 0, 90, 90), box(10, 10, 60, 60), box(20, 20, 30, 30)
    assert corners(in_cut_order(lines(*rings))) == [[20, 50], [10, 70], [0, 90]]


def test_order_travels_little() -> None:
    places = [(x, y) for x in range(0, 100, 10) for y in range(0, 100, 10)]
    scattered = [places[(37 * k) % 100] for k in range(100)]
    given = lines(*(box(x, y, 2, 2) for x, y in scattered))

    def travel(found: Strokes) -> float:
        at = np.array(corners(found))
        return float(np.hypot(*np.diff(at, axis=0).T).sum())

    assert travel(in_cut_order(given)) < 1.3 * 99 * 10
    assert travel(given) > 3 * travel(in_cut_order(given))


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"roles": {"edge": "cut"}}, "roles"),
        ({"roles": {"outline": "burn"}}, "roles"),
        ({"roles": ["outline"]}, "roles"),
        ({"roles": {"outline": "cut"}, "role": "cut", "preset": "lightburn"}, "roles"),
        ({"roles": {"outline": "cut"}, "format": "png"}, "roles"),
        ({"curves": "arcs"}, "curves"),
        ({"curves": "splines", "format": "dxf-r12"}, "curves"),
        ({"curves": "arcs", "format": "dxf", "preset": "openscad"}, "curves"),
        ({"preset": "openscad"}, "preset"),
        ({"preset": "glowforge", "format": "lbrn2"}, "preset"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(asked: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        check_options(**asked)  # type: ignore[arg-type]
    assert list(refused.value.fields or {}) == [field]


def test_openscad_gets_lines_and_all_others_arcs() -> None:
    assert check_options(format="dxf").curves == "arcs"
    assert check_options(format="dxf-r12").curves == "arcs"
    assert check_options(format="dxf", preset="openscad").curves == "lines"
    assert check_options().curves is None
