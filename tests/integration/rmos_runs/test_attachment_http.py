"""Bytes, facts and proof over HTTP, as curl and browsers ask for them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from rmos_runs.api.blob_response import blob_response
from rmos_runs.attachments import open_blob, put_bytes_attachment, put_json_attachment
from rmos_runs.blob_names import blob_name
from rmos_runs.models import RunAttachment
from tests.stores import Store
from tests.unit.rmos_runs.test_names_and_facts import NOT_DIGESTS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.integration.rmos_runs.urls"),
    # Whoever asks cannot tell a folder from a bucket.
    pytest.mark.usefixtures("store"),
]
DATA = bytes(range(256)) * 600
CSP = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
FOREVER = "public, max-age=31536000, immutable"


def put(
    data: bytes = DATA, kind: str = "picture", mime: str = "image/png", name: str = "a.png"
) -> RunAttachment:
    return put_bytes_attachment(data, kind, mime, name, ".bin")[0]


def at(row: RunAttachment, tail: str = "") -> str:
    return f"/api/rmos/attachments/{row.sha256}{tail}"


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response)


def assert_forever(response: HttpResponseBase, row: RunAttachment) -> None:
    assert response["ETag"] == f'"{row.sha256}"'
    assert response["Cache-Control"] == FOREVER
    assert response["Content-Security-Policy"] == CSP
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Accept-Ranges"] == "bytes"


def assert_problem(response: Any, status: int, code: str) -> None:
    assert response.status_code == status
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    assert response.json()["code"] == code
    assert response.json()["request_id"] == response["X-Request-ID"]


def test_the_bytes_are_served_for_ever(client: Client) -> None:
    row = put()
    response = client.get(at(row), headers={"accept": "image/svg+xml"})
    assert response.status_code == 200
    assert body(response) == DATA
    assert response["Content-Type"] == "image/png"
    assert response["Content-Length"] == str(len(DATA))
    assert response["Content-Disposition"] == 'inline; filename="a.png"'
    assert_forever(response, row)
    assert "Set-Cookie" not in response
    assert not response.cookies


def test_a_slash_at_the_end_changes_nothing(client: Client) -> None:
    row = put()
    assert body(client.get(at(row, "/"))) == DATA
    assert client.get(at(row, "/meta/")).json()["sha256"] == row.sha256
    assert client.get(at(row, "/verify/")).json()["ok"]


def test_head_has_the_headers_of_get_and_no_body(client: Client) -> None:
    row = put()
    response = client.head(at(row), headers={"range": "bytes=0-1"})
    assert response.status_code == 200
    assert body(response) == b""
    assert response["Content-Length"] == str(len(DATA))
    assert response["Content-Type"] == "image/png"
    assert_forever(response, row)


@pytest.mark.parametrize("header", ['"{}"', 'W/"{}"', '"x", W/"{}"', "*"])
def test_a_cached_copy_is_confirmed_with_the_same_headers(client: Client, header: str) -> None:
    row = put()
    for method in (client.get, client.head):
        response = method(at(row), headers={"if-none-match": header.format(row.sha256)})
        assert response.status_code == 304
        assert body(response) == b""
        assert_forever(response, row)


def test_another_etag_gets_the_bytes(client: Client) -> None:
    response = client.get(at(put()), headers={"if-none-match": '"other"'})
    assert response.status_code == 200
    assert body(response) == DATA


def test_a_failed_precondition_is_a_problem(client: Client) -> None:
    response = client.get(at(put()), headers={"if-match": '"other"'})
    assert_problem(response, 412, "precondition_failed")


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=100000-", 100_000, 153_599), ("bytes=-5", 153_595, 153_599)],
)
def test_a_range_is_answered_with_that_part(
    client: Client, header: str, first: int, last: int
) -> None:
    row = put()
    response = client.get(at(row), headers={"range": header})
    assert response.status_code == 206
    assert body(response) == DATA[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(DATA)}"
    assert response["Content-Length"] == str(last + 1 - first)
    assert_forever(response, row)


def test_several_ranges_are_answered_in_full(client: Client) -> None:
    response = client.get(at(put()), headers={"range": "bytes=0-1,5-6"})
    assert response.status_code == 200
    assert body(response) == DATA


def test_a_range_past_the_end_names_the_size_and_is_not_cached(client: Client) -> None:
    response = client.get(at(put()), headers={"range": f"bytes={len(DATA)}-"})
    assert_problem(response, 416, "range_not_satisfiable")
    assert response["Content-Range"] == f"bytes */{len(DATA)}"


def test_a_range_of_other_bytes_is_answered_in_full(client: Client) -> None:
    row = put()
    same = client.get(at(row), headers={"range": "bytes=0-0", "if-range": f'"{row.sha256}"'})
    assert same.status_code == 206
    assert body(same) == DATA[:1]
    for other in ('"other"', f'W/"{row.sha256}"', "Sun, 22 Nov 2026 00:00:00 GMT"):
        response = client.get(at(row), headers={"range": "bytes=0-0", "if-range": other})
        assert response.status_code == 200
        assert body(response) == DATA


def test_no_bytes_at_all_are_served_too(client: Client) -> None:
    row = put(b"")
    response = client.get(at(row))
    assert (response.status_code, response["Content-Length"], body(response)) == (200, "0", b"")


@pytest.mark.parametrize(
    ("mime", "served"),
    [
        ("image/svg+xml", "image/svg+xml"),
        ("image/jpeg", "image/jpeg"),
        ("image/webp", "image/webp"),
        ("application/json", "application/json"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/plain; charset=latin-1", "text/plain; charset=utf-8"),
    ],
)
def test_types_that_cannot_do_harm_are_shown(client: Client, mime: str, served: str) -> None:
    response = client.get(at(put(mime=mime)))
    assert response["Content-Type"] == served
    assert response["Content-Disposition"].startswith("inline")
    body(response)


@pytest.mark.parametrize("mime", ["text/html", "application/javascript", "image/gif", "a/b"])
def test_all_other_types_are_downloads_of_no_type(client: Client, mime: str) -> None:
    response = client.get(at(put(mime=mime)))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    body(response)


def test_an_svg_as_the_provider_sent_it_is_a_download(client: Client) -> None:
    response = client.get(at(put(b"<svg/>", "source", "image/svg+xml", "source.svg")))
    assert response["Content-Disposition"] == 'attachment; filename="source.svg"'
    body(response)


def test_a_download_can_be_asked_for(client: Client) -> None:
    response = client.get(at(put(), "?download=1"))
    assert response["Content-Disposition"] == 'attachment; filename="a.png"'
    body(response)


def test_any_filename_survives_the_header(client: Client) -> None:
    name = 'Åse "№ 3".png'
    response = client.get(at(put(name=name)))
    assert response["Content-Disposition"] == f"inline; filename*=utf-8''{quote(name)}"
    body(response)


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {}),
        ("GET", {"range": "bytes=0-9"}),
        ("GET", {"range": "bytes=999999-"}),
        ("GET", {"if-none-match": "*"}),
        ("GET", {"if-match": '"other"'}),
        ("HEAD", {}),
    ],
)
def test_the_file_is_closed_when_the_answer_is(method: str, headers: dict[str, str]) -> None:
    row = put()
    file = open_blob(row)
    request = RequestFactory().generic(method, at(row), headers=headers)
    response = blob_response(request, row, file)
    # close() would close the database connection of the test too.
    for close in response._resource_closers:  # type: ignore[attr-defined]
        close()
    assert file.closed


@pytest.mark.parametrize("tail", ["", "/meta", "/verify"])
@pytest.mark.parametrize("digest", ["0" * 64, *filter(None, NOT_DIGESTS)])
def test_an_unknown_or_malformed_digest_is_not_found(
    client: Client, digest: str, tail: str
) -> None:
    response = client.get(f"/api/rmos/attachments/{quote(digest, safe='')}{tail}")
    code = "not_found" if "/" in digest else "attachment_not_found"
    assert_problem(response, 404, code)


def test_a_row_without_its_file_is_gone(client: Client, store: Store) -> None:
    row = put()
    store.remove(blob_name(row.sha256, row.ext))
    for headers in ({}, {"if-none-match": f'"{row.sha256}"'}, {"range": "bytes=0-1"}):
        assert_problem(client.get(at(row), headers=headers), 410, "blob_not_found")
    assert client.head(at(row)).status_code == 410
    assert client.get(at(row, "/meta")).status_code == 200
    found = client.get(at(row, "/verify"))
    assert (found.status_code, found.json()["ok"], found.json()["error"]) == (
        200,
        False,
        "blob_not_found",
    )


def test_bytes_of_another_length_are_not_served_as_these(client: Client, store: Store) -> None:
    row = put()
    store.write(blob_name(row.sha256, row.ext), DATA[:-1])
    assert_problem(client.get(at(row)), 410, "blob_damaged")
    assert client.get(at(row, "/verify")).json()["error"] == "hash_mismatch"


def test_the_facts_are_those_of_the_first_writer(client: Client) -> None:
    row, _, sha256 = put_json_attachment({"a": 1}, "record", metadata={"note": "é"})
    facts = client.get(at(row, "/meta")).json()
    assert facts.pop("created_at_utc").endswith("Z")
    assert facts == {
        "sha256": sha256,
        "kind": "record",
        "mime": "application/json",
        "filename": "data.json",
        "ext": ".json",
        "size_bytes": 7,
        "request_id": "",
        "metadata": {"note": "é"},
    }


def test_a_changed_file_verifies_as_a_mismatch_and_is_never_cached(
    client: Client, store: Store
) -> None:
    row = put(b"abc", "note", "text/plain", "a.txt")
    sound = client.get(at(row, "/verify"))
    assert sound.json() == {
        "sha256": row.sha256,
        "ok": True,
        "size_bytes": 3,
        "actual_sha256": row.sha256,
        "error": None,
    }
    assert sound["Cache-Control"] == "no-store"
    store.write(blob_name(row.sha256, row.ext), b"abd")
    assert client.get(at(row, "/verify")).json()["error"] == "hash_mismatch"


@pytest.mark.parametrize("tail", ["", "/meta", "/verify"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_other_methods_are_refused_in_the_same_shape(method: str, tail: str) -> None:
    # As curl is: without a token against forged forms.
    response = Client(enforce_csrf_checks=True).generic(method, at(put(), tail))
    assert_problem(response, 405, "method_not_allowed")
    assert "GET" in response["Allow"]


@pytest.mark.parametrize("tail", ["", "/meta", "/verify"])
def test_each_answer_takes_one_query(
    client: Client, tail: str, django_assert_num_queries: Any
) -> None:
    row = put()
    with django_assert_num_queries(1):
        body(client.get(at(row, tail)))
