"""What was made since somebody looked: a number, at the same cost however much there is."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from artstudio.models import ArtAsset

#: Nobody needs to know how many more than this there are.
MOST = 100


def count_new_assets(rows: QuerySet[ArtAsset], *, since: dt.datetime) -> int:
    """Return how many of `rows` were indexed after a moment, at most 100."""
    return rows.order_by().filter(created_at_utc__gt=since)[:MOST].count()
