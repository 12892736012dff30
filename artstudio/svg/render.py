"""SVG to PNG with the resvg program, in a child process that cannot outlive its call.

Only drawings of our own making and sanitised SVG are rendered: every resvg reads
the local files that an SVG's images name, and crashes where one nests too deep.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import ClassVar

from artstudio.child_processes import kill_group
from artstudio.svg.sanitizer.vocabulary import ATTRIBUTES
from rmos_runs.errors import DomainError, InvalidRequest, Kind

MAX_WIDTH_PX = 8192
MEMORY_LIMIT_BYTES = 2 * 1024**3
# The root element as artstudio.geometry.drawing writes it.
_SHEET = re.compile(
    rb'<svg xmlns="[^"]*" (?P<size>width="[\d.]+mm" height="[\d.]+mm") '
    rb'viewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)">'
)
# Our own records are in it; nothing in it is drawn.
_METADATA = re.compile(rb"<metadata>.*?</metadata>", re.DOTALL)
_KNOWN = "|".join(sorted(ATTRIBUTES)).encode()
#: Markup that no sanitised drawing has, and links that lead away.
_UNCLEAN = re.compile(
    rb"<(?!/?(?:" + _KNOWN + rb")(?:[\s/>]|$)|!--|\?xml\s)"
    rb"|(?:href|src)\s*=\s*(?![\"']#)"
    rb"|url\(\s*(?!#)",
    re.IGNORECASE,
)
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class NotSanitised(InvalidRequest):
    """Only sanitised drawings are rendered. Pass what came from elsewhere to `sanitize` first."""

    code: ClassVar[str] = "not_sanitised"


class RenderFailed(DomainError):
    """The drawing could not be rendered to a picture."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "render_failed"


class RenderTimedOut(RenderFailed):
    """Rendering timed out, perhaps because this machine is busy. Try again in a moment."""

    code: ClassVar[str] = "render_timed_out"
    retry_after = 5.0


def render_png(
    svg: bytes, *, width_px: int, timeout_s: float = 20, background: str | None = "white"
) -> bytes:
    """Return `svg` as a PNG that is `width_px` wide and as high as its aspect asks for.

    background: a colour word or hex code, or None for transparent.
    Raises InvalidRequest for a width outside 1 to 8192, NotSanitised for markup that
    the sanitiser would not let through, RenderFailed when resvg is missing, refuses
    the document, needs too much memory or runs out of time.
    """
    if not 1 <= width_px <= MAX_WIDTH_PX:
        raise InvalidRequest(f"A picture is 1 to {MAX_WIDTH_PX} pixels wide, not {width_px}.")
    if _UNCLEAN.search(_METADATA.sub(b"", svg)):
        raise NotSanitised
    arguments = ["--quiet", "--skip-system-fonts", "--width", str(width_px)]
    if background is not None:
        arguments += ["--background", background]
    png = _run([*arguments, "-", "-c"], stdin=_in_whole_pixels(svg, width_px), timeout_s=timeout_s)
    if not png.startswith(_PNG_SIGNATURE):
        raise RenderFailed("resvg gave no picture for this drawing.")
    return png


def _in_whole_pixels(svg: bytes, width_px: int) -> bytes:
    """Return the drawing with its sheet in pixels, so that resvg scales both ways alike.

    It rounds a sheet in millimetres to whole pixels of 1/96 inch before it scales
    that to the width asked for, which stretches small sheets by up to some per cent.
    Other documents than our own are returned as they are.
    """
    if not (sheet := _SHEET.match(svg)):
        return svg
    height_px = max(1, round(width_px * float(sheet["height"]) / float(sheet["width"])))
    size = b'width="%d" height="%d"' % (width_px, height_px)
    return svg[: sheet.start("size")] + size + svg[sheet.end("size") :]


@functools.cache
def resvg_version() -> str:
    """Return the version that the resvg program states, such as "0.44.0"."""
    return _run(["--version"], stdin=b"", timeout_s=20).decode("ascii", "replace").strip()


def resvg_program() -> str:
    """Return the path of the resvg program: beside this Python first, then on PATH."""
    beside = [str(Path(sys.executable).parent), sysconfig.get_path("scripts")]
    for folders in (os.pathsep.join(beside), None):
        if found := shutil.which("resvg", path=folders):
            return found
    raise RenderFailed(
        "The resvg program is missing. Install the package resvg-cli, or put resvg on PATH."
    )


def _run(arguments: list[str], *, stdin: bytes, timeout_s: float) -> bytes:
    with subprocess.Popen(  # noqa: S603 - fixed program and options; the SVG goes in by stdin
        [resvg_program(), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={},
        start_new_session=True,
    ) as process:
        try:
            _limit(process.pid)
            out, err = process.communicate(stdin, timeout=timeout_s)
        except subprocess.TimeoutExpired:
            raise RenderTimedOut(
                f"Rendering timed out: it took longer than {timeout_s:g} seconds. "
                "Try again, or simplify the drawing."
            ) from None
        finally:
            kill_group(process)
    if process.returncode:
        raise RenderFailed(_explain(process.returncode, err))
    return out


def _limit(pid: int) -> None:
    """Bound the child's address space before it has anything to read; let it leave no core.

    From outside, because code between fork and exec (`preexec_fn`) may deadlock
    in a process with threads. Only Linux can; elsewhere the time-out must do.
    """
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - does not exist on every platform

        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
            resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))


def _explain(returncode: int, stderr: bytes) -> str:
    if returncode < 0:
        return "Rendering was stopped: it needed too much memory. Simplify the drawing."
    said = stderr.decode("utf-8", "replace").strip().removeprefix("Error: ")[:300]
    return f"resvg refused the drawing: {said or f'exit status {returncode}'}"
