"""Stacks: the variants of one request and their re-traces, on top of each other or expanded.

Of a stack the first drawing that passes the filters lies on top. What an address
asks for decides what is in a stack: one whose first drawing has no star still
shows its others where stars are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from artstudio.models import ArtAsset
from artstudio.services.gallery.assets import MAX_CHOSEN

Place = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Stack:
    """How many drawings lie on one another, and the row of the one on top."""

    size: int
    top_pk: int


def covers(rows: QuerySet[ArtAsset], others: QuerySet[ArtAsset]) -> QuerySet[ArtAsset]:
    """Return of each stack in `rows` only the first drawing; what lies on none stays.

    others: where to look for drawings made before, by what may differ within a stack.
    """
    below = _bare(others).filter(
        stack=OuterRef("stack"), kind=OuterRef("kind"), id__lt=OuterRef("id")
    )
    return rows.filter(Q(stack="") | ~Exists(below))


def place_of(asset: ArtAsset) -> Place:
    """Return what drawings of one stack have in common."""
    return asset.stack, asset.kind


def stacks_of(rows: QuerySet[ArtAsset], shown: Sequence[ArtAsset]) -> dict[Place, Stack]:
    """Return the stacks, as `rows` make them, of which a drawing is shown; one query."""
    stacks = {asset.stack for asset in shown} - {""}
    if not stacks:
        return {}
    counted = _bare(rows).filter(stack__in=stacks).values_list("stack", "kind")
    return {
        (stack, kind): Stack(size=size, top_pk=top_pk)
        for stack, kind, size, top_pk in counted.annotate(size=Count("pk"), top=Min("pk"))
    }


def expand(
    rows: QuerySet[ArtAsset], shown: Sequence[ArtAsset], stacks: frozenset[str]
) -> dict[Place, list[ArtAsset]]:
    """Return the drawings below those tops in `shown` whose stack is to be expanded; one query.

    They come as they were made, at most 500 of them.
    """
    wanted = {asset.stack for asset in shown if asset.stack in stacks} - {""}
    if not wanted:
        return {}
    places = {place_of(asset): list[ArtAsset]() for asset in shown}
    above = [asset.pk for asset in shown]
    below = rows.filter(stack__in=wanted).exclude(pk__in=above).order_by("pk")
    for asset in below[:MAX_CHOSEN]:
        places.setdefault(place_of(asset), []).append(asset)
    return places


def _bare(rows: QuerySet[ArtAsset]) -> QuerySet[ArtAsset]:
    """Return the same rows without order, columns of others or anything fetched beside them."""
    return rows.order_by().select_related(None).prefetch_related(None)
