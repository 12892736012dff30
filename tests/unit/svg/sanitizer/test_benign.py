"""Drawings as programs and models write them come through looking the same."""

from __future__ import annotations

import codecs
import io
import subprocess
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageChops

from artstudio.svg.render import resvg_program
from artstudio.svg.sanitizer.sanitize import sanitize
from tests.unit.svg.sanitizer.checker import check

FILES = sorted((Path(__file__).parent / "benign").glob("*.svg"))


def ink(svg: bytes) -> NDArray[np.bool_]:
    """Return where a drawing is not white, at 600 pixels.

    By resvg itself: our own way to it takes nothing raw, and puts our sheets into whole pixels.
    """
    arguments = ["--quiet", "--skip-system-fonts", "--width", "600", "--background", "white"]
    done = subprocess.run(
        [resvg_program(), *arguments, "-", "-c"], input=svg, capture_output=True, check=True
    )
    with Image.open(io.BytesIO(done.stdout)) as picture:
        white = Image.new("RGB", picture.size, "white")
        return np.asarray(ImageChops.difference(picture.convert("RGB"), white).convert("L")) > 8


def readable(svg: bytes) -> bytes:
    """Return the file as a renderer needs it: with a namespace."""
    named = b'<svg xmlns="http://www.w3.org/2000/svg"'
    return svg if b"xmlns=" in svg else svg.replace(b"<svg", named, 1)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_looks_the_same(file: Path) -> None:
    raw = file.read_bytes()
    clean = sanitize(raw)
    check(clean.svg)
    before = ink(readable(raw))
    after = ink(clean.svg)
    assert before.sum() > 1000
    assert (before & after).sum() / (before | after).sum() > 0.99


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_is_said_to_be_missing(file: Path) -> None:
    codes = {warning["code"] for warning in sanitize(file.read_bytes()).warnings}
    assert codes == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_again_changes_nothing(file: Path) -> None:
    once = sanitize(file.read_bytes())
    twice = sanitize(once.svg)
    assert twice.svg == once.svg
    assert twice.warnings == ()


def test_there_are_twenty() -> None:
    assert len(FILES) >= 20


@pytest.mark.parametrize(
    ("mark", "encoding", "declared"),
    [
        (b"", "utf-8", "UTF-8"),
        (b"", "utf-8", None),
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", None),
        (b"", "latin-1", "ISO-8859-1"),
        (b"\r\n  ", "utf-8", None),
    ],
)
def test_every_encoding_gives_the_same(mark: bytes, encoding: str, declared: str | None) -> None:
    body = '<svg xmlns="http://www.w3.org/2000/svg"><title>Blüte né</title><path d="M0 0h9"/></svg>'
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    assert sanitize(mark + (head + body).encode(encoding)).svg == sanitize(body.encode()).svg
