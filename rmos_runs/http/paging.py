"""Pages by key: the next one starts where the last one ended, however many came before."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from rmos_runs.errors import InvalidRequest

_CURSOR = re.compile(r"(\d{1,17})-(\w{1,64})", re.ASCII)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Row]):
    """Some rows, and the cursor of those after them; an empty cursor ends the list."""

    items: Sequence[Row]
    next_cursor: str


def page_of(rows: QuerySet[Row], *, cursor: str, size: int) -> Page[Row]:
    """Return up to `size` rows after `cursor`; the rows are ordered by -created_at_utc, -pk.

    One row more is read to know whether there is a next page; nothing is
    counted. Raises InvalidRequest for a cursor that is none.
    """
    after = rows_after(rows, cursor) if cursor else rows
    found = list(after[: size + 1])
    more = len(found) > size
    return Page(items=found[:size], next_cursor=_cursor_at(found[size - 1]) if more else "")


def rows_after(rows: QuerySet[Row], cursor: str) -> QuerySet[Row]:
    """Return the rows after a cursor. Raises InvalidRequest for one that is none."""
    return rows.filter(_older_than(rows, cursor))


def _older_than(rows: QuerySet[Any], cursor: str) -> Q:
    created, key = _read(rows, cursor)
    # The first condition is implied by the second, but only it lets Postgres
    # start inside the index instead of filtering everything newer.
    return Q(created_at_utc__lte=created) & (
        Q(created_at_utc__lt=created) | Q(created_at_utc=created, pk__lt=key)
    )


def _read(rows: QuerySet[Any], cursor: str) -> tuple[dt.datetime, Any]:
    match = _CURSOR.fullmatch(cursor)
    if not match:
        raise not_a_page()
    try:
        key = rows.model._meta.pk.clean(match[2], None)  # noqa: SLF001 - Django's documented model API
    except ValidationError as error:
        raise not_a_page() from error
    return _EPOCH + int(match[1]) * _MICROSECOND, key


def not_a_page() -> InvalidRequest:
    """Return the error of a cursor that no page of the list has given."""
    return InvalidRequest(
        "This is not the address of a page of this list. Start again from its first page.",
        fields={"cursor": ["Take the cursor from the page's own link."]},
    )


def _cursor_at(row: Any) -> str:
    return f"{(row.created_at_utc - _EPOCH) // _MICROSECOND}-{row.pk}"
