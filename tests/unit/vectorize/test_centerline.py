"""Single strokes along the middle of drawn lines."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageDraw

from artstudio.geometry.contours import CUBIC
from artstudio.geometry.coverage import agreement
from artstudio.geometry.drawing import StrokeLayer
from artstudio.geometry.fit_curves import fitted
from artstudio.vectorize import TraceResult, trace_picture
from artstudio.vectorize.centerline import thinning
from artstudio.vectorize.centerline.path_order import nearest_neighbour_order
from artstudio.vectorize.errors import ImageTooComplex
from tests.rounds import rounds
from tests.unit.vectorize.bitmaps import VARIED, Bitmap, encoded, picture_of

SIDE = 240
Points = list[tuple[float, float]]


def drawn(*lines: Points, width: float = 6, side: int = SIDE) -> Image.Image:
    """Draw lines with round ends and joins, smooth-edged; a pixel is a millimetre on the sheet."""
    image = Image.new("L", (4 * side, 4 * side), 255)
    draw = ImageDraw.Draw(image)
    for line in lines:
        big = [(4 * x, 4 * y) for x, y in line]
        draw.line(big, fill=0, width=round(4 * width), joint="curve")
        for x, y in big:
            draw.ellipse([v + s * 2 * width for s in (-1, 1) for v in (x, y)], fill=0)
    return image.reduce(4)


def traced(image: Image.Image, **options: Any) -> TraceResult:
    return trace_picture(encoded(image), "centerline", width_mm=image.width, **options)


def layer_of(result: TraceResult) -> StrokeLayer:
    (layer,) = result.drawing.layers
    assert isinstance(layer, StrokeLayer)
    return layer


def paths(result: TraceResult) -> list[np.ndarray]:
    """Return the strokes as close points in millimetres."""
    strokes = layer_of(result).strokes
    contours, starts = strokes.contours, strokes.contours.starts()
    found = []
    for s, (low, high) in enumerate(zip(contours.offsets, contours.offsets[1:], strict=False)):
        parts = [starts[low][None]]
        for k in range(low, high - int(strokes.open[s])):
            t = np.linspace(0, 1, 401)[1:, None]
            a, (b, c, d) = starts[k], contours.points[k]
            if contours.kinds[k] == CUBIC:
                q = (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t * t * (1 - t) * c + t**3 * d
            else:
                q = a + t * (d - a)
            parts.append(q)
        found.append(np.concatenate(parts))
    return found


def length(path: np.ndarray | Points) -> float:
    return float(np.hypot(*np.diff(np.asarray(path, dtype=float), axis=0).T).sum())


def spiral(turns: float = 4, side: int = SIDE) -> Points:
    return [
        (side / 2 + 100 * t * math.cos(2 * math.pi * turns * t),
         side / 2 + 100 * t * math.sin(2 * math.pi * turns * t))
        for t in np.linspace(0.1, 1, 600).tolist()
    ]  # fmt: skip


def circle(r: float, x: float = SIDE / 2, y: float = SIDE / 2) -> Points:
    angles = np.linspace(0, 2 * math.pi, 361).tolist()
    return [(x + r * math.cos(a), y + r * math.sin(a)) for a in angles]


@pytest.mark.parametrize(("radius", "width"), [(80, 6), (80, 3), (40, 1.5), (12, 4)])
def test_a_ring_is_one_closed_stroke_of_its_radius(radius: float, width: float) -> None:
    result = traced(drawn(circle(radius), width=width))
    strokes = layer_of(result).strokes
    assert (len(strokes), bool(strokes.open.any())) == (1, False)
    (path,) = paths(result)
    distances = np.hypot(*(path - SIDE / 2).T)
    assert np.abs(distances - radius).max() < 0.5
    assert abs(distances.mean() - radius) < 0.3
    assert strokes.contours.nodes <= 8


@pytest.mark.parametrize("angle", [40, 50, 60, 75, 90])
def test_lines_that_cross_go_straight_on_and_meet_where_they_cross(angle: float) -> None:
    x, y = 100 * math.cos(math.radians(angle)), 100 * math.sin(math.radians(angle))
    middle = SIDE / 2
    one = [(middle - 100, middle), (middle + 100, middle)]
    other = [(middle - x, middle - y), (middle + x, middle + y)]
    result = traced(drawn(one, other))
    assert len(layer_of(result).strokes) == 2
    for path in paths(result):
        assert np.hypot(*(path - middle).T).min() < 0.4
        assert length(path) == pytest.approx(200, rel=0.02)


def test_a_line_that_ends_at_another_ends_exactly_on_it() -> None:
    result = traced(drawn([(30, 60), (210, 60)], [(120, 60), (120, 200)]))
    strokes = layer_of(result).strokes
    assert len(strokes) == 2
    nodes = strokes.contours.points[strokes.drawn, 2].tolist() + strokes.contours.starts().tolist()
    at = [tuple(np.round(p, 6)) for p in nodes if np.hypot(p[0] - 120, p[1] - 60) < 2]
    assert len(at) >= 2
    assert len(set(at)) == 1
    assert at[0] == pytest.approx((120, 60), abs=0.3)


def test_three_lines_meet_in_one_point() -> None:
    rays = [
        (120 + 90 * math.cos(a), 120 + 90 * math.sin(a))
        for a in (math.pi / 2, math.pi * 7 / 6, math.pi * 11 / 6)
    ]
    result = traced(drawn(*[[(120, 120), ray] for ray in rays]))
    found = paths(result)
    assert len(found) == 3
    ends = [min((p[0], p[-1]), key=lambda e: np.hypot(*(e - 120))) for p in found]
    assert np.ptp(np.array(ends), axis=0).max() < 1e-6
    assert np.hypot(*(ends[0] - 120)) < 0.4


@pytest.mark.parametrize("width", [1.5, 3, 8, 14])
def test_corners_stay_sharp(width: float) -> None:
    square = [(60.0, 60.0), (180.0, 60.0), (180.0, 180.0), (60.0, 180.0)]
    result = traced(drawn([*square, square[0]], width=width))
    strokes = layer_of(result).strokes
    assert (len(strokes), bool(strokes.open.any())) == (1, False)
    nodes = strokes.contours.points[:, 2]
    for corner in square:
        assert np.hypot(*(nodes - corner).T).min() < 0.2 * width + 0.3
    assert strokes.contours.nodes <= 10


@pytest.mark.parametrize("width", [2, 5, 9])
def test_a_spiral_is_one_stroke_of_its_length(width: float) -> None:
    result = traced(drawn(spiral(), width=width))
    (path,) = paths(result)
    assert length(path) == pytest.approx(length(spiral()), rel=0.02)
    assert layer_of(result).strokes.contours.nodes < 60


def test_all_lines_together_are_as_long_as_drawn() -> None:
    letter: list[Points] = [[(50, 200), (50, 40)], [(50, 110), (170, 40)], [(94, 84), (170, 200)]]
    waves: list[Points] = [[(x, 215 + 8 * math.sin(x / 12)) for x in range(20, 220, 2)]]
    lines = [*letter, *waves]
    result = traced(drawn(*lines, width=5))
    total = sum(length(path) for path in paths(result))
    assert total == pytest.approx(sum(length(line) for line in lines), rel=0.02)
    assert len(layer_of(result).strokes) <= 4


@pytest.mark.parametrize("width", [2.0, 4.0, 7.0, 12.0])
def test_strokes_look_like_the_picture(width: float) -> None:
    result = traced(drawn(circle(70), [(20, 20), (220, 60)], width=width))
    assert layer_of(result).width_mm == pytest.approx(width, abs=0.35)
    assert (layer_of(result).cap, layer_of(result).join) == ("round", "round")
    assert result.ink is not None
    assert agreement(result.drawing, result.ink, result.mm_per_px) > (0.8 if width < 3 else 0.9)


def test_a_ragged_line_has_no_spurs() -> None:
    picture = drawn([(20, 120), (220, 120)], width=14)
    rough = np.random.default_rng(5).normal(0, 60, (SIDE, SIDE))
    noisy = np.clip(np.asarray(picture, float) + rough, 0, 255).astype(np.uint8)
    result = traced(Image.fromarray(noisy), min_speck_mm=6)
    assert len(layer_of(result).strokes) == 1


def test_dots_are_short_strokes() -> None:
    result = traced(drawn([(30, 60), (210, 60)], [(60, 140)], [(140, 140)], width=8))
    found = sorted(paths(result), key=length)
    assert [length(path) < 3 for path in found] == [True, True, False]
    assert sorted(round(float(path[:, 0].mean())) for path in found[:2]) == [60, 140]


def test_strokes_come_in_an_order_of_little_travel() -> None:
    rows: list[Points] = [[(20.0, y), (220.0, y)] for y in (30, 90, 150, 210)]
    found = paths(traced(drawn(*rows)))
    assert [round(float(path[:, 1].mean())) for path in found] == [30, 90, 150, 210]
    jumps = [np.hypot(*(b[0] - a[-1])) for a, b in pairwise(found)]
    assert max(jumps) < 70


def test_travel_goes_to_the_nearest_end() -> None:
    starts = np.array([[50.0, 0.0], [9.0, 0.0], [21.0, 0.0]])
    ends = np.array([[40.0, 0.0], [1.0, 0.0], [30.0, 0.0]])
    assert nearest_neighbour_order(starts, ends).tolist() == [3, 4, 1]
    assert nearest_neighbour_order(np.zeros((0, 2)), np.zeros((0, 2))).tolist() == []


def test_all_strokes_are_visited_once() -> None:
    places = np.random.default_rng(4).random((2, 700, 2)) * 100
    order = nearest_neighbour_order(*places)
    assert sorted((order // 2).tolist()) == list(range(700))


@pytest.mark.parametrize("tolerance", [0.1, 0.5, 2.0])
def test_fitted_curves_stay_within_the_tolerance(tolerance: float) -> None:
    t = np.linspace(0, 1, 500)
    points = np.stack([200 * t, 40 * np.sin(9 * t) + 10 * t**3], axis=1)
    ends = np.array([[points[5] - points[0], points[-6] - points[-1]]])
    tangents = ends / np.hypot(ends[..., 0], ends[..., 1])[..., None]
    pieces = fitted(points, np.array([0]), np.array([499]), tangents, tolerance=tolerance)
    u = np.linspace(0, 1, 200)[:, None, None]
    p = pieces.curves
    on = (1 - u) ** 3 * p[:, 0] + 3 * u * (1 - u) ** 2 * p[:, 1]
    on += 3 * u**2 * (1 - u) * p[:, 2] + u**3 * p[:, 3]
    apart = np.hypot(*(points[:, None] - on.reshape(1, -1, 2)).transpose(2, 0, 1)).min(axis=1)
    assert apart.max() < tolerance + 0.05
    assert len(p) < 20


def test_a_looser_tolerance_gives_fewer_nodes() -> None:
    picture = drawn(spiral(), width=3)
    counts = [
        layer_of(traced(picture, curve_tolerance_mm=t)).strokes.contours.nodes
        for t in (0.15, 0.5, 2.0)
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[2]


def test_art_of_areas_is_said_to_be_no_line_art() -> None:
    picture = Image.new("L", (SIDE, SIDE), 255)
    ImageDraw.Draw(picture).ellipse((40, 40, 200, 200), fill=0)
    notes = [w["code"] for w in traced(picture).warnings]
    assert notes == ["not_line_art"]
    assert traced(drawn(circle(80))).warnings == ()


@pytest.mark.parametrize("level", [0, 255])
def test_a_picture_without_lines_is_an_empty_drawing(level: int) -> None:
    result = traced(Image.new("L", (50, 40), level))
    assert [w["code"] for w in result.warnings] == ["empty_drawing"]


def test_lines_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thinning, "MAX_SKELETON_PIXELS", 100)
    with pytest.raises(ImageTooComplex, match="100"):
        traced(drawn(spiral()))


def test_the_same_picture_gives_the_same_bytes() -> None:
    picture = drawn(spiral(), circle(60), [(10, 10), (230, 200)], width=3)
    assert traced(picture).svg == traced(picture).svg


@pytest.mark.parametrize("detail", ["fine", "normal", "smooth"])
def test_every_detail_finds_the_line(detail: str) -> None:
    result = traced(drawn(spiral(), width=5), detail=detail)
    (path,) = paths(result)
    assert length(path) == pytest.approx(length(spiral()), rel=0.02)
    assert layer_of(result).width_mm == pytest.approx(5, abs=0.5)


def assert_sound(bitmap: Bitmap) -> None:
    """Trace a bitmap at ten pixels a millimetre; all curves must lie on the sheet."""
    result = trace_picture(
        encoded(picture_of(bitmap)),
        "centerline",
        width_mm=max(bitmap.shape[1] / 10, 1),
        invert=False,
    )
    points = layer_of(result).strokes.contours.points
    assert np.isfinite(points).all()
    assert (points >= -1e-9).all()
    assert (points <= np.array([result.drawing.width_mm, result.drawing.height_mm]) + 1e-3).all()
    assert (len(points) > 0) == bool(bitmap.any() and not bitmap.all()) or "min_speck" in str(
        result.warnings
    )


@pytest.mark.parametrize("name", VARIED)
def test_any_bitmap_gives_strokes_on_the_sheet(name: str) -> None:
    assert_sound(VARIED[name])


@given(arrays(np.bool_, st.tuples(st.integers(1, 24), st.integers(1, 24))))
@settings(max_examples=rounds(20), deadline=None)
def test_random_pixels_give_strokes_on_the_sheet(bitmap: Bitmap) -> None:
    assert_sound(bitmap)
