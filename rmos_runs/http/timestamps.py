"""Times that people and programs write, brought to UTC before Postgres sees them. Pure.

Postgres refuses offsets of 16 hours and more, which Python reads, and a time near
the first or last year may have no UTC.
"""

from __future__ import annotations

import datetime as dt

from django.utils.dateparse import parse_datetime


def parse_timestamp(text: str) -> dt.datetime:
    """Return the time that an ISO 8601 text means, in UTC; without an offset it is UTC.

    Raises ValueError for what is no time, or one outside of the years 1 to 9999.
    """
    parsed = parse_datetime(text)
    if parsed is None:
        raise ValueError(f"not a time: {text[:40]!r}")
    return to_utc(parsed)


def to_utc(moment: dt.datetime) -> dt.datetime:
    """Return the time in UTC; without an offset it is UTC. Raises ValueError."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=dt.UTC)
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError as error:
        raise ValueError("no such time in UTC") from error
