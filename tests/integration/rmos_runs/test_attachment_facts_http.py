"""Facts and proof of stored bytes over HTTP, and what is said where there are none."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from rmos_runs.blobs.attachments import put_json_attachment
from rmos_runs.blobs.names import blob_name
from tests.integration.rmos_runs.served import (
    DATA,
    assert_problem,
    at,
    body,
    put,
)
from tests.stores import Store
from tests.unit.rmos_runs.test_names_and_facts import NOT_DIGESTS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.integration.rmos_runs.urls"),
    # Whoever asks cannot tell a folder from a bucket.
    pytest.mark.usefixtures("store"),
]


@pytest.mark.parametrize("tail", ["", "/meta", "/verify"])
@pytest.mark.parametrize("digest", ["0" * 64, *filter(None, NOT_DIGESTS)])
def test_an_unknown_or_malformed_digest_is_not_found(
    client: Client, digest: str, tail: str
) -> None:
    response = client.get(f"/api/rmos/attachments/{quote(digest, safe='')}{tail}")
    # A slash or a NUL makes it an address that leads nowhere.
    code = "not_found" if {"/", "\0"} & set(digest) else "attachment_not_found"
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
        "request_id": None,
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
