"""The orders of the gallery, each by an index, and pages that go on by key in each of them."""

from __future__ import annotations

import datetime as dt
import enum
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    DateTimeField,
    ExpressionWrapper,
    F,
    FloatField,
    Q,
    QuerySet,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce

from artstudio.models import ArtAsset
from artstudio.models.assets import UNRATED
from rmos_runs.http.paging import Page, not_a_page, rows_after

NEWEST = "newest"
#: Drawings of a collection in the order they were put there.
ARRANGED = "arranged"
#: Rows of the order that are tried before all that pass are gathered: about as long as
#: gathering those takes that fill no page on the way.
STRETCH = 16_000
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_CURSOR = re.compile(r"(-?\d{1,17}(?:\.\d{1,17})?(?:e[+-]?\d{1,3})?)-(\d{1,18})", re.ASCII)


class Density(enum.Enum):
    """How many of all assets pass the filters of a view."""

    HIGH = "high"
    UNKNOWN = "unknown"
    #: At most some thousands.
    LOW = "low"


@dataclass(frozen=True, kw_only=True)
class Order:
    """A way to sort: by a number and then by the row's id, both in one direction.

    needs: the column that must be there; drawings without it are left out.
    """

    title: str
    by: Combinable | None = None
    descending: bool = True
    needs: str = ""


ORDERS: Mapping[str, Order] = {
    NEWEST: Order(title="Newest first"),
    "rating": Order(title="Best rated", by=Coalesce("rating", Value(UNRATED))),
    "nodes": Order(title="Fewest nodes", by=F("nodes"), descending=False, needs="nodes"),
    "-nodes": Order(title="Most nodes", by=F("nodes"), needs="nodes"),
    "cut": Order(
        title="Shortest cut", by=F("cut_length_mm"), descending=False, needs="cut_length_mm"
    ),
    "-cut": Order(title="Longest cut", by=F("cut_length_mm"), needs="cut_length_mm"),
    ARRANGED: Order(title="As arranged", by=F("places__position"), descending=False),
}


def ordered_page(
    assets: QuerySet[ArtAsset],
    *,
    order: str,
    cursor: str,
    size: int,
    density: Density = Density.HIGH,
) -> Page[ArtAsset]:
    """Return up to `size` assets after `cursor` in the order of that name.

    One row more is read to know whether there is a next page; nothing is
    counted. density: how many of all rows `assets` are. Raises InvalidRequest for a
    cursor of another order or none at all.
    """
    chosen = ORDERS[order]
    rows = _after(_sorted(assets, chosen), chosen, cursor)
    found = _first(rows, chosen, cursor, size + 1, density)
    more = len(found) > size
    return Page(items=found[:size], next_cursor=cursor_at(found[size - 1], order) if more else "")


def _first(
    rows: QuerySet[ArtAsset], order: Order, cursor: str, count: int, density: Density
) -> list[ArtAsset]:
    """Return the first rows, found in the way that is fast for so many.

    Where many rows pass, the first of them are soon met on the way through the order's
    index; where few do, that way goes through the whole table, and they are gathered and
    sorted. The planner often guesses wrong which it is. So where it is not known, the way
    is tried for a stretch.
    """
    if density is Density.HIGH or order.title == ORDERS[ARRANGED].title:
        return list(rows[:count])
    if density is Density.UNKNOWN:
        end = _end_of_stretch(order, cursor)
        if end is None:
            return list(rows[:count])
        found = list(rows.filter(_until(order, end))[:count])
        if len(found) == count:
            return found
    return list(_sorted_by_no_index(rows, order)[:count])


def _end_of_stretch(order: Order, cursor: str) -> tuple[Any, int] | None:
    """Return key and id of the row that ends the stretch; None where the table ends in it."""
    every = _after(_sorted(ArtAsset.objects.all(), order), order, cursor)
    return every.values_list(_key(order), "pk")[STRETCH : STRETCH + 1].first()


def _until(order: Order, end: tuple[Any, int]) -> Any:
    # Compared as a pair, the index ends the walk; as `a < x OR a = x AND ...` it would not.
    compare = TupleGreaterThan if order.descending else TupleLessThan
    by = F("created_at_utc") if order.by is None else order.by
    return compare(Tuple(by, F("id")), end)


def _sorted_by_no_index(rows: QuerySet[ArtAsset], order: Order) -> QuerySet[ArtAsset]:
    """Return rows in the same order by an expression that no index has."""
    zero: Any = Value(dt.timedelta(0)) if order.by is None else Value(0)
    field = DateTimeField() if order.by is None else FloatField()
    key = ExpressionWrapper(F(_key(order)) + zero, output_field=field)
    if order.descending:
        return rows.order_by(key.desc(), "-id")
    return rows.order_by(key.asc(), "id")


def _key(order: Order) -> str:
    return "created_at_utc" if order.by is None else "sort_key"


def _after(rows: QuerySet[ArtAsset], order: Order, cursor: str) -> QuerySet[ArtAsset]:
    if not cursor:
        return rows
    if order.by is None:
        return rows_after(rows, cursor)
    return rows.filter(_beyond(order, *_read(cursor)))


def all_up_to(
    assets: QuerySet[ArtAsset],
    *,
    order: str,
    cursor: str,
    limit: int,
    density: Density = Density.HIGH,
) -> Page[ArtAsset]:
    """Return the list from its beginning to the row that `cursor` names, at most `limit` rows.

    What was added above meanwhile is on it, and the page's own cursor goes on
    after it. Raises InvalidRequest.
    """
    chosen = ORDERS[order]
    following = ordered_page(assets, order=order, cursor=cursor, size=1, density=density)
    follows = bool(following.items)
    value, pk = _read(cursor)
    key = "created_at_utc" if chosen.by is None else "sort_key"
    place: Any = _EPOCH + int(value) * _MICROSECOND if chosen.by is None else value
    side = "gt" if chosen.descending else "lt"
    within = Q(**{f"{key}__{side}e": place}) & (
        Q(**{f"{key}__{side}": place}) | Q(**{key: place, f"pk__{side}e": pk})
    )
    rows = _sorted(assets, chosen).filter(within)
    found = list(rows[: limit + 1])
    if len(found) > limit:
        return Page(items=found[:limit], next_cursor=cursor_at(found[limit - 1], order))
    return Page(items=found, next_cursor=cursor if follows else "")


def cursor_at(asset: Any, order: str) -> str:
    """Return the cursor of the page that begins after this row of an ordered list."""
    if ORDERS[order].by is None:
        return f"{(asset.created_at_utc - _EPOCH) // _MICROSECOND}-{asset.pk}"
    return f"{asset.sort_key!r}-{asset.pk}"


def _sorted(assets: QuerySet[ArtAsset], order: Order) -> QuerySet[ArtAsset]:
    if order.by is None:
        return assets.order_by("-created_at_utc", "-id")
    rows = assets.annotate(sort_key=order.by)
    if order.needs:
        rows = rows.filter(**{f"{order.needs}__isnull": False})
    sign = "-" if order.descending else ""
    return rows.order_by(f"{sign}sort_key", f"{sign}id")


def _beyond(order: Order, value: float, pk: int) -> Q:
    # As in rmos_runs.http.paging: the first condition is implied, and starts inside the index.
    step = "lt" if order.descending else "gt"
    return Q(**{f"sort_key__{step}e": value}) & (
        Q(**{f"sort_key__{step}": value}) | Q(**{"sort_key": value, f"pk__{step}": pk})
    )


def _read(cursor: str) -> tuple[float, int]:
    match = _CURSOR.fullmatch(cursor)
    if not match:
        raise not_a_page()
    value: Any = float(match[1]) if "." in match[1] or "e" in match[1] else int(match[1])
    if not math.isfinite(value):
        raise not_a_page()
    return value, int(match[2])
