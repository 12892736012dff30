"""A drawing's settings moved: what they are, and what is kept of them as a drawing of its own.

Pictures are traced otherwise, patterns are drawn by other parameters. No provider is
asked and nothing is paid.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from artstudio.errors import NothingToRedraw
from artstudio.models import Variant, VariantStatus
from artstudio.services.generation.variants import get_variant
from artstudio.services.requests.constraints import GRADIENT_NAMES, SIZE_NAMES, TRACE_NAMES
from artstudio.services.sources.stored import SourceForm, form_of, source_of
from artstudio.services.tuning.preview import (
    edited_spec,
    render_preview,
    with_cut_limits,
)
from artstudio.services.tuning.redraw import pattern_schema, redraw
from artstudio.services.tuning.retrace import retrace
from rmos_runs.digests import sha256_hex

__all__ = ["Kept", "get_variant", "is_pattern", "is_picture", "keep", "stored_settings"]

# Any number will do that no other lock of this database has.
_KEEPING = 0x6B656570


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What keeping came to; not new where these very bytes were there before."""

    variant: Variant
    is_new: bool


def is_pattern(variant: Variant) -> bool:
    """Tell whether a variant was drawn by parameters and not traced."""
    return variant.source is not None and form_of(variant) is SourceForm.SPEC


def is_picture(variant: Variant) -> bool:
    """Tell whether a variant was traced from pixels."""
    return variant.source is not None and form_of(variant) is SourceForm.PICTURE


def stored_settings(variant: Variant) -> dict[str, Any]:
    """Return what a variant was drawn by: a pattern's parameters, or what a trace was told.

    Raises StoredSourceDamaged.
    """
    if is_pattern(variant):
        parameters: dict[str, Any] = _stored_spec(variant)["parameters"]
        return parameters
    if variant.source is not None and form_of(variant) is SourceForm.DERIVATION:
        return dict(variant.trace_options)
    given = variant.trace_options if variant.parent_id else variant.generation.constraints
    names = SIZE_NAMES + TRACE_NAMES + GRADIENT_NAMES
    return {name: given[name] for name in names if given.get(name) is not None}


def parameters_schema(variant: Variant) -> dict[str, Any]:
    """Return the JSON schema of a pattern variant's parameters."""
    schema = pattern_schema()["$defs"]
    reference = schema[_stored_spec(variant)["family"]]["properties"]["parameters"]["$ref"]
    found: dict[str, Any] = schema[reference.rpartition("/")[2]]
    return found


def keep(variant: Variant, settings: Mapping[str, Any]) -> Kept:
    """Draw by all of `settings` and keep it as a variant that names this one.

    Where its generation has a drawing of the same bytes, that one is returned and nothing
    is stored. Raises like `try_out`.
    """
    tried = render_preview(variant, settings)
    with _one_at_a_time(variant):
        if earlier := _kept_before(variant, sha256_hex(tried.drawn.svg)):
            return Kept(variant=earlier, is_new=False)
        return Kept(variant=_drawn_anew(variant, settings), is_new=True)


def _drawn_anew(variant: Variant, settings: Mapping[str, Any]) -> Variant:
    if is_pattern(variant):
        return redraw(variant.variant_id, spec=edited_spec(_stored_spec(variant), settings))
    return retrace(variant.variant_id, with_cut_limits(variant, settings))


def _kept_before(variant: Variant, sha256: str) -> Variant | None:
    same = Variant.objects.filter(
        generation=variant.generation_id, svg=sha256, status=VariantStatus.OK
    )
    return same.select_related("asset").order_by("index").first()


@contextmanager
def _one_at_a_time(variant: Variant) -> Iterator[None]:
    """Let whoever keeps of the same drawing at the same time see what the first one kept.

    The lock is the connection's: what is made below has transactions of its own.
    """
    key = [_KEEPING, variant.pk % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def _stored_spec(variant: Variant) -> dict[str, Any]:
    if not is_pattern(variant):
        raise NothingToRedraw
    spec: dict[str, Any] = json.loads(source_of(variant).data)
    return spec
