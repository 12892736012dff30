"""Which stored record says how a drawing came to be, for those below who only know bytes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from artstudio.models import Variant, VariantStatus


def first_provenance(sha256s: Collection[str]) -> Mapping[str, str]:
    """Return the digest of the record of each drawing's first production, by the drawing's digest.

    The first and not the newest: it stays what it is however often the same
    drawing is made again.
    """
    first = (
        Variant.objects.filter(svg__in=sha256s, status=VariantStatus.OK)
        .order_by("svg", "id")
        .distinct("svg")
    )
    return dict(first.values_list("svg_id", "provenance_id"))
