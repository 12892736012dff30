"""Links of the gallery that need no form: days that one looks for most, and what has a star."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.http import urlencode

from artstudio.web.gallery.filters import View
from rmos_runs.web.filters import Filter

_DAY = dt.timedelta(days=1)
_ANY_DAY = {"date_from": "", "date_to": "", "star": ""}


def day_filters(view: View, today: dt.date) -> list[Filter]:
    """Return the links for a view; `today` is the day where the studio runs."""
    monday = today - today.weekday() * _DAY
    spans = {
        "All": _ANY_DAY,
        "Today": _span(today, today),
        "Yesterday": _span(today - _DAY, today - _DAY),
        "This week": _span(monday, today),
        "Starred": {**_ANY_DAY, "star": "1"},
    }
    now = {name: view.values.get(name, "") for name in _ANY_DAY}
    return [
        Filter(title=title, address=view.address(**span), chosen=span == now)
        for title, span in spans.items()
    ]


def yesterdays_best(today: dt.date) -> str:
    """Return the address of yesterday's drawings, the best rated first."""
    span = _span(today - _DAY, today - _DAY)
    query = {name: day for name, day in span.items() if day} | {"sort": "rating"}
    return f"{reverse('web:gallery')}?{urlencode(query)}"


def _span(first: dt.date, last: dt.date) -> dict[str, str]:
    return {"date_from": first.isoformat(), "date_to": last.isoformat(), "star": ""}
