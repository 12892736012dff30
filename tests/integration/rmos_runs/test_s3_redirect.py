"""With ARTSTUDIO_S3_REDIRECT=1: what comes from the bucket itself, and what never does."""

from __future__ import annotations

from email.message import Message
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from rmos_runs.api import blob_response
from rmos_runs.blobs.attachments import put_bytes_attachment
from rmos_runs.blobs.names import blob_name
from rmos_runs.blobs.s3.bucket import SIGNED_S, S3Bucket
from rmos_runs.blobs.s3.settings import s3_store, signed_origin
from rmos_runs.models import RunAttachment
from tests.stores import SECRET_KEY, S3Server, S3Store, use_bucket

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.integration.rmos_runs.urls"),
    pytest.mark.usefixtures("bucket"),
]
DATA = bytes(range(256)) * 600
SVG = "image/svg+xml"


@pytest.fixture
def bucket(settings: Settings, s3_server: S3Server) -> S3Store:
    return use_bucket(settings, s3_server, redirect=True)


def put(kind: str = "picture", mime: str = "image/png", name: str = "a.png") -> RunAttachment:
    return put_bytes_attachment(DATA, kind, mime, name, ".bin")[0]


def get(client: Client, row: RunAttachment, tail: str = "") -> HttpResponseBase:
    return client.get(f"/api/rmos/attachments/{row.sha256}{tail}")


def fetched(url: str, **headers: str) -> tuple[bytes, Message]:
    """Fetch a signed address as a browser does: without any key."""
    with urlopen(Request(url, headers=headers), timeout=20) as answer:
        return answer.read(), answer.headers


@pytest.mark.parametrize("mime", ["image/png", "image/jpeg", "image/webp"])
def test_a_picture_is_shown_from_the_bucket(client: Client, mime: str) -> None:
    response = get(client, put(mime=mime))
    assert response.status_code == 302
    data, headers = fetched(response["Location"])
    assert data == DATA
    assert headers["Content-Type"] == mime
    assert headers["Content-Disposition"] == 'inline; filename="a.png"'


def test_the_address_lives_shortly_and_carries_no_secret(client: Client) -> None:
    response = get(client, put())
    query = parse_qs(urlsplit(response["Location"]).query)
    assert query["X-Amz-Expires"] == [str(SIGNED_S)]
    assert SECRET_KEY not in response["Location"]
    assert response["Cache-Control"] == "private, max-age=120"
    assert SIGNED_S > 120


def test_a_range_is_the_buckets_to_answer(client: Client) -> None:
    response = get(client, put())
    assert fetched(response["Location"], Range="bytes=5-9")[0] == DATA[5:10]


@pytest.mark.parametrize(
    ("kind", "mime", "tail"),
    [
        ("svg", SVG, "?download=1"),
        ("source", SVG, ""),
        ("svg", SVG, ""),
        ("note", "text/html", ""),
        ("note", "text/plain", "?download=1"),
    ],
)
def test_what_is_saved_and_not_shown_comes_from_the_bucket(
    client: Client, kind: str, mime: str, tail: str
) -> None:
    response = get(client, put(kind, mime), tail)
    assert response.status_code == 302
    _, headers = fetched(response["Location"])
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["Content-Type"] != "text/html"


@pytest.mark.parametrize("mime", [SVG, "text/plain", "application/json"])
def test_what_a_bucket_could_show_wrongly_is_streamed(
    client: Client, mime: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blob_response, "is_own_drawing", lambda _sha256: True)
    response = get(client, put("svg", mime))
    assert response.status_code == 200
    assert b"".join(response) == DATA
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_an_object_asked_for_by_itself_is_a_download(bucket: S3Store) -> None:
    row = put("svg", SVG)
    key = bucket.storage.key(blob_name(row.sha256, row.ext))
    facts = bucket.client.head_object(Bucket=bucket.bucket, Key=key)
    assert facts["ContentDisposition"] == "attachment"


def test_head_and_a_cached_copy_are_answered_here(client: Client) -> None:
    row = put()
    at = f"/api/rmos/attachments/{row.sha256}"
    assert client.head(at).status_code == 200
    assert client.get(at, headers={"if-none-match": f'"{row.sha256}"'}).status_code == 304


@pytest.mark.parametrize(
    "facts",
    [
        {"endpoint_url": "https://minio.example:9000"},
        {"endpoint_url": "https://minio.example:9000/base"},
        {"region": "us-east-1"},
        {"region": "eu-central-1"},
    ],
)
def test_our_pages_may_show_what_signed_addresses_lead_to(facts: dict[str, str]) -> None:
    keys = {"access_key": "a", "secret_key": "b", "redirect": True}
    entry = s3_store(bucket="studio", **facts, **keys)  # type: ignore[arg-type]  # both kinds
    storage = S3Bucket(**entry["OPTIONS"])
    url = urlsplit(storage.url("a.png"))
    assert f"{url.scheme}://{url.netloc}" == signed_origin(bucket="studio", **facts)
