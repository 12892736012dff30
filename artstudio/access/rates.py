"""Counting what a caller asks for, in the database: all processes see one count."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import connection

from artstudio.access.errors import RateLimited
from artstudio.models.rate_windows import RateWindow

_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}
_RATE = re.compile(r"([1-9][0-9]{0,8})/(s|min|h|d)", re.ASCII)
_OFF = frozenset({"", "off"})
# One statement, so that two requests at the same moment are counted as two. A window
# begins with a caller's first request, and the next one with the first after its end.
_COUNT = """
    INSERT INTO artstudio_ratewindow AS known (caller, started_at_utc, count)
    VALUES (%(caller)s, clock_timestamp(), 1)
    ON CONFLICT (caller) DO UPDATE SET
        count = CASE
            WHEN excluded.started_at_utc - known.started_at_utc >= %(period)s::interval THEN 1
            ELSE LEAST(known.count, %(most)s) + 1 END,
        started_at_utc = CASE
            WHEN excluded.started_at_utc - known.started_at_utc >= %(period)s::interval
            THEN excluded.started_at_utc ELSE known.started_at_utc END
    RETURNING count,
        extract(epoch FROM started_at_utc + %(period)s::interval - clock_timestamp())
"""
_FORGET = """
    DELETE FROM artstudio_ratewindow
    WHERE started_at_utc < clock_timestamp() - interval '2 days'
"""


@dataclass(frozen=True, kw_only=True)
class Rate:
    """At most `count` requests in `period_s` seconds."""

    count: int
    period_s: int


def parse_rate(text: str) -> Rate | None:
    """Return what `60/h` means (also s, min, d); None for `off`. Raises ValueError."""
    if text.strip().lower() in _OFF:
        return None
    found = _RATE.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not a rate: write it as 60/h, 5/min, 500/d or off.")
    return Rate(count=int(found[1]), period_s=_SECONDS[found[2]])


def count_request(caller: str, rate: Rate, *, refusal: type[RateLimited]) -> None:
    """Count one request of a caller; raises `refusal` where it is one too many.

    Refused ones do not lengthen the wait: `retry_after` says when the window ends.
    """
    known_as = caller[: RateWindow.MAX_CALLER_LENGTH]
    with connection.cursor() as cursor:
        period = f"{rate.period_s} seconds"
        cursor.execute(_COUNT, {"caller": known_as, "period": period, "most": rate.count})
        count, seconds_left = cursor.fetchone()
        if count == 1:
            cursor.execute(_FORGET)
    if count > rate.count:
        error = refusal()
        error.retry_after = max(1.0, float(seconds_left))
        raise error
