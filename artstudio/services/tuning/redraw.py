"""A pattern's parameters edited and drawn again: to keep, or as a try.

No provider is asked and nothing is paid.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from artstudio import patterns
from artstudio.errors import NothingToRedraw
from artstudio.geometry.measure import measure
from artstudio.models import Variant
from artstudio.services.generation import pipeline
from artstudio.services.generation.drawing import milliseconds
from artstudio.services.generation.source_provider import StoredSourceProvider
from artstudio.services.generation.variants import create_child, get_variant
from artstudio.services.requests.constraints import (
    CUT_NAMES,
    Constraints,
    parse_constraints,
)
from artstudio.services.requests.intake import request_of
from artstudio.services.sources.stored import (
    SPEC_KIND,
    Source,
    SourceForm,
    form_of,
    source_of,
)
from rmos_runs.blobs.attachments import put_json_attachment
from rmos_runs.digests import canonical_json, sha256_hex
from rmos_runs.errors import InvalidRequest


@dataclass(frozen=True, kw_only=True)
class PatternPreview:
    """A drawing that was not stored, and the whole record that draws it."""

    spec: dict[str, Any]
    svg: str
    measurements: dict[str, Any]
    timings_ms: dict[str, float]


def redraw(
    variant_id: str,
    *,
    spec: Mapping[str, Any] | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Variant:
    """Draw a pattern by edited parameters and keep it as a new variant.

    spec: the whole record, maybe of another family; parameters: only those that
    change (see `patterns.edited_spec`). One of the two. The new variant is the last of the same
    generation and names the one it came from; its cut card keeps to the generation's limits.
    Raises VariantNotFound, NothingToRedraw, StoredSourceDamaged, and InvalidRequest
    with the path of every fault before anything is stored.
    """
    parent = get_variant(variant_id)
    pattern = _edited(parent, spec=spec, parameters=parameters)
    request = request_of(parent.generation, _cut_limits(parent))
    variant = create_child(parent, source_key=_key(parent, pattern), warnings=[])
    pipeline.run(
        variant, StoredSourceProvider(request=request, load=lambda: _stored(parent, pattern))
    )
    return get_variant(variant.variant_id)


def preview_pattern(spec: Mapping[str, Any]) -> PatternPreview:
    """Draw a record and store nothing. Raises InvalidRequest like `redraw`."""
    started = time.perf_counter()
    with _faults_below("spec"):
        pattern = patterns.draw_spec(spec)
    svg = pattern.drawing.to_svg()
    drawn = time.perf_counter()
    facts = measure(pattern.drawing).as_dict()
    return PatternPreview(
        spec=pattern.spec(),
        svg=svg.decode(),
        measurements=facts,
        timings_ms={
            "draw": milliseconds(started, drawn),
            "measure": milliseconds(drawn, time.perf_counter()),
        },
    )


def pattern_schema() -> dict[str, Any]:
    """Return the JSON schema of a pattern's record."""
    return patterns.spec_schema()


def _edited(
    parent: Variant,
    *,
    spec: Mapping[str, Any] | None,
    parameters: Mapping[str, Any] | None,
) -> patterns.Pattern:
    if (spec is None) == (parameters is None):
        message = "Give either the whole spec or the parameters that change."
        raise InvalidRequest(message, fields={"spec": [message], "parameters": [message]})
    if parent.source is None or form_of(parent) is not SourceForm.SPEC:
        raise NothingToRedraw
    if spec is not None:
        with _faults_below("spec"):
            return patterns.draw_spec(spec)
    own = json.loads(source_of(parent).data)
    with _faults_below("parameters"):
        edited = patterns.edited_spec(own, parameters or {})
    return patterns.draw_spec(edited)


@contextmanager
def _faults_below(name: str) -> Iterator[None]:
    """Name faults by their place in the request's body."""
    try:
        yield
    except InvalidRequest as error:
        fields = {f"{name}.{path}": messages for path, messages in (error.fields or {}).items()}
        raise InvalidRequest(error.message, fields=fields or None) from None


def _cut_limits(parent: Variant) -> Constraints:
    """Return the generation's constraints that its cut cards are measured against."""
    given = parent.generation.constraints
    return parse_constraints({name: given.get(name) for name in CUT_NAMES})[0]


def _key(parent: Variant, pattern: patterns.Pattern) -> str:
    """Return a key that no request has: what was edited never answers for what was asked."""
    return sha256_hex(canonical_json({"redrawn": parent.variant_id, "spec": pattern.spec()}))


def _stored(parent: Variant, pattern: patterns.Pattern) -> Source:
    """Store the edited parameters; neither prompt nor seed leads to them."""
    spec = pattern.spec()
    attachment, _path, _sha256 = put_json_attachment(
        spec, kind=SPEC_KIND, filename=f"{pattern.family}.json"
    )
    return Source(
        attachment=attachment,
        data=canonical_json(spec),
        form=SourceForm.SPEC,
        prompt_sent="",
        metadata={"edited_from": parent.source_id},
    )
