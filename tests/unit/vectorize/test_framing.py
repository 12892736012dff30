"""Which part of a picture is traced, and whose size width and height are."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageDraw

from artstudio.geometry.arc_segments import contours_with_arcs
from artstudio.geometry.coverage import agreement, covered_by
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.geometry.grid import dequantize
from artstudio.geometry.polygons import flattened
from artstudio.geometry.primitives import Whole, ring_primitives
from artstudio.vectorize import TraceResult, trace_picture
from rmos_runs.errors import InvalidRequest
from tests.benchmarks.geometry_pictures import circle, polygon
from tests.unit.vectorize.bitmaps import encoded
from tests.unit.vectorize.photographs import corners_seen, photograph

CAMERA = (1600, 1200)
#: A card of 120 x 70 mm with a square and three holes.
CARD = Drawing(
    120.0,
    70.0,
    (
        Layer(
            contours_with_arcs(
                [
                    polygon([(15, 15), (55, 15), (55, 55), (15, 55)]),
                    circle(85, 35, 20),
                    circle(85, 35, 8),
                    circle(35, 35, 10),
                ]
            )
        ),
    ),
)


def box_of(drawing: Drawing) -> list[float]:
    points = flattened(dequantize(drawing.filled[0].on_grid), tolerance_mm=1e-4).points
    return [*points.min(axis=0).tolist(), *points.max(axis=0).tolist()]


def overlap(one: Drawing, other: Drawing) -> float:
    a, b = (covered_by(d, (1400, 2400), 0.05) for d in (one, other))
    return float((a & b).sum() / (a | b).sum())


def bars(width: int = 400, height: int = 300) -> Image.Image:
    """Return white with a black bar from (100, 60) to (300, 160)."""
    image = Image.new("L", (width, height), 255)
    ImageDraw.Draw(image).rectangle((100, 60, 299, 159), fill=0)
    return image


@pytest.mark.parametrize(
    ("size", "sheet"),
    [
        ({"width_mm": 80}, (80, 40)),
        ({"height_mm": 20}, (40, 20)),
        ({}, (100, 50)),
        ({"width_mm": 80, "height_mm": 80}, (80, 80)),
    ],
)
def test_size_by_ink_is_the_size_of_what_is_drawn(
    size: dict[str, Any], sheet: tuple[float, float]
) -> None:
    result = trace_picture(encoded(bars()), size_by="ink", **size)
    drawing = result.drawing
    assert (drawing.width_mm, drawing.height_mm) == pytest.approx(sheet, abs=0.002)
    left, top, right, bottom = box_of(drawing)
    wide = min(sheet[0], 2 * sheet[1])
    assert (right - left, bottom - top) == pytest.approx((wide, wide / 2), abs=0.003)
    assert (left + right) / 2 == pytest.approx(sheet[0] / 2, abs=0.002)
    assert result.ink is not None
    assert agreement(drawing, result.ink, result.mm_per_px, at_mm=result.ink_at_mm) > 0.999


def test_size_by_ink_is_not_misled_by_dust() -> None:
    image = bars()
    image.putpixel((5, 290), 0)
    result = trace_picture(encoded(image), size_by="ink", width_mm=80)
    assert (result.drawing.width_mm, result.drawing.height_mm) == pytest.approx((80, 40), abs=0.01)


@pytest.mark.parametrize("how", [{"tones": 2}, {"method": "centerline"}])
def test_size_by_ink_holds_for_other_methods(how: dict[str, Any]) -> None:
    drawing = trace_picture(encoded(bars()), size_by="ink", width_mm=60, **how).drawing
    assert drawing.width_mm == 60
    assert drawing.height_mm < 31


def test_an_empty_picture_keeps_its_sheet() -> None:
    result = trace_picture(encoded(Image.new("L", (50, 40), 255)), size_by="ink", width_mm=60)
    assert [note["code"] for note in result.warnings] == ["empty_drawing"]


def test_crop_is_a_box_in_parts_of_the_picture() -> None:
    result = trace_picture(encoded(bars()), crop=[0.5, 0, 1, 0.5], width_mm=100)
    assert (result.drawing.width_mm, result.drawing.height_mm) == (100, 75)
    assert box_of(result.drawing) == pytest.approx([0, 30, 50, 75], abs=0.3)
    assert result.options["used"]["frame"]["crop_px"] == [200, 0, 400, 150]
    assert result.options["crop"] == [0.5, 0, 1, 0.5]


def test_crop_auto_is_the_ink_with_a_margin() -> None:
    result = trace_picture(encoded(bars(900, 900)), crop="auto", width_mm=100)
    left, top, right, bottom = box_of(result.drawing)
    assert 1 < left < 15
    assert right > 85
    assert result.drawing.height_mm == pytest.approx(bottom + top, abs=0.2)
    assert result.options["used"]["frame"]["crop_px"] == [86, 46, 314, 174]


def test_a_crop_leaves_what_is_ink_as_it_was() -> None:
    """Cut close to a disc there is more ink than ground; light on dark stays so, and is told."""
    disc = Image.new("L", (600, 600), 255)
    ImageDraw.Draw(disc).rectangle((200, 200, 399, 399), fill=0)
    plain = trace_picture(encoded(disc), size_by="ink", width_mm=50)
    assert plain.measurements.area_mm2 == pytest.approx(2500, rel=0.01)
    dark = trace_picture(encoded(Image.eval(disc, lambda v: 255 - v)), crop="auto", width_mm=50)
    assert [note["code"] for note in dark.warnings] == ["inverted"]
    assert dark.options["used"]["inverted"]
    assert dark.options["invert"] is None


@pytest.mark.parametrize(
    ("tilt", "turn"), [((0.0, 0.0), 0.0), ((0.5, 0.3), 0.1), ((-0.4, 0.5), -0.3), ((0.6, 0.0), 0.0)]
)
@pytest.mark.parametrize("noise", [0.0, 3.0])
def test_corners_square_a_photographed_sheet(
    tilt: tuple[float, float], turn: float, noise: float
) -> None:
    result = squared(tilt, turn, noise, width_mm=120, height_mm=70)
    assert (result.drawing.width_mm, result.drawing.height_mm) == (120, 70)
    assert overlap(result.drawing, CARD) > 0.995
    wholes = [
        r
        for r in ring_primitives(dequantize(result.drawing.filled[0].on_grid))
        if isinstance(r, Whole)
    ]
    assert sorted(w.radii[0] for w in wholes) == pytest.approx([8, 10, 20], abs=0.06)


@pytest.mark.parametrize("size", [{"width_mm": 120}, {"height_mm": 70}])
@pytest.mark.parametrize("tilt", [(0.5, 0.3), (-0.4, 0.5), (0.0, 0.0)])
def test_one_side_of_the_sheet_gives_the_other(
    size: dict[str, float], tilt: tuple[float, float]
) -> None:
    drawing = squared(tilt, 0.0, 0.0, **size).drawing
    assert (drawing.width_mm, drawing.height_mm) == pytest.approx((120, 70), abs=0.3)


def test_a_crop_of_a_squared_sheet_keeps_its_millimetres() -> None:
    seen = corners_seen(120, 70, CAMERA, tilt=(0.5, 0.3))
    parts = (seen / CAMERA).tolist()
    data = photograph(CARD, seen, CAMERA)
    result = trace_picture(
        data, corners=parts, crop=[0, 0, 0.5, 1], width_mm=120, height_mm=70, detail="normal",
        geometry="auto",
    )  # fmt: skip
    assert (result.drawing.width_mm, result.drawing.height_mm) == pytest.approx((60, 70), abs=0.1)
    assert box_of(result.drawing) == pytest.approx([15, 15, 55, 55], abs=0.06)


def test_corners_with_size_by_ink_need_no_size_of_the_sheet() -> None:
    result = squared((0.5, 0.3), 0.0, 0.0, width_mm=90, size_by="ink")
    assert box_of(result.drawing) == pytest.approx([0, 0, 90, 40], abs=0.2)


def squared(tilt: tuple[float, float], turn: float, noise: float, **options: Any) -> TraceResult:
    seen = corners_seen(120, 70, CAMERA, tilt=tilt, turn=turn)
    data = photograph(CARD, seen, CAMERA, noise=noise)
    corners = (seen / CAMERA).tolist()
    return trace_picture(data, corners=corners, detail="normal", geometry="auto", **options)


def test_colours_are_squared_alike() -> None:
    seen = corners_seen(120, 70, CAMERA, tilt=(0.5, 0.3))
    with Image.open(io.BytesIO(photograph(CARD, seen, CAMERA))) as image:
        data = encoded(image.convert("RGB"))
    result = trace_picture(data, corners=(seen / CAMERA).tolist(), tones=2, width_mm=120)
    darkest = Drawing(120.0, 70.0, result.drawing.filled[-1:])
    assert overlap(darkest, CARD) > 0.98


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("crop", [0, 0, 1]),
        ("crop", [0, 0, 1.2, 1]),
        ("crop", [0.5, 0, 0.5, 1]),
        ("crop", "ink"),
        ("crop", [0, 0, True, 1]),
        ("crop", [0, 0, float("nan"), 1]),
        ("corners", [[0, 0], [1, 0], [1, 1]]),
        ("corners", [[0, 0], [1, 1], [1, 0], [0, 1]]),
        ("corners", [[0, 0], [0, 1], [1, 1], [1, 0]]),
        ("corners", [[0, 0], [0.5, 0], [1, 0], [0, 1]]),
        ("corners", [[10, 10], [900, 10], [900, 900], [10, 900]]),
        ("corners", "auto"),
        ("size_by", "paper"),
    ],
)
def test_what_is_no_part_of_a_picture_is_refused(name: str, value: object) -> None:
    options: dict[str, Any] = {name: value}
    with pytest.raises(InvalidRequest) as refused:
        trace_picture(encoded(bars()), **options)
    assert list(refused.value.fields or {}) == [name]


def test_without_them_the_picture_is_traced_as_it_is() -> None:
    result = trace_picture(encoded(bars()), width_mm=100)
    assert "frame" not in result.options["used"]
    assert result.ink is not None
    assert result.ink.shape == (300, 400)
