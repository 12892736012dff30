"""A stored drawing made into something else: to keep as a new variant, or as a preview.

No provider is asked and nothing is paid. The record of the operation is the new variant's
source, so it is reproduced from that like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from artstudio.errors import NothingToDerive
from artstudio.models import Variant
from artstudio.services.calibrations.calibrations import calibrated
from artstudio.services.derivations.operations import OPERATIONS, Operation
from artstudio.services.derivations.parameters import Parameter
from artstudio.services.derivations.records import RECORD_KIND, derivation_record
from artstudio.services.generation import pipeline
from artstudio.services.generation.drawing import Drawn, draw_derivation, with_cut_card
from artstudio.services.generation.source_provider import StoredSourceProvider
from artstudio.services.generation.variants import create_child, get_variant
from artstudio.services.requests.constraints import CUT_NAMES, Constraints, parse_constraints
from artstudio.services.requests.intake import request_of
from artstudio.services.resources.concurrency import heavy_work
from artstudio.services.sources.stored import Source, SourceForm
from rmos_runs.attachments import put_json_attachment
from rmos_runs.digests import canonical_json, sha256_hex

__all__ = ["OPERATIONS", "Operation", "Parameter", "derive", "preview_derivation"]


def derive(
    variant_id: str,
    operation: str,
    parameters: Mapping[str, Any],
    *,
    calibration: str | None = None,
) -> Variant:
    """Make something of a variant's drawing and keep it as a new variant.

    The new one is the last of the same generation and names the one it came from; its cut
    card keeps to the generation's limits. calibration: whose value is used, and named in the
    record. Raises VariantNotFound, NothingToDerive, CalibrationNotFound, InvalidRequest and
    CannotDerive, all before anything is stored.
    """
    parent = get_variant(variant_id)
    record = _record(parent, operation, parameters, calibration)
    with heavy_work():
        draw_derivation(canonical_json(record), keep=True)
    request = request_of(parent.generation, _cut_limits(parent))
    variant = create_child(parent, source_key=_key(record), warnings=[])
    pipeline.run(
        variant, StoredSourceProvider(request=request, load=lambda: _stored(parent, record))
    )
    return get_variant(variant.variant_id)


def preview_derivation(
    variant_id: str,
    operation: str,
    parameters: Mapping[str, Any],
    *,
    calibration: str | None = None,
    card: bool = True,
) -> Drawn:
    """Make something of a variant's drawing and store nothing. Raises like `derive`.

    card: whether its cut card is wanted, which costs about a tenth of a second more.
    """
    parent = get_variant(variant_id)
    record = _record(parent, operation, parameters, calibration)
    with heavy_work():
        drawn = draw_derivation(canonical_json(record), keep=True)
    return with_cut_card(drawn, _cut_limits(parent)) if card else drawn


def _record(
    parent: Variant, operation: str, parameters: Mapping[str, Any], calibration: str | None
) -> dict[str, Any]:
    if parent.svg_id is None:
        raise NothingToDerive
    if not calibration:
        return derivation_record(operation, parameters, svg_sha256=parent.svg_id)
    parameters, facts = calibrated(operation, parameters, calibration)
    record = derivation_record(operation, parameters, svg_sha256=parent.svg_id)
    return {**record, "calibration": facts}


def _cut_limits(parent: Variant) -> Constraints:
    given = parent.generation.constraints
    return parse_constraints({name: given.get(name) for name in CUT_NAMES})[0]


def _key(record: Mapping[str, Any]) -> str:
    """Return a key that no request has: what is derived never answers for what was asked."""
    return sha256_hex(canonical_json({"derived": dict(record)}))


def _stored(parent: Variant, record: dict[str, Any]) -> Source:
    attachment, _path, _sha256 = put_json_attachment(
        record, kind=RECORD_KIND, filename=f"{record['operation']}.json"
    )
    return Source(
        attachment=attachment,
        data=canonical_json(record),
        form=SourceForm.DERIVATION,
        prompt_sent="",
        metadata={"derived_from": parent.variant_id, "derivation": record},
    )
