"""Why a foreign SVG is not let in."""

from __future__ import annotations

from typing import ClassVar

from rmos_runs.errors import DomainError, Kind


class SvgRefused(DomainError):
    """The file is not an SVG that can be made harmless. Export it as plain SVG and send that."""

    code = "svg_refused"


class SvgTooLarge(SvgRefused):
    """The SVG holds too much. Simplify the drawing and send it again."""

    kind: ClassVar[Kind] = Kind.TOO_LARGE
    code = "svg_too_large"
