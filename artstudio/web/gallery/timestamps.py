"""Moments in addresses: an archiving that can be undone, a look at the gallery."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from rmos_runs.errors import InvalidRequest

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def from_micros(text: str) -> dt.datetime | None:
    """Return the time that microseconds since 1970 name, or None."""
    if not (text.isascii() and text.isdigit() and len(text) <= 16):
        return None
    return _EPOCH + dt.timedelta(microseconds=int(text))


def to_micros(moment: dt.datetime) -> str:
    """Return the microseconds since 1970, the inverse of `from_micros`."""
    return str((moment - _EPOCH) // dt.timedelta(microseconds=1))


def parse_timestamp(query: Mapping[str, str], name: str) -> dt.datetime | None:
    """Return the moment that a part of an address names, if it is there. Raises InvalidRequest."""
    text = str(query.get(name, ""))
    moment = from_micros(text)
    if text and moment is None:
        raise InvalidRequest(fields={name: ["This is no moment that the gallery has named."]})
    return moment
