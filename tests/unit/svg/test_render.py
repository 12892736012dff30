"""Rendering: true to size, bounded in time and memory, and nothing of it left behind."""

from __future__ import annotations

import codecs
import io
import os
import stat
import threading
import time
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from artstudio.geometry.contours import Contours, contours_from_rings
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.svg import render
from artstudio.svg.render import NotSanitised, RenderFailed, render_png, resvg_version
from artstudio.svg.sanitizer.sanitize import sanitize
from rmos_runs.errors import InvalidRequest

HALF_BLACK = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="50mm" viewBox="0 0 100 50">'
    b'<path fill="#000000" fill-rule="evenodd" d="M0 0L50 0L50 50L0 50Z"/></svg>'
)


def _open(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def _program(folder: Path, script: str) -> str:
    path = folder / "resvg"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_the_picture_has_the_width_asked_for_and_the_aspect_of_the_sheet() -> None:
    assert _open(render_png(HALF_BLACK, width_px=640)).size == (640, 320)


def test_ink_is_black_on_white() -> None:
    picture = _open(render_png(HALF_BLACK, width_px=200)).convert("RGBA")
    assert picture.getpixel((50, 50)) == (0, 0, 0, 255)
    assert picture.getpixel((150, 50)) == (255, 255, 255, 255)


def test_the_background_can_be_left_transparent() -> None:
    picture = _open(render_png(HALF_BLACK, width_px=200, background=None)).convert("RGBA")
    assert picture.getpixel((150, 50)) == (0, 0, 0, 0)


def test_the_same_drawing_gives_the_same_bytes_from_many_threads() -> None:
    pictures: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: pictures.append(render_png(HALF_BLACK, width_px=300)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pictures) == 8
    assert len(set(pictures)) == 1


@pytest.mark.parametrize("broken", [b"", b"no svg at all", b"<svg", b"\xff\xfe\x00"])
def test_what_is_no_svg_is_refused_with_the_programs_words(broken: bytes) -> None:
    with pytest.raises(RenderFailed, match="resvg refused the drawing") as caught:
        render_png(broken, width_px=100)
    assert caught.value.code == "render_failed"


@pytest.mark.parametrize(
    "body",
    [
        b'<image href="/etc/passwd"/>',
        b'<s:image xmlns:s="http://www.w3.org/2000/svg" href="#a"/>',
        b'<filter id="f"><feImage href="#a"/></filter>',
        b"<style>path{fill:red}</style>",
        b"<script/>",
        b"<![CDATA[<image/>]]>",
        b"<?php x?>",
        b'<use href="/etc/passwd#a"/>',
        b"<use xlink:href = 'file:///etc/passwd#a'/>",
        b'<path fill="url(file:///etc/passwd#a)"/>',
        b"<metadata></metadata><IMAGE/><metadata></metadata>",
    ],
)
def test_what_was_not_sanitised_is_not_rendered(body: bytes) -> None:
    with pytest.raises(NotSanitised, match="sanitize"):
        render_png(HALF_BLACK.replace(b"</svg>", body + b"</svg>"), width_px=100)


@pytest.mark.parametrize(
    "svg",
    [
        b'<!DOCTYPE svg [<!ENTITY a "x">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        codecs.BOM_UTF16_LE + HALF_BLACK.decode().encode("utf-16-le"),
        HALF_BLACK.decode().encode("utf-16-be"),
    ],
)
def test_nor_what_hides_its_markup(svg: bytes) -> None:
    with pytest.raises(NotSanitised):
        render_png(svg, width_px=100)


def test_what_the_sanitiser_gives_is_rendered() -> None:
    foreign = b"""<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
        <style>.a{fill:url(#g)}</style><linearGradient id="g"><stop/></linearGradient>
        <clipPath id="c"><path d="M0 0h9v9z"/></clipPath><title>image</title>
        <path class="a" id="p" d="M0 0h5v5z"/><use href="#p" clip-path="url(#c)"/></svg>"""
    assert _open(render_png(sanitize(foreign).svg, width_px=90)).size == (90, 90)


@pytest.mark.parametrize("width", [0, -1, 8193])
def test_a_width_out_of_range_is_refused(width: int) -> None:
    with pytest.raises(InvalidRequest):
        render_png(HALF_BLACK, width_px=width)


def test_a_sheet_that_needs_too_much_memory_fails_clearly() -> None:
    needle = HALF_BLACK.replace(
        b'width="100mm" height="50mm" viewBox="0 0 100 50"', b'width="1" height="9000"'
    )
    with pytest.raises(RenderFailed):
        render_png(needle, width_px=8192)


def test_a_program_that_hangs_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child"
    hanging = _program(tmp_path, f"/bin/sleep 60 & echo $! > {child}; wait")
    monkeypatch.setattr(render, "resvg_program", lambda: hanging)
    began = time.monotonic()
    with pytest.raises(RenderFailed, match=r"longer than 0\.5 seconds"):
        render_png(HALF_BLACK, width_px=100, timeout_s=0.5)
    assert time.monotonic() - began < 5
    _assert_ends(int(child.read_text()))


def test_the_child_lives_under_a_memory_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = _program(tmp_path, "read line; ulimit -v >&2; exit 3")
    monkeypatch.setattr(render, "resvg_program", lambda: limits)
    with pytest.raises(RenderFailed, match=str(render.MEMORY_LIMIT_BYTES // 1024)):
        render_png(b"go\n", width_px=100)


def test_a_crash_of_the_program_is_an_error_like_others() -> None:
    deep = HALF_BLACK.replace(b"</svg>", b"<g>" * 20_000 + b"</g>" * 20_000 + b"</svg>")
    with pytest.raises(RenderFailed):
        render_png(deep, width_px=100)


def test_a_missing_program_is_named_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("artstudio.svg.render.shutil.which", lambda *_args, **_kwargs: None)
    with pytest.raises(RenderFailed, match="resvg-cli"):
        render_png(HALF_BLACK, width_px=100)


def test_an_answer_that_is_no_png_is_not_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    liar = _program(tmp_path, "echo hello")
    monkeypatch.setattr(render, "resvg_program", lambda: liar)
    with pytest.raises(RenderFailed, match="no picture"):
        render_png(HALF_BLACK, width_px=100)


def test_the_version_is_that_of_the_program() -> None:
    assert all(part.isdigit() for part in resvg_version().split("."))


def _assert_ends(pid: int) -> None:
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0]
        except FileNotFoundError:
            return
        if state == "Z":
            return
        time.sleep(0.02)
    os.kill(pid, 9)
    pytest.fail("the child of the renderer is still running")


@pytest.mark.parametrize(("width_mm", "height_mm"), [(30, 20), (100, 12.5), (7, 9), (100, 100)])
def test_a_sheet_is_scaled_alike_in_both_directions(width_mm: float, height_mm: float) -> None:
    radius = min(width_mm, height_mm) / 2
    disc = circle(width_mm / 2, height_mm / 2, radius)
    svg = Drawing(width_mm, height_mm, (Layer(disc),)).to_svg()
    with Image.open(io.BytesIO(render_png(svg, width_px=900))) as picture:
        assert picture.size == (900, round(900 * height_mm / width_mm))
        ink = ImageOps.invert(picture.convert("L")).point(lambda grey: 255 * (grey > 127))
    box = ink.getbbox()
    assert box is not None
    left, top, right, bottom = box
    assert abs((right - left) - (bottom - top)) <= 1


def circle(x: float, y: float, r: float) -> Contours:
    """Return a disc of four cubic arcs."""
    k = 0.5522847498 * r
    return contours_from_rings(
        [
            [
                ((x + r, y + k), (x + k, y + r), (x, y + r)),
                ((x - k, y + r), (x - r, y + k), (x - r, y)),
                ((x - r, y - k), (x - k, y - r), (x, y - r)),
                ((x + k, y - r), (x + r, y - k), (x + r, y)),
            ]
        ]
    )
