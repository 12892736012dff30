"""Choices that narrow a list, as links that keep the other choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from rmos_runs.errors import InvalidRequest
from rmos_runs.http.storable_json import is_storable_text


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One choice of a filter, as a link."""

    title: str
    address: str
    chosen: bool


def address_with(path: str, query: Mapping[str, str]) -> str:
    """Return `path` with those parts of the query that say something."""
    given = urlencode({name: value for name, value in query.items() if value})
    return f"{path}?{given}" if given else path


def chosen_values(request: HttpRequest, names: Sequence[str]) -> dict[str, str]:
    """Return what the address narrows a list by. Raises InvalidRequest."""
    chosen = {name: request.GET[name] for name in names if request.GET.get(name)}
    for name, value in chosen.items():
        if not is_storable_text(value):
            raise InvalidRequest(
                "The address holds characters that nothing here is named by.",
                fields={name: ["Use plain text."]},
            )
    return chosen


def status_filters(path: str, chosen: Mapping[str, str], titles: Mapping[str, str]) -> list[Filter]:
    """Return a link for each status and one for all, which keep what else is chosen.

    `titles` are the statuses there are, each with its word. Raises
    InvalidRequest for a chosen one that there is not.
    """
    status = chosen.get("status", "")
    if status and status not in titles:
        known = ", ".join(titles)
        raise InvalidRequest(
            f"There is no such status. Known are: {known}.",
            fields={"status": [f"Choose one of: {known}."]},
        )
    return [
        Filter(
            title=title,
            address=address_with(path, {**chosen, "status": name}),
            chosen=name == status,
        )
        for name, title in {"": "All", **titles}.items()
    ]


def narrowings(path: str, chosen: Mapping[str, str], labels: Mapping[str, str]) -> list[Filter]:
    """Return what else is chosen, each as a link that lets go of it."""
    return [
        Filter(
            title=f"{label} {chosen[name]}",
            address=address_with(
                path, {key: value for key, value in chosen.items() if key != name}
            ),
            chosen=True,
        )
        for name, label in labels.items()
        if name in chosen
    ]
