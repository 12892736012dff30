"""A page of a PDF or EPS file as SVG, by poppler; EPS becomes PDF first, by Ghostscript.

Both programs run in folders of their own with limits, and read nothing but the file
they are given. Text comes out as outlines. What poppler writes is foreign SVG like any
other and goes through the sanitiser.
"""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
from pathlib import Path

from artstudio.importers.errors import (
    FileTooLarge,
    PageConverterMissing,
    PageTimedOut,
    PageUnreadable,
)
from artstudio.importers.file_type import FileType
from artstudio.vectorize.child_process import Limits, OutOfTime, private_folder, run

MAX_BYTES = 20_000_000
MAX_PAGE = 10_000
_LIMITS = Limits(time_s=30, memory_bytes=2 * 1024**3, file_bytes=64 * 1024**2)
_POPPLER, _GHOSTSCRIPT = "pdftocairo", "gs"
_PACKAGES = {_POPPLER: "poppler-utils", _GHOSTSCRIPT: "ghostscript"}
_VERSION = re.compile(r"\d+(?:\.\d+)+")
_BINARY_EPS = b"\xc5\xd0\xd3\xc6"


def check_page(data: bytes, file_type: FileType) -> None:
    """Raise FileTooLarge, or PageConverterMissing where a program that is needed is not there."""
    if len(data) > MAX_BYTES:
        raise FileTooLarge(
            f"The file has {len(data):,} bytes; {MAX_BYTES:,} are allowed. Simplify the drawing."
        )
    _program(_POPPLER)
    if file_type is FileType.EPS:
        _program(_GHOSTSCRIPT)


def page_as_svg(data: bytes, file_type: FileType, *, page: int = 1) -> bytes:
    """Return one page of a PDF, or the picture of an EPS file, as foreign SVG.

    page: the first is 1. Raises PageUnreadable, PageTimedOut, PageConverterMissing, FileTooLarge.
    """
    check_page(data, file_type)
    with private_folder() as folder:
        if file_type is FileType.EPS:
            (folder / "page.eps").write_bytes(_postscript_of(data))
            _run(_GHOSTSCRIPT, _to_pdf("page.eps"), folder, made="page.pdf")
        else:
            (folder / "page.pdf").write_bytes(data)
        number = str(page)
        arguments = ["-svg", "-f", number, "-l", number, "page.pdf", "page.svg"]
        return _run(_POPPLER, arguments, folder, made="page.svg").read_bytes()


def _to_pdf(name: str) -> list[str]:
    """Return what makes Ghostscript write a PDF as large as the bounding box, without a look round.

    SAFER keeps PostScript from any other file.
    """
    return [
        *("-dSAFER", "-dBATCH", "-dNOPAUSE", "-dQUIET", "-dEPSCrop", "-sDEVICE=pdfwrite"),
        *("-dAutoRotatePages=/None", "-sOutputFile=page.pdf", name),
    ]


def _postscript_of(data: bytes) -> bytes:
    """Return the PostScript of an EPS file, which may have a preview around it (note 5002)."""
    if not data.startswith(_BINARY_EPS):
        return data
    start, length = (int.from_bytes(data[at : at + 4], "little") for at in (4, 8))
    return data[start : start + length]


def _run(program: str, arguments: list[str], folder: Path, *, made: str) -> Path:
    try:
        ended = run([_program(program), *arguments], folder=folder, limits=_LIMITS)
    except OutOfTime:
        raise PageTimedOut from None
    if ended.status or not (folder / made).is_file():
        raise PageUnreadable(
            f"The page cannot be read: {_without_folder(ended.last_words, folder)}. "
            "Save the file again without a password, or export it as SVG."
        )
    return folder / made


def _without_folder(words: str, folder: Path) -> str:
    return words.replace(str(folder), "").rstrip(".")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise PageConverterMissing(
            f"PDF and EPS files are read with {name}, which is not installed here. Install "
            f"{_PACKAGES[name]}, or export the drawing as SVG."
        )
    return found


@functools.cache
def poppler_version() -> str:
    """Return the version that poppler states, such as "22.12.0"."""
    said = subprocess.run(  # noqa: S603 - a fixed program and option
        [_program(_POPPLER), "-v"], capture_output=True, check=False, timeout=20
    )
    found = _VERSION.search((said.stderr + said.stdout).decode("ascii", "replace"))
    return found[0] if found else "unknown"
