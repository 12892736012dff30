"""From a drawing and its options to bytes, by the module of the format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from artstudio.geometry.drawing import Drawing
from artstudio.svg.export import dxf
from artstudio.svg.export.dxf import Curves
from artstudio.svg.export.eps import eps
from artstudio.svg.export.lbrn2 import lbrn2
from artstudio.svg.export.metadata import Record
from artstudio.svg.export.options import DEFAULT_DPI, DEFAULT_TOLERANCE_MM, ExportOptions, Format
from artstudio.svg.export.pdf import pdf
from artstudio.svg.export.png import png
from artstudio.svg.export.svg import svg

#: Part of the digest of every export: raise it when any of them changes.
EXPORTER_VERSION = 4


@dataclass(frozen=True)
class FileType:
    """The type a format is sent with, and the end of its filename."""

    media_type: str
    ending: str


FILE_TYPES = {
    Format.SVG: FileType("image/svg+xml", ".svg"),
    Format.SVG_METADATA: FileType("image/svg+xml", "-metadata.svg"),
    Format.SVG_C2PA: FileType("image/svg+xml", "-signed.svg"),
    Format.DXF: FileType("image/vnd.dxf", ".dxf"),
    Format.DXF_R12: FileType("image/vnd.dxf", "-r12.dxf"),
    Format.PDF: FileType("application/pdf", ".pdf"),
    Format.PNG: FileType("image/png", ".png"),
    Format.EPS: FileType("application/postscript", ".eps"),
    Format.LBRN2: FileType("application/x-lightburn+xml", ".lbrn2"),
}


def export(drawing: Drawing, options: ExportOptions, record: Record | None = None) -> bytes:
    """Return the drawing in the format asked for; the same bytes every time.

    `record` is only written by `svg-metadata`. `svg-c2pa`, which needs a key and is
    never twice the same, is not written here but by `credentials`. Raises InvalidRequest for a
    picture of too many pixels.
    """
    return _WRITERS[options.format](drawing, options, record)


Writer = Callable[[Drawing, ExportOptions, Record | None], bytes]


def _tolerance(options: ExportOptions) -> float:
    return options.tolerance_mm or DEFAULT_TOLERANCE_MM


def _how(options: ExportOptions) -> dict[str, Any]:
    return {"preset": options.preset, "role": options.role, "roles": dict(options.roles)}


def _fitted(options: ExportOptions) -> dict[str, Any]:
    curves = options.curves or Curves.ARCS
    return _how(options) | {"tolerance_mm": _tolerance(options), "curves": curves}


_WRITERS: dict[Format, Writer] = {
    Format.SVG: lambda d, o, _: svg(d, **_how(o)),
    Format.SVG_METADATA: lambda d, o, r: svg(d, **_how(o), record=r),
    Format.DXF: lambda d, o, _: dxf.r2000(d, **_fitted(o)),
    Format.DXF_R12: lambda d, o, _: dxf.r12(d, **_fitted(o)),
    Format.PDF: lambda d, o, _: pdf(d, **_how(o)),
    Format.PNG: lambda d, o, _: png(d, dpi=o.dpi or DEFAULT_DPI),
    Format.EPS: lambda d, o, _: eps(d, **_how(o)),
    Format.LBRN2: lambda d, o, _: lbrn2(d, role=o.role, roles=dict(o.roles)),
}
