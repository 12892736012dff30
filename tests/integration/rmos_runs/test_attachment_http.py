"""Stored bytes over HTTP, as curl and browsers ask for them."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client, RequestFactory

from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.api.blob_response import blob_response
from rmos_runs.blobs.attachments import open_blob
from tests.integration.rmos_runs.served import (
    DATA,
    assert_forever,
    assert_problem,
    at,
    body,
    put,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.integration.rmos_runs.urls"),
    # Whoever asks cannot tell a folder from a bucket.
    pytest.mark.usefixtures("store"),
]


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


@pytest.mark.parametrize(
    "mime",
    [
        "text/html",
        "application/xhtml+xml",
        "application/xml",
        "text/xml",
        "application/pdf",
        "application/javascript",
        "text/css",
        "image/gif",
        "image/svg",
        "multipart/x-mixed-replace",
        "a/b",
    ],
)
def test_all_other_types_are_downloads_of_no_type(client: Client, mime: str) -> None:
    response = client.get(at(put(mime=mime)))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    body(response)


@pytest.mark.parametrize("kind", ["source", "upload", "svg", "art_svg", "drawing"])
@pytest.mark.parametrize("mime", ["image/svg+xml", "IMAGE/SVG+XML", "image/svg+xml; charset=utf-8"])
def test_an_svg_that_is_not_a_drawing_of_ours_is_a_download(
    client: Client, kind: str, mime: str
) -> None:
    """Whatever it is called: as a page of its own it could be a false login page."""
    response = client.get(at(put(b"<svg/>", kind, mime, "login.svg")))
    assert response["Content-Disposition"] == 'attachment; filename="login.svg"'
    assert response["Content-Type"] == "image/svg+xml"
    body(response)


@pytest.mark.usefixtures("transactional_db")
def test_a_drawing_of_ours_is_shown_and_so_are_the_same_bytes_from_elsewhere(
    client: Client,
) -> None:
    made = generate_svg_variants("Rosette", provider="stub", variant_seed="oak")
    drawing = made.variants.get().svg
    assert drawing is not None
    path = f"/api/rmos/attachments/{drawing.sha256}"
    response = client.get(path)
    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Type"] == "image/svg+xml"
    other = client.get(at(put(body(response) + b"<!-- -->", "svg", "image/svg+xml", "a.svg")))
    assert other["Content-Disposition"].startswith("attachment")
    body(other)


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
