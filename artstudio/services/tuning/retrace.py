"""A stored source drawn again: to keep, as a try, or to see that it comes out the same.

No provider is asked and nothing is paid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from artstudio.errors import NotRetraceable
from artstudio.geometry.coverage import likeness
from artstudio.geometry.drawing import Drawing
from artstudio.models import Variant
from artstudio.services.generation import pipeline
from artstudio.services.generation.drawing import Drawn, draw
from artstudio.services.generation.source_provider import StoredSourceProvider
from artstudio.services.generation.variants import create_child, get_variant
from artstudio.services.requests.constraints import (
    GRADIENT_NAMES,
    SIZE_NAMES,
    TRACE_NAMES,
    Constraints,
    parse_constraints,
)
from artstudio.services.requests.intake import request_of
from artstudio.services.resources.versions import own_versions
from artstudio.services.sources.stored import (
    SourceForm,
    form_of,
    rounds_so_far,
    source_of,
)
from rmos_runs.blobs.attachments import open_attachment
from rmos_runs.digests import sha256_hex
from rmos_runs.errors import BlobNotFound


@dataclass(frozen=True, kw_only=True)
class Reproduction:
    """What drawing a stored source again has given.

    iou: how much both drawings cover alike, 0 to 1; None where the recorded one cannot be read.
    """

    same: bool
    recorded_sha256: str
    actual_sha256: str
    recorded_nodes: int | None
    actual_nodes: int | None
    iou: float | None
    recorded_tools: dict[str, Any]
    actual_tools: dict[str, Any]


def retrace(variant_id: str, constraints: Mapping[str, Any]) -> Variant:
    """Trace a variant's stored picture with other constraints and keep it as a new variant.

    The new one is the last of the same generation and names the variant it came
    from; what `constraints` does not name is as in a new request. Raises
    VariantNotFound, NotRetraceable, InvalidRequest.
    """
    parent = _traceable(variant_id)
    known, warnings = parse_constraints(constraints)
    request = request_of(parent.generation, known)
    variant = create_child(parent, source_key=parent.source_key, warnings=warnings)
    pipeline.run(variant, StoredSourceProvider(request=request, load=lambda: source_of(parent)))
    return get_variant(variant.variant_id)


def preview_trace(variant_id: str, constraints: Mapping[str, Any]) -> Drawn:
    """Trace a variant's stored picture with other constraints and store nothing.

    Raises like `retrace`, and the tracer's errors.
    """
    parent = _traceable(variant_id)
    known, warnings = parse_constraints(constraints)
    drawn = draw(source_of(parent), request_of(parent.generation, known))
    drawn.warnings[:0] = warnings
    return drawn


def reproduce(variant_id: str) -> Reproduction:
    """Draw a variant's stored source again as it was recorded, and compare the digests.

    Raises VariantNotFound, NotRetraceable where there is no drawing to compare
    with, StoredSourceDamaged.
    """
    variant = get_variant(variant_id)
    if variant.svg is None or variant.source is None:
        raise NotRetraceable("This variant has no drawing that could be made again.")
    request = request_of(variant.generation, _recorded_constraints(variant))
    recorded = variant.trace_options
    drawn = draw(
        source_of(variant),
        request,
        detail=recorded.get("detail"),
        geometry=recorded.get("geometry"),
        relations=recorded.get("relations"),
    )
    actual = sha256_hex(drawn.svg)
    return Reproduction(
        same=actual == variant.svg.sha256,
        recorded_sha256=variant.svg.sha256,
        actual_sha256=actual,
        recorded_nodes=variant.measurements.get("nodes"),
        actual_nodes=drawn.measurements.get("nodes"),
        iou=1.0 if actual == variant.svg.sha256 else _likeness(variant.svg.sha256, drawn.drawing),
        recorded_tools=variant.tool_versions,
        actual_tools=own_versions() | drawn.tool_versions,
    )


def _likeness(recorded_sha256: str, drawing: Drawing) -> float | None:
    try:
        with open_attachment(recorded_sha256) as file:
            recorded = Drawing.from_svg(bytes(file.read()))
    except (BlobNotFound, ValueError):
        return None
    return round(likeness(recorded, drawing), 4)


def _traceable(variant_id: str) -> Variant:
    variant = get_variant(variant_id)
    if variant.source is not None and form_of(variant) is SourceForm.SPEC:
        raise NotRetraceable(
            "This drawing was drawn exactly and not traced; change its parameters instead."
        )
    if variant.source is not None and form_of(variant) is SourceForm.DERIVATION:
        raise NotRetraceable("This drawing was made of another one; re-trace that one instead.")
    if variant.source is None or rounds_so_far(variant):
        raise NotRetraceable("This variant has no stored picture; ask the provider again.")
    return variant


def _recorded_constraints(variant: Variant) -> Constraints:
    """Return the constraints a variant was made with: a re-trace has its own."""
    if form_of(variant) is SourceForm.DERIVATION:
        # Its options are parameters of the operation, some of which have names of constraints.
        return parse_constraints({})[0]
    given = variant.generation.constraints
    if variant.parent_id is not None:
        names = SIZE_NAMES + TRACE_NAMES + GRADIENT_NAMES
        given = {name: variant.trace_options.get(name) for name in names}
    known = parse_constraints(given)[0]
    inverted = (variant.trace_options.get("used") or {}).get("inverted")
    # How ink is told from ground has changed; what it came to then is recorded.
    known = known if known.invert is not None else replace(known, invert=inverted)
    # Before there was a choice, what shows through was laid on white.
    return replace(known, alpha=known.alpha or variant.trace_options.get("alpha", "white"))
