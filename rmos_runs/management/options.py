"""How times, spans and shares are written on the command line, and how checks show themselves."""

from __future__ import annotations

import json
import re
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from tqdm import tqdm

_SPAN = re.compile(r"(\d{1,6})([smhd]?)", re.ASCII)
_UNITS = {"": "seconds", "s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)%?", re.ASCII)


def moment(text: str) -> datetime:
    """Return a date or a time, in UTC unless it says otherwise."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("Write a date as 2026-01-31 or 2026-01-31T12:00.") from error
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def span(text: str) -> timedelta:
    """Return how long `7d`, `12h`, `30m`, `90s` or `0` is."""
    parts = _SPAN.fullmatch(text)
    if parts is None:
        raise ArgumentTypeError("Write a time as 7d, 12h, 30m or 90s.")
    return timedelta(**{_UNITS[parts[2]]: int(parts[1])})


def share(text: str) -> float:
    """Return `5%` or `5` as 0.05."""
    parts = _SHARE.fullmatch(text)
    if parts is None or not 0 < float(parts[1]) <= 100:
        raise ArgumentTypeError("Write a share as 5%, above 0 and up to 100.")
    return float(parts[1]) / 100


@contextmanager
def progress(total: int, unit: str) -> Iterator[tqdm[Any]]:
    """Show a bar on a terminal; elsewhere nothing."""
    with tqdm(total=total, unit=unit, file=sys.stderr, disable=None, leave=False) as bar:
        yield bar


def as_json(value: Mapping[str, Any]) -> str:
    """Return a report for programs."""
    return json.dumps(value, indent=2, ensure_ascii=False)
