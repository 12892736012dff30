"""Programs that read what we write: poppler's and ghostscript."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

#: Fine enough that the edges of test drawings are a small part of their area.
DPI = 254


def pdf_info(data: bytes, folder: Path) -> dict[str, str]:
    """Return what pdfinfo says of a PDF."""
    lines = _run("pdfinfo", "-box", str(_saved(data, folder, "drawing.pdf"))).decode().splitlines()
    return {name.strip(): value.strip() for name, _, value in (x.partition(":") for x in lines)}


def pdf_picture(data: bytes, folder: Path) -> bytes:
    """Return the first page of a PDF as pdftoppm draws it."""
    return _run("pdftoppm", "-png", "-r", str(DPI), str(_saved(data, folder, "drawing.pdf")))


def eps_picture(data: bytes, folder: Path) -> bytes:
    """Return an EPS as ghostscript draws it, cut to its bounding box."""
    source = _saved(data, folder, "drawing.eps")
    options = ["-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dEPSCrop", f"-r{DPI}"]
    smooth = ["-dGraphicsAlphaBits=4", "-sDEVICE=png16m", "-sOutputFile=-"]
    return _run("gs", *options, *smooth, str(source))


def _saved(data: bytes, folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _run(program: str, *arguments: str) -> bytes:
    if not (path := shutil.which(program)):
        pytest.skip(f"{program} is not installed")
    done = subprocess.run([path, *arguments], capture_output=True, check=True, timeout=60)
    assert done.stderr == b"", done.stderr.decode()
    return done.stdout
