"""Sizes that a prompt names, as constraints of a request whose drawing is a picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from artstudio.services.requests.constraints import SIZE_NAMES

if TYPE_CHECKING:
    from artstudio.services.requests.intake import GenerationRequest

_WRITTEN = "direct"


def with_prompt_sizes(request: GenerationRequest) -> GenerationRequest:
    """Return the request with the prompt's sizes where no constraint is given.

    A picture has no diameters: its longer side is the outer one. A language model is told
    the diameters as they are. Where the prompt's sizes contradict what is given, they
    are left out.
    """
    known = request.constraints
    sizes = dict(request.reading.features.sizes)
    if request.route != _WRITTEN:
        outer = sizes.pop("outer_diameter_mm", None)
        sizes.pop("inner_diameter_mm", None)
        sizes = {"width_mm": outer} | sizes if outer is not None else sizes
    given = known.given()
    if set(SIZE_NAMES) & set(given):
        sizes = {name: mm for name, mm in sizes.items() if name not in SIZE_NAMES}
    fresh: dict[str, Any] = {name: mm for name, mm in sizes.items() if name not in given}
    merged = replace(known, **fresh)
    inner, outer = merged.inner_diameter_mm, merged.outer_diameter_mm
    if inner is not None and outer is not None and inner >= outer:
        return request
    return replace(request, constraints=merged)
