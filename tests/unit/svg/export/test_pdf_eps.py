"""PDF and EPS, as poppler, ghostscript and Pillow read them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import EpsImagePlugin, Image

from artstudio.geometry.drawing import CAPS, JOINS, Drawing, StrokeLayer
from artstudio.svg.export.eps import eps
from artstudio.svg.export.pdf import pdf
from artstudio.svg.export.presets import Preset, Role
from artstudio.svg.render import render_png
from tests.unit.svg.export.drawings import (
    dense,
    ink,
    mixed,
    open_line,
    overlap,
    rosette,
    two_colours,
)
from tests.unit.svg.export.programs import DPI, eps_picture, pdf_info, pdf_picture

MAKERS = [rosette, mixed, pytest.param(dense, marks=pytest.mark.slow)]
POINT_MM = 25.4 / 72


def own_picture(drawing: Drawing) -> bytes:
    return render_png(drawing.to_svg(), width_px=round(drawing.width_mm / 25.4 * DPI))


@pytest.mark.parametrize("make", [rosette, two_colours])
def test_a_pdf_page_has_the_size_of_the_sheet(make: Callable[[], Drawing], tmp_path: Path) -> None:
    drawing = make()
    found = pdf_info(pdf(drawing), tmp_path)
    width, height = map(float, re.findall(r"[\d.]+", found["Page size"])[:2])
    assert width * POINT_MM == pytest.approx(drawing.width_mm, abs=0.01)
    assert height * POINT_MM == pytest.approx(drawing.height_mm, abs=0.01)
    assert found["Pages"] == "1"
    assert found["PDF version"] == "1.4"
    assert "CreationDate" not in found


@pytest.mark.parametrize("make", MAKERS)
def test_poppler_draws_what_resvg_draws(make: Callable[[], Drawing], tmp_path: Path) -> None:
    drawing = make()
    assert overlap(ink(pdf_picture(pdf(drawing), tmp_path)), ink(own_picture(drawing))) > 0.99


@pytest.mark.parametrize("make", [rosette, mixed])
def test_ghostscript_draws_what_resvg_draws(make: Callable[[], Drawing], tmp_path: Path) -> None:
    drawn = ink(eps_picture(eps(make()), tmp_path))
    assert overlap(drawn, ink(own_picture(make()))) > 0.99


@pytest.mark.parametrize("cap", CAPS)
@pytest.mark.parametrize("join", JOINS)
def test_ends_and_corners_of_strokes_look_alike(cap: str, join: str, tmp_path: Path) -> None:
    zigzag = open_line((20, 15), (80, 20), (25, 30), (80, 70))
    drawing = Drawing(100, 80, (StrokeLayer(zigzag, width_mm=8, cap=cap, join=join),))
    own = ink(own_picture(drawing))
    assert overlap(ink(pdf_picture(pdf(drawing), tmp_path)), own) > 0.995
    assert overlap(ink(eps_picture(eps(drawing), tmp_path)), own) > 0.995


def test_colours_and_their_order_stay(tmp_path: Path) -> None:
    page = Image.open(io.BytesIO(pdf_picture(pdf(two_colours()), tmp_path)))
    pixels = np.asarray(page.convert("RGB"))
    height, width, _ = pixels.shape
    assert pixels[height // 2, width // 2].tolist() == [0xD0, 0x10, 0x20]
    assert pixels[height // 2, width // 10].tolist() == [0x00, 0xA0, 0x50]


@pytest.mark.parametrize(("role", "colour"), [(Role.CUT, (1, 0, 0)), (Role.SCORE, (0, 0, 1))])
def test_a_line_to_cut_is_a_hairline_in_its_colour(role: Role, colour: tuple[int, ...]) -> None:
    content = pdf(rosette(), role=role)
    assert b"\n0.01 w\n" in content
    assert b"\n%d.0000 %d.0000 %d.0000 RG\n" % colour in content
    assert b"\nS\n" in content
    assert b"f*" not in content


def test_without_a_role_areas_are_cut_and_strokes_scored() -> None:
    content = pdf(mixed(), preset=Preset.LIGHTBURN)
    assert content.count(b"\n0.01 w\n0 J\n0 j\n") == 5
    found = re.findall(rb"\n(\S+ \S+ \S+) RG\n", content)
    cut, score, other = b"1.0000 0.0000 0.0000", b"0.0000 0.0000 1.0000", b"0.0000 0.0000 0.6275"
    assert found == [cut, score, cut, score, other]
    assert eps(mixed(), preset=Preset.LIGHTBURN).count(b"\n0.01 setlinewidth 0 ") == 5


def test_the_table_of_a_pdf_points_at_its_objects() -> None:
    data = pdf(rosette())
    start = int(data.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert data[start:].startswith(b"xref\n0 5\n")
    offsets = [int(n) for n in re.findall(rb"(\d{10}) 00000 n \n", data[start:])]
    assert [data[at:].split(b" ", 1)[0] for at in offsets] == [b"1", b"2", b"3", b"4"]
    length = int(re.findall(rb"/Length (\d+)", data)[0])
    assert len(data.split(b"stream\n", 1)[1].split(b"endstream", 1)[0]) == length


def test_an_eps_states_its_size() -> None:
    data = eps(rosette())
    box = re.findall(rb"%%HiResBoundingBox: 0 0 ([\d.]+) ([\d.]+)\n", data)[0]
    assert [float(n) * POINT_MM for n in box] == pytest.approx([100, 80], abs=1e-5)
    with Image.open(io.BytesIO(data)) as image:
        assert isinstance(image, EpsImagePlugin.EpsImageFile)
        assert image.size == (284, 227)


@pytest.mark.parametrize("write", [pdf, eps])
def test_the_same_drawing_gives_the_same_bytes(write: Callable[[Drawing], bytes]) -> None:
    assert write(rosette()) == write(Drawing.from_svg(rosette().to_svg()))


@pytest.mark.parametrize("write", [pdf, eps])
def test_an_empty_sheet_is_an_empty_page(write: Callable[[Drawing], bytes]) -> None:
    assert b"%%EOF" in write(Drawing(10, 10, ()))
