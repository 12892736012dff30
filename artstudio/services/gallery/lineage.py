"""Where a drawing comes from: its source, the drawing made of it, and what was drawn again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from artstudio.models import Variant
from rmos_runs.models import RunAttachment

#: As many as are looked at; a generation has few, but nobody keeps one from having many.
MOST_VARIANTS = 200
_SILENT = frozenset({"backend", "door", "turnpolicy", "used"})


@dataclass(frozen=True, kw_only=True)
class Descendant:
    """A variant in its tree.

    source: what it was made from, where that is not what its parent was made from.
    changes: what its trace options have otherwise than its parent's, as (name, value).
    """

    variant: Variant
    is_here: bool
    source: RunAttachment | None
    changes: tuple[tuple[str, str], ...]
    children: tuple[Descendant, ...]


def lineage_of(variant: Variant) -> Descendant:
    """Return the tree that a variant is in, from the first drawing of its source down.

    One query: what is drawn again stays in the generation of what it came from.
    """
    others = (
        Variant.objects.filter(generation=variant.generation_id)
        .select_related("asset", "source")
        .defer("measurements", "warnings", "usage", "timings_ms", "tool_versions")
        .order_by("index")[:MOST_VARIANTS]
    )
    known = {other.pk: other for other in others} | {variant.pk: variant}
    children: dict[int, list[Variant]] = {}
    for other in sorted(known.values(), key=lambda each: each.index):
        if other.parent_id is not None:
            children.setdefault(other.parent_id, []).append(other)
    return _descendant(_root(variant, known), None, here=variant.pk, children=children)


def relatives_of(root: Descendant, asset_id: str, *, most: int = 4) -> list[str]:
    """Return up to `most` asset ids of a tree, `asset_id` first; none where it is alone."""
    waiting, found = [root], [asset_id]
    while waiting:
        node = waiting.pop(0)
        waiting += node.children
        if node.variant.asset is not None:
            found.append(node.variant.asset.asset_id)
    relatives = list(dict.fromkeys(found))[:most]
    return relatives if len(relatives) > 1 else []


def _root(variant: Variant, known: Mapping[int, Variant]) -> Variant:
    while variant.parent_id is not None and variant.parent_id in known:
        variant = known[variant.parent_id]
    return variant


def _descendant(
    variant: Variant,
    parent: Variant | None,
    *,
    here: int,
    children: Mapping[int, Sequence[Variant]],
) -> Descendant:
    is_same = parent is not None and parent.source_id == variant.source_id
    return Descendant(
        variant=variant,
        is_here=variant.pk == here,
        source=None if is_same else variant.source,
        changes=changed_options(parent.trace_options, variant.trace_options) if parent else (),
        children=tuple(
            _descendant(child, variant, here=here, children=children)
            for child in children.get(variant.pk, ())
        ),
    )


def changed_options(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    """Return the options whose values differ, with the later value in words."""
    names = sorted((before.keys() | after.keys()) - _SILENT)
    return tuple(
        (name, _in_words(after.get(name))) for name in names if before.get(name) != after.get(name)
    )


def _in_words(value: Any) -> str:
    if value is None:
        return "left open"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{k}: {_in_words(v)}" for k, v in sorted(value.items())) or "all"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
