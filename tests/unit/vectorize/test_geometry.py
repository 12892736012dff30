"""Straight is straight and round is round: what the fitting stage finds in pictures."""

from __future__ import annotations

import io
import math
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from artstudio.geometry.arc_segments import contours_with_arcs
from artstudio.geometry.coverage import covered_by
from artstudio.geometry.drawing import Drawing
from artstudio.geometry.grid import dequantize
from artstudio.geometry.primitives import EllipticalArc, Line, Whole, ring_primitives
from artstudio.vectorize import TraceResult, trace_picture
from tests.benchmarks.geometry_pictures import CONDITIONS, Subject, polygon, subjects
from tests.unit.vectorize.bitmaps import encoded

SUBJECTS = {subject.name: subject for subject in subjects()}
SIDE_PX = 512


def traced(subject: Subject, condition: str = "clean", **options: Any) -> TraceResult:
    how = {"detail": "normal", "geometry": "auto"} | options
    return trace_picture(subject.picture(SIDE_PX, condition), width_mm=100, **how)


def found(result: TraceResult) -> dict[str, Any]:
    return dict(result.options["used"]["geometry"])


def rings_of(result: TraceResult) -> list[Any]:
    return list(ring_primitives(dequantize(result.drawing.filled[0].on_grid)))


def overlap(drawing: Drawing, subject: Subject) -> float:
    one, other = (covered_by(d, (2048, 2048), 100 / 2048) for d in (drawing, subject.drawing))
    return float((one & other).sum() / (one | other).sum())


#: What is found in clean pictures: whole circles, lines, arcs, nodes.
GOLDEN = {
    "rings with pearls": (20, 0, 0, 40),
    "rotated Ls": (0, 54, 0, 54),
    "star": (1, 16, 0, 18),
    "herringbone": (0, 168, 0, 168),
    "lattice": (0, 200, 0, 200),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_every_edge_is_one_line_and_every_circle_one_circle(name: str) -> None:
    result = traced(SUBJECTS[name])
    facts = found(result)
    counts = (facts["circles"], facts["lines"], facts["arcs"], result.measurements.nodes)
    assert counts == GOLDEN[name]
    assert facts["rings_kept"] == 0


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("name", ["rings with pearls", "star", "plate"])
def test_geometry_agrees_better_with_the_truth_than_the_trace(name: str, condition: str) -> None:
    fitted, plain = (
        traced(SUBJECTS[name], condition, geometry=geometry) for geometry in ("auto", "off")
    )
    assert overlap(fitted.drawing, SUBJECTS[name]) > overlap(plain.drawing, SUBJECTS[name])
    assert fitted.measurements.nodes < 0.75 * plain.measurements.nodes


@pytest.mark.parametrize("condition", CONDITIONS)
def test_circles_have_their_radius_whatever_blurred_them(condition: str) -> None:
    radii = [r.radii[0] for r in rings_of(traced(SUBJECTS["rings with pearls"], condition))]
    wanted = [46, 42, 24, 20, *[4.2] * 16]
    limit_mm = 0.1 * 100 / SIDE_PX
    assert sorted(radii) == pytest.approx(sorted(wanted), abs=limit_mm)


def test_corners_are_where_lines_meet() -> None:
    truth = SUBJECTS["rotated Ls"].contours.points[:, 2]
    pieces = [piece for ring in rings_of(traced(SUBJECTS["rotated Ls"])) for piece in ring]
    corners = np.array([piece.end for piece in pieces])
    away = np.hypot(*(corners[:, None] - truth[None]).transpose(2, 0, 1)).min(axis=1)
    assert away.mean() < 0.005


def test_slots_and_rounded_corners_are_lines_and_arcs() -> None:
    result = traced(SUBJECTS["plate"])
    wholes = [r for r in rings_of(result) if isinstance(r, Whole)]
    slots = [r for r in rings_of(result) if isinstance(r, list) and len(r) == 4]
    assert len(wholes) == 6
    assert [r.radii[0] for r in wholes] == pytest.approx([3.1] * 6, abs=0.02)
    for slot in slots:
        assert [type(piece) for piece in slot].count(Line) == 2
        arcs = [piece for piece in slot if isinstance(piece, EllipticalArc)]
        assert [arc.radii[0] for arc in arcs] == pytest.approx([4, 4], abs=0.02)
        assert [abs(arc.turn) for arc in arcs] == pytest.approx([180, 180], abs=0.1)
    assert len(slots) == 3


def test_free_curves_stay_smooth_with_few_nodes() -> None:
    flower = traced(SUBJECTS["flower"])
    assert flower.measurements.nodes <= 24
    assert overlap(flower.drawing, SUBJECTS["flower"]) > 0.998


@pytest.mark.parametrize("width_px", [2, 3, 4])
@pytest.mark.parametrize("condition", ["clean", "scan"])
def test_narrow_strokes_do_not_collapse(width_px: int, condition: str) -> None:
    width = width_px * 100 / SIDE_PX
    bars = []
    for k in range(7):
        x, y = 20.0 + 8 * k, 15.0
        lean = 3.0 * k
        bars.append(polygon([(x, y), (x + width, y), (x + width + lean, 85), (x + lean, 85)]))
    subject = Subject("bars", contours_with_arcs(bars))
    fitted, plain = (traced(subject, condition, geometry=g) for g in ("auto", "off"))
    assert fitted.measurements.subpaths == plain.measurements.subpaths
    assert overlap(fitted.drawing, subject) >= overlap(plain.drawing, subject) - 0.002


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert traced(SUBJECTS["gear"], "photo").svg == traced(SUBJECTS["gear"], "photo").svg


def test_off_is_the_trace_as_it_was() -> None:
    data = SUBJECTS["star"].picture(SIDE_PX, "photo")
    off = trace_picture(data, detail="normal", geometry="off")
    assert off.svg == trace_picture(data, detail="normal").svg
    assert b"a" not in off.svg.split(b' d="')[1]
    assert "geometry" not in off.options["used"]


@pytest.mark.parametrize(("name", "condition"), [("flower", "photo"), ("spiral", "clean")])
def test_strict_makes_fewer_pieces_of_free_art(name: str, condition: str) -> None:
    auto, strict = (
        traced(SUBJECTS[name], condition, geometry=g).measurements.nodes for g in ("auto", "strict")
    )
    assert strict < auto


def test_light_art_on_black_is_fitted_alike() -> None:
    png = SUBJECTS["star"].picture(SIDE_PX, "clean")
    with Image.open(io.BytesIO(png)) as image:
        dark = encoded(ImageOps.invert(image.convert("L")))
    result = trace_picture(dark, detail="normal", geometry="auto", width_mm=100)
    assert found(result)["lines"] == 16
    assert result.measurements.area_mm2 == pytest.approx(
        traced(SUBJECTS["star"]).measurements.area_mm2, abs=0.5
    )


@pytest.mark.parametrize("side", [1, 2, 5, 9])
def test_pictures_of_a_few_pixels_do_no_harm(side: int) -> None:
    rng = np.random.default_rng(side)
    picture = Image.fromarray((rng.integers(0, 2, (side + 8, side + 8)) * 255).astype(np.uint8))
    trace_picture(encoded(picture), detail="normal", geometry="auto", invert=False)


def test_a_polygon_of_twenty_sides_stays_one() -> None:
    corners = [
        (50 + 40 * math.cos(k * math.pi / 10), 50 + 40 * math.sin(k * math.pi / 10))
        for k in range(20)
    ]
    result = traced(Subject("polygon", contours_with_arcs([polygon(corners)])))
    assert (found(result)["lines"], found(result)["circles"]) == (20, 0)
