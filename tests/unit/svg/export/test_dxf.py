"""DXF, read back and audited by ezdxf."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable

import ezdxf
import numpy as np
import pytest
import shapely
from ezdxf import bbox, recover
from ezdxf.document import Drawing as Document
from ezdxf.entities.lwpolyline import LWPolyline
from ezdxf.entities.polyline import Polyline
from numpy.typing import NDArray

from artstudio.geometry.contours import Contours, joined
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from artstudio.geometry.measure import measure
from artstudio.svg.export import dxf
from artstudio.svg.export.presets import Role
from rmos_runs.errors import InvalidRequest
from tests.unit.svg.export.drawings import (
    circle,
    dense,
    mixed,
    open_line,
    rosette,
    tones,
    two_colours,
)

Writer = Callable[..., bytes]
TOLERANCE_MM = 0.01
WRITERS: tuple[Writer, ...] = (dxf.r2000, dxf.r12)


def opened(data: bytes) -> Document:
    """Return the document; ezdxf's auditor must find nothing to repair."""
    document, auditor = recover.read(io.BytesIO(data))
    assert not auditor.errors
    assert not auditor.fixes
    strict = ezdxf.read(io.StringIO(data.decode("ascii")))  # type: ignore[attr-defined]
    assert not strict.audit().errors
    return document


def polylines(document: Document) -> list[LWPolyline | Polyline]:
    return [e for e in document.modelspace() if isinstance(e, LWPolyline | Polyline)]


def corners(line: LWPolyline | Polyline) -> list[tuple[float, float]]:
    if isinstance(line, LWPolyline):
        return [(x, y) for x, y in line.vertices()]
    return [(v.dxf.location.x, v.dxf.location.y) for v in line.vertices]


def is_closed(line: LWPolyline | Polyline) -> bool:
    return line.closed if isinstance(line, LWPolyline) else line.is_closed


def on_curve(contours: Contours, height_mm: float) -> NDArray[np.float64]:
    """Return many points on the first ring, all of curves, with y up."""
    t = np.linspace(0, 1, 300)[:, None, None]
    first = slice(contours.offsets[0], contours.offsets[1])
    p0, (p1, p2, p3) = contours.starts()[first], np.moveaxis(contours.points[first], 1, 0)
    points = (
        (1 - t) ** 3 * p0 + 3 * (1 - t) ** 2 * t * p1 + 3 * (1 - t) * t**2 * p2 + t**3 * p3
    ).reshape(-1, 2)
    return np.stack([points[:, 0], height_mm - points[:, 1]], axis=1)


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    "make", [rosette, two_colours, pytest.param(dense, marks=pytest.mark.slow)]
)
def test_every_ring_is_a_closed_polyline_in_its_place(
    write: Writer, make: Callable[[], Drawing]
) -> None:
    drawing = make()
    facts = measure(drawing)
    assert facts.bounds is not None
    document = opened(write(drawing, tolerance_mm=TOLERANCE_MM))
    lines = polylines(document)
    assert len(lines) == len(document.modelspace()) == facts.subpaths
    assert all(map(is_closed, lines))
    box = bbox.extents(document.modelspace())
    x0, y0, x1, y1 = facts.bounds
    found = (box.extmin.x, box.extmin.y, box.extmax.x, box.extmax.y)
    up = (x0, drawing.height_mm - y1, x1, drawing.height_mm - y0)
    assert found == pytest.approx(up, abs=TOLERANCE_MM)


def test_release_2000_states_millimetres_and_the_sheet() -> None:
    document = opened(dxf.r2000(rosette(), tolerance_mm=TOLERANCE_MM))
    assert document.dxfversion == "AC1015"
    assert document.header["$INSUNITS"] == 4
    assert document.header["$EXTMAX"] == (100, 80, 0)


def test_release_12_has_no_units_to_state() -> None:
    data = dxf.r12(rosette(), tolerance_mm=TOLERANCE_MM)
    assert b"AC1009" in data
    assert b"INSUNITS" not in data
    assert {e.dxftype() for e in opened(data).modelspace()} == {"POLYLINE"}


@pytest.mark.parametrize("write", WRITERS)
def test_up_is_up(write: Writer) -> None:
    """The arrow's point, at the top of the sheet in SVG, is at the top in DXF."""
    lines = polylines(opened(write(rosette(), tolerance_mm=TOLERANCE_MM)))
    arrow = corners(min(lines, key=lambda line: len(corners(line))))
    assert max(arrow, key=lambda corner: corner[1]) == (50, 58)
    assert min(corner[1] for corner in arrow) == 22


@pytest.mark.parametrize("tolerance_mm", [0.001, 0.01, 0.1, 1.0])
def test_lines_stray_no_further_than_the_tolerance(tolerance_mm: float) -> None:
    (line, *_) = polylines(opened(dxf.r2000(rosette(), tolerance_mm=tolerance_mm)))
    outline = shapely.LinearRing(corners(line))
    away = shapely.distance(outline, shapely.points(on_curve(rosette().filled[0].contours, 80)))
    assert away.max() <= tolerance_mm


def test_a_coarser_tolerance_takes_fewer_corners() -> None:
    counts = [
        len(corners(polylines(opened(dxf.r2000(rosette(), tolerance_mm=t)))[0]))
        for t in (0.001, 0.01, 0.1)
    ]
    assert counts == sorted(counts, reverse=True)
    # A circle needs about pi / sqrt(2 tolerance / radius) of them.
    assert counts[1] == pytest.approx(math.pi / math.sqrt(2 * 0.01 / 38), rel=0.15)


def test_more_than_a_million_corners_are_refused_by_the_tolerance() -> None:
    rings = [circle(1500, 1500, 1400 - n / 10) for n in range(400)]
    for layers in ((Layer(joined(rings)),), tuple(map(Layer, rings))):
        with pytest.raises(InvalidRequest) as refused:
            dxf.r2000(Drawing(3000, 3000, layers), tolerance_mm=0.001)
        assert list(refused.value.fields or {}) == ["tolerance_mm"]


def test_a_tiny_ring_stays_a_ring() -> None:
    drawing = Drawing(10, 10, (Layer(circle(5, 5, 0.02)),))
    (line,) = polylines(opened(dxf.r2000(drawing, tolerance_mm=1.0)))
    assert len(corners(line)) >= 3


@pytest.mark.parametrize("write", WRITERS)
def test_layers_are_named_and_coloured_by_colour(write: Writer) -> None:
    document = opened(write(two_colours(), tolerance_mm=TOLERANCE_MM))
    assert [e.dxf.layer for e in document.modelspace()] == ["COLOUR_00A050", "COLOUR_D01020"]
    red = ezdxf.colors.aci2rgb(document.layers.get("COLOUR_D01020").color)
    green = ezdxf.colors.aci2rgb(document.layers.get("COLOUR_00A050").color)
    assert red.r > 150
    assert max(red.g, red.b) < 80
    assert green.g > 120 > max(green.r, green.b)


@pytest.mark.parametrize(("role", "colour"), [(Role.CUT, 1), (Role.SCORE, 5), (Role.ENGRAVE, 7)])
@pytest.mark.parametrize("write", WRITERS)
def test_a_role_is_one_layer_in_its_colour(write: Writer, role: Role, colour: int) -> None:
    document = opened(write(two_colours(), tolerance_mm=TOLERANCE_MM, role=role))
    assert {e.dxf.layer for e in document.modelspace()} == {role.value}
    assert document.layers.get(role.value).color == colour


@pytest.mark.parametrize("write", WRITERS)
def test_strokes_are_polylines_along_their_middle_open_where_they_are(write: Writer) -> None:
    drawing = mixed()
    document = opened(write(drawing, tolerance_mm=TOLERANCE_MM))
    lines = polylines(document)
    assert [is_closed(line) for line in lines] == [True, False, True, True, False]
    _, wave, _, triangle, arc = map(corners, lines)
    assert (wave[0], wave[-1]) == ((5, 60), (95, 60))
    assert triangle == [(60, 30), (50, 12), (40, 30)]
    assert (arc[0], arc[-1]) == ((20, 5), (80, 5))
    assert max(y for _, y in arc) == pytest.approx(5 + 0.75 * 35, abs=TOLERANCE_MM)
    box = bbox.extents(document.modelspace())
    bounds = measure(drawing).bounds
    assert bounds is not None
    assert (box.size.x, box.size.y) == pytest.approx(
        (bounds[2] - bounds[0], bounds[3] - bounds[1]), abs=TOLERANCE_MM
    )


@pytest.mark.parametrize("write", WRITERS)
def test_a_straight_stroke_has_two_corners(write: Writer) -> None:
    line = StrokeLayer(open_line((1, 2), (8, 2)))
    (found,) = polylines(opened(write(Drawing(10, 10, (line,)), tolerance_mm=TOLERANCE_MM)))
    assert corners(found) == [(1, 8), (8, 8)]


@pytest.mark.parametrize("write", WRITERS)
def test_a_layer_has_the_name_of_its_path_and_holds_all_of_a_colour(write: Writer) -> None:
    document = opened(write(tones(), tolerance_mm=TOLERANCE_MM))
    assert [e.dxf.layer for e in document.modelspace()] == ["tone-0", "tone-1", "tone-2"]
    document = opened(write(mixed(), tolerance_mm=TOLERANCE_MM))
    found = [e.dxf.layer for e in document.modelspace()]
    assert found[0] == found[2] == "COLOUR_FF0000"
    assert found[1] == found[3] == "LINE_0000FF"
    assert {*found} < {layer.dxf.name for layer in document.layers}


@pytest.mark.parametrize("write", WRITERS)
def test_thousands_of_layers_are_a_file_of_few(write: Writer) -> None:
    ring = circle(5, 5, 1)
    layers = [Layer(ring.moved(n % 90, n // 90), f"#0000{n % 9:02x}") for n in range(2000)]
    data = write(Drawing(100, 80, tuple(layers)), tolerance_mm=0.1)
    assert data.count(b"\nLAYER\n") - data.count(b"\n2\nLAYER\n") == 10
    assert data.count(b"POLYLINE\n8\n") + data.count(b"\nLWPOLYLINE\n") == 2000


def test_every_handle_is_used_once() -> None:
    text = dxf.r2000(mixed(), tolerance_mm=TOLERANCE_MM).decode()
    pairs = list(zip(text.split("\n")[0::2], text.split("\n")[1::2], strict=False))
    handles = [value for code, value in pairs if code in {"5", "105"}]
    seed = handles.pop(0)
    assert len(set(handles)) == len(handles)
    assert int(seed, 16) > max(int(handle, 16) for handle in handles)


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_drawing_gives_the_same_bytes(write: Writer) -> None:
    data = write(rosette(), tolerance_mm=TOLERANCE_MM)
    assert data == write(Drawing.from_svg(rosette().to_svg()), tolerance_mm=TOLERANCE_MM)
    assert not re.search(rb"-0\.0+\n", data)


@pytest.mark.parametrize("write", WRITERS)
def test_an_empty_sheet_is_a_file_without_entities(write: Writer) -> None:
    assert not len(opened(write(Drawing(10, 10, ()), tolerance_mm=TOLERANCE_MM)).modelspace())
