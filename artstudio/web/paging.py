"""Pages by key: the next one starts where the last one ended, however many came before."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from artstudio.models import ArtAsset
from rmos_runs.errors import InvalidRequest

_CURSOR = re.compile(r"(\d{1,17})-(\d{1,18})", re.ASCII)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some rows, and the cursor of those after them; an empty cursor ends the list."""

    items: Sequence[ArtAsset]
    next_cursor: str


def page_of(assets: QuerySet[ArtAsset], *, cursor: str, size: int) -> Page:
    """Return up to `size` rows after `cursor` of assets ordered newest first.

    One row more is read to know whether there is a next page; nothing is
    counted. Raises InvalidRequest for a cursor that is none.
    """
    after = assets.filter(_older_than(cursor)) if cursor else assets
    rows = list(after[: size + 1])
    more = len(rows) > size
    return Page(items=rows[:size], next_cursor=_cursor_at(rows[size - 1]) if more else "")


def _older_than(cursor: str) -> Q:
    created, row = _read(cursor)
    # The first condition is implied by the second, but only it lets Postgres
    # start inside the index instead of filtering everything newer.
    return Q(created_at_utc__lte=created) & (
        Q(created_at_utc__lt=created) | Q(created_at_utc=created, id__lt=row)
    )


def _read(cursor: str) -> tuple[dt.datetime, int]:
    match = _CURSOR.fullmatch(cursor)
    if not match:
        raise InvalidRequest(
            "This is not the address of a page of the gallery. Start again from its first page.",
            fields={"cursor": ["Take the cursor from the page's own link."]},
        )
    return _EPOCH + int(match[1]) * _MICROSECOND, int(match[2])


def _cursor_at(asset: ArtAsset) -> str:
    return f"{(asset.created_at_utc - _EPOCH) // _MICROSECOND}-{asset.pk}"
