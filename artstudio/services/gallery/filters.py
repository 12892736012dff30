"""What of the index is shown: each filter is a column or a table with an index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.lookups import In

from artstudio.models import ArtAsset, AssetKind, AssetTag, Collection, Tag, Variant
from artstudio.services.gallery.ordering import Density
from artstudio.services.gallery.search import Search
from artstudio.services.gallery.stacks import covers
from rmos_runs.models import AdvisoryInput, RunAttachmentLink

KEPT, ARCHIVED = "kept", "archived"
WITH, WITHOUT = "with", "without"
#: What the drawings of a stack share, like the words of their prompt, does not tell them apart.
_SHARED = frozenset({"provider", "model", "route", "style"})
_NOWHERE = 0


@dataclass(frozen=True, kw_only=True)
class AssetFilters:
    """Every filter of the gallery; what is empty or None does not narrow. Lengths are in mm."""

    kind: str = ""
    provider: str = ""
    model: str = ""
    route: str = ""
    style: str = ""
    status: str = ""
    search: Search | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    starred: bool = False
    rating: int | None = None
    tag: str = ""
    collection: str = ""
    run: str = ""
    session: str = ""
    warnings: str = ""
    width_min: float | None = None
    width_max: float | None = None
    height_min: float | None = None
    height_max: float | None = None
    pieces_min: int | None = None
    pieces_max: int | None = None
    feature_min: float | None = None
    stacked: bool = False

    def apply(self, assets: QuerySet[ArtAsset]) -> QuerySet[ArtAsset]:
        """Return those assets that pass every filter; of a stack only the top where stacked.

        What is named by a word (a tag, a run) is looked up first: the database plans well
        only when it knows how much there is of it.
        """
        rows = self.each(assets)
        if not self.stacked:
            return rows
        return covers(rows, self.on_stacks(ArtAsset.objects.all()))

    def on_stacks(self, assets: QuerySet[ArtAsset]) -> QuerySet[ArtAsset]:
        """Return those assets that pass where another one of their stack does.

        The words of the prompt, which take longest to look for, are not looked at again.
        """
        own = [
            _BESIDE[name](getattr(self, name)) if name in _BESIDE else condition
            for name, condition in self._conditions.items()
            if name not in _SHARED
        ]
        return assets.filter(*own)

    def each(self, assets: QuerySet[ArtAsset]) -> QuerySet[ArtAsset]:
        """Return those assets that pass every filter, also what lies below another."""
        # One filter for all: conditions on the same collection must meet in one join.
        rows = assets.filter(*self._conditions.values())
        return rows if self.search is None else self.search.apply(rows)

    @property
    def density(self) -> Density:
        """How many of all assets are left."""
        if self.run or self.session or self.collection:
            return Density.LOW
        usual = {"kind": AssetKind.SVG.value, "status": KEPT}
        narrows = {name for name in self._conditions if getattr(self, name) != usual.get(name)}
        return Density.UNKNOWN if narrows or self.search else Density.HIGH

    @cached_property
    def _conditions(self) -> Mapping[str, Q]:
        given = {name: getattr(self, name) for name in _CONDITIONS}
        return {
            name: _CONDITIONS[name](value)
            for name, value in given.items()
            if value not in (None, "", False)
        }


def _end_of(day: dt.date) -> dt.datetime:
    """Return the last moment of a day; the day after may not exist (31 December 9999)."""
    return dt.datetime.combine(day, dt.time.max, dt.UTC)


def _utc(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def _in_run(run_id: str) -> Q:
    advised = AdvisoryInput.objects.filter(run_id=run_id).values_list("attachment_id")
    linked = RunAttachmentLink.objects.filter(run_id=run_id).values_list("attachment_id")
    used = advised.union(linked)
    return Q(attachment__in=[sha256 for (sha256,) in used])


def _in_session(session_id: str) -> Q:
    return Q(pk__in=_made_in(session_id))


def _beside_in_session(session_id: str) -> Any:
    # By an expression: with the ids themselves the database goes through every one of them
    # for each drawing whose stack it looks at, instead of through the stack.
    return In(F("id") + Value(0), _made_in(session_id) or [_NOWHERE])


def _made_in(session_id: str) -> list[int]:
    made = Variant.objects.filter(generation__workflow_session_id=session_id)
    found = made.filter(asset__isnull=False).values_list("asset_id", flat=True)
    return sorted(set(found))


def _tagged(name: str) -> Q:
    found = Tag.objects.filter(name=name).values_list("pk", flat=True)
    return Q(pk__in=AssetTag.objects.filter(tag__in=list(found)).values("asset_id"))


def _collected(collection_id: str) -> Q:
    # One and the same join narrows and gives the position to sort by.
    found = Collection.objects.filter(collection_id=collection_id).values_list("pk", flat=True)
    return Q(places__collection=found.first() or _NOWHERE)


_CONDITIONS: Mapping[str, Callable[[Any], Q]] = {
    "kind": lambda value: Q(kind=value),
    "provider": lambda value: Q(provider=value),
    "model": lambda value: Q(model=value),
    "route": lambda value: Q(route=value),
    "style": lambda value: Q(styles__contains=[value]),
    "status": lambda value: Q(archived_at_utc__isnull=value == KEPT),
    "date_from": lambda value: Q(created_at_utc__gte=_utc(value)),
    "date_to": lambda value: Q(created_at_utc__lte=_end_of(value)),
    "starred": lambda _value: Q(starred_at_utc__isnull=False),
    "rating": lambda value: Q(rating__gte=value),
    "tag": _tagged,
    "collection": _collected,
    "run": _in_run,
    "session": _in_session,
    "warnings": lambda value: Q(warning_count__gt=0) if value == WITH else Q(warning_count=0),
    "width_min": lambda value: Q(width_mm__gte=value),
    "width_max": lambda value: Q(width_mm__lte=value),
    "height_min": lambda value: Q(height_mm__gte=value),
    "height_max": lambda value: Q(height_mm__lte=value),
    "pieces_min": lambda value: Q(pieces__gte=value),
    "pieces_max": lambda value: Q(pieces__lte=value),
    "feature_min": lambda value: Q(smallest_feature_mm__gte=value),
}
#: Conditions that are put otherwise where the other drawings of a stack are looked at.
_BESIDE: Mapping[str, Callable[[Any], Any]] = {"session": _beside_in_session}
__all__ = ["ARCHIVED", "KEPT", "WITH", "WITHOUT", "AssetFilters", "AssetKind"]
