"""No address makes the studio stumble: the API, pages and the admin answer below 500."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.test import Client
from django.urls import resolve, reverse

from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.http.query_names import known_query_names
from tests.integration.access.paths import every_path
from tests.integration.hostile_values import IN_ADDRESSES, IN_TIMES

# As in life: an error of the database ends one request, not the rest.
pytestmark = pytest.mark.django_db(transaction=True)
#: Parts of Django's own admin that no column of ours is named by.
_ADMIN = ("q", "p", "o", "e", "all", "_facets", "_popup", "_to_field", "id__exact", "pk__in")


@pytest.fixture
def quiet(client: Client) -> Client:
    """A client that gets the answer of an error in place of the error."""
    generate_svg_variants("vine", 1, "hostile")
    client.raise_request_exception = False
    return client


@pytest.fixture
def boss(quiet: Client) -> Client:
    """The same, logged in to the admin."""
    quiet.force_login(User.objects.create_superuser("boss", password="p"))
    return quiet


def stumbles(client: Client, addresses: Iterator[str]) -> list[str]:
    """Return the addresses that answer 500 or above, but for a database that is away."""
    found = []
    for address in addresses:
        answer: Any = client.get(address)
        if answer.status_code >= 500:
            found.append(f"{answer.status_code} {address[:120]}")
        read(answer)
    return found


def read(answer: Any) -> None:
    """Read what is streamed to its end, which closes its file."""
    if answer.streaming:
        answer.getvalue()


LISTS = (
    *("/api/art/assets", "/api/art/generations", "/api/art/attempts", "/api/rmos/runs"),
    *("/api/workflow-sessions", "/gallery", "/runs", "/sessions"),
)


#: What the pages' lists are narrowed by.
_OF_PAGES = (
    *("kind", "provider", "q", "route", "model", "style", "status", "rating", "star", "tag"),
    *("collection", "warnings", "date_from", "date_to", "width_min", "height_max", "pieces_min"),
    *("feature_min", "run", "session", "stack", "expanded", "sort", "page", "cursor", "asset"),
    *("seen", "mode", "tool_id", "user_id", "workflow_session_id", "utm_source"),
)


def names_of(path: str) -> tuple[str, ...]:
    known = known_query_names(resolve(path).func, "GET")
    return _OF_PAGES if known is None else known


@pytest.mark.parametrize("path", LISTS)
def test_a_list_takes_any_value_of_each_filter(quiet: Client, path: str) -> None:
    values = (*IN_TIMES, "%00", "-1", "9" * 400, "NaN", "%F0%9F%AA%B5")
    addresses = (f"{path}?{name}={value}" for name in names_of(path) for value in values)
    assert stumbles(quiet, addresses) == []


def test_every_path_takes_any_value_of_its_parameters(quiet: Client) -> None:
    addresses = (
        f"{path}?{name}={value}"
        for path in every_path()
        if not path.startswith("/admin")
        for value in ("%00", "%ff", "9" * 400)
        for name in ("ids", "wait")
    )
    assert stumbles(quiet, addresses) == []


def test_every_path_takes_any_name_in_it(quiet: Client) -> None:
    below = ["/api/art/assets/", "/api/art/generations/", "/api/rmos/runs/", "/assets/", "/runs/"]
    below += ["/api/rmos/attachments/", "/api/workflow-sessions/", "/generations/", "/sessions/"]
    below += ["/variants/", "/gallery/", "/gallery/undo/", "/static/", "/thumbnails/", "/api/", "/"]
    ends = ["", "/tune", "/meta", "/verify", "/export", "/attachments", "/advisory-inputs", "/runs"]
    addresses = (
        f"{start}{value}{end}" for start in below for value in IN_ADDRESSES for end in ends
    )
    assert stumbles(quiet, addresses) == []


# Django takes a date without a time zone for local time, and says so.
@pytest.mark.filterwarnings("ignore:DateTimeField .* received a naive datetime")
def test_the_admin_takes_any_filter(boss: Client) -> None:
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in site._registry
    ]
    columns = {
        f"{field.name}{lookup}"
        for model in site._registry
        for field in model._meta.fields
        for lookup in ("", "__exact", "__gte", "__in", "__isnull")
        if "rmos" in model._meta.app_label or "artstudio" in model._meta.app_label
    }
    few = ("%00", "9" * 400, "2026-01-01T00:00:00%2B16:00", "9999-12-31")
    dates = {name for name in columns if "_utc" in name}
    addresses = (
        f"{path}?{name}={value}"
        for path in lists
        for name in sorted({*_ADMIN, *dates, "kind", "status", "day", "provider"})
        for value in few
    )
    assert stumbles(boss, addresses) == []


def test_the_admin_takes_any_key_of_a_row(boss: Client) -> None:
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in site._registry
    ]
    addresses = (
        f"{path}{value}/{end}"
        for path in lists
        for value in IN_ADDRESSES
        for end in ("change/", "history/")
    )
    assert stumbles(boss, addresses) == []


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Accept", "/"),
        ("Accept", "application/json;q=x, ;;,"),
        ("Accept", "x" * 5000),
        ("Content-Type", ";;;"),
        ("Content-Type", "application/json; charset=no-such"),
        ("Range", "bytes=99999999999999999999-"),
        ("Range", "bytes=-0"),
        ("Range", "lines=1-2"),
        ("If-None-Match", '"'),
        ("If-None-Match", "W/,,*"),
        ("If-Match", "\xff"),
        ("If-Modified-Since", "Mon, 99 Foo 99999 99:99:99 GMT"),
        ("If-Range", "\xff"),
        ("Prefer", "\xff,=;"),
        ("X-Request-ID", "\xff"),
        ("Authorization", "Bearer \xff"),
        ("Cookie", 'sessionid="\\000aaaaaaaaaaaa"; csrftoken="\\000"'),
        ("HX-Current-URL", "http://[::1"),
        ("X-Forwarded-For", ",,\xff"),
        ("Host", "a" * 300),
    ],
)
def test_any_header_is_taken(quiet: Client, header: str, value: str) -> None:
    asset = generate_svg_variants("vine", 1, "hostile").variants.get()
    paths = ["/", "/gallery", "/admin/", "/api/art/assets", "/api/schema", "/login", "/no/such"]
    paths += [f"/api/rmos/attachments/{asset.svg_id}", "/api/art/assets/asset_0/export"]
    for path in paths:
        answer: Any = quiet.get(path, headers={header: value})
        assert answer.status_code < 500, (path, answer.status_code)
        read(answer)
