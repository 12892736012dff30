"""Putting, getting and verifying attachments, with their rows in Postgres."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path

import pytest
from django.core import checks
from django.db import IntegrityError, connection, transaction

from rmos_runs.blobs.attachments import (
    get_attachment_path,
    open_attachment,
    put_bytes_attachment,
    put_json_attachment,
    put_text_attachment,
    verify_attachment,
)
from rmos_runs.blobs.locks import lock_digest
from rmos_runs.blobs.names import blob_name
from rmos_runs.errors import (
    AttachmentNotFound,
    BlobNotFound,
    InvalidRequest,
    NotJson,
    StoreUnavailable,
)
from rmos_runs.models import RunAttachment
from rmos_runs.request_id import request_id_scope
from tests.stores import Store
from tests.unit.rmos_runs.test_names_and_facts import NOT_DIGESTS

pytestmark = pytest.mark.django_db
UNKNOWN = hashlib.sha256(b"never put").hexdigest()


def put_svg(data: bytes = b"<svg/>") -> tuple[RunAttachment, str]:
    return put_bytes_attachment(data, "svg", "image/svg+xml", "a.svg", ".svg")


def name_of(row: RunAttachment) -> str:
    return blob_name(row.sha256, row.ext)


def test_bytes_become_a_file_and_a_row(store: Store) -> None:
    with request_id_scope("req_1"):
        row, place = put_bytes_attachment(
            b"<svg/>", "svg", "image/svg+xml", "../a.svg", "SVG", metadata={"n": 1}
        )
    digest = hashlib.sha256(b"<svg/>").hexdigest()
    name = f"{digest[:2]}/{digest[2:4]}/{digest}.svg"
    assert place.endswith(f"/{name}")
    assert store.names() == [name]
    assert store.read(name) == b"<svg/>"
    row.refresh_from_db()
    facts = (row.sha256, row.kind, row.mime, row.filename, row.ext, row.size_bytes)
    assert facts == (digest, "svg", "image/svg+xml", "a.svg", ".svg", 6)
    assert (row.request_id, row.metadata) == ("req_1", {"n": 1})
    assert row.created_at_utc.utcoffset() is not None


def test_the_same_bytes_are_one_file_and_one_row_with_the_first_facts(store: Store) -> None:
    first, place = put_svg()
    again, same_place = put_bytes_attachment(b"<svg/>", "note", "text/plain", "b.txt", ".txt")
    text, _ = put_text_attachment("<svg/>", "note")
    assert place == same_place
    assert store.names() == [name_of(first)]
    assert RunAttachment.objects.get() == first == again == text
    assert (again.kind, again.mime, again.filename, again.ext) == (
        "svg",
        "image/svg+xml",
        "a.svg",
        ".svg",
    )


def test_text_is_stored_as_utf_8(store: Store) -> None:
    row, _ = put_text_attachment("Zoë", "note")
    assert store.read(name_of(row)) == "Zoë".encode()
    assert (row.mime, row.filename, row.ext) == ("text/plain", "attachment.txt", ".txt")


def test_json_is_hashed_as_it_is_written(store: Store) -> None:
    row, _, sha256 = put_json_attachment({"b": [1.5, None], "a": "é"}, "record")
    assert store.read(name_of(row)) == '{"a":"é","b":[1.5,null]}'.encode()
    assert sha256 == row.sha256 == hashlib.sha256(store.read(name_of(row))).hexdigest()
    assert verify_attachment(sha256)["ok"]
    assert put_json_attachment({"a": "é", "b": [1.5, None]}, "record")[2] == sha256


@pytest.mark.parametrize("value", [math.nan, -math.inf, {"a": [math.nan]}, {"a": object()}])
def test_what_is_not_json_is_refused_and_leaves_nothing(value: object, store: Store) -> None:
    with pytest.raises(NotJson):
        put_json_attachment(value, "record")
    assert store.names() == []
    assert not RunAttachment.objects.exists()


def test_bad_facts_are_refused_before_anything_is_written(store: Store) -> None:
    with pytest.raises(InvalidRequest):
        put_bytes_attachment(b"x", "no such kind", "text/plain", "a.txt")
    with pytest.raises(InvalidRequest):
        put_bytes_attachment(b"x", "kind", "text", "a.txt")
    with pytest.raises(NotJson):
        put_bytes_attachment(b"x", "kind", "text/plain", "a.txt", metadata={"a": "\0"})
    assert store.names() == []


def test_without_a_store_there_is_no_row(attachments_dir: Path) -> None:
    attachments_dir.write_bytes(b"a file where the folder should be")
    with pytest.raises(StoreUnavailable):
        put_svg()
    assert not RunAttachment.objects.exists()


@pytest.mark.parametrize("digest", [UNKNOWN, *NOT_DIGESTS])
def test_an_unknown_or_malformed_digest_has_no_path_and_no_bytes(digest: str, store: Store) -> None:
    assert get_attachment_path(digest) is None
    with pytest.raises(AttachmentNotFound):
        open_attachment(digest)
    assert verify_attachment(digest) == {
        "sha256": digest,
        "ok": False,
        "size_bytes": None,
        "actual_sha256": None,
        "error": "blob_not_found",
    }


def test_a_file_without_a_row_is_not_known(store: Store) -> None:
    row, place = put_svg()
    RunAttachment.objects.filter(pk=row.pk).delete()
    assert store.names() == [name_of(row)]
    assert get_attachment_path(row.sha256) is None
    assert put_bytes_attachment(b"<svg/>", "note", "text/plain", "b", ".txt")[1] == place
    assert RunAttachment.objects.get().ext == ".svg"


def test_a_row_without_a_file_has_no_path_and_verifies_as_gone(store: Store) -> None:
    row, _ = put_svg()
    store.remove(name_of(row))
    assert get_attachment_path(row.sha256) is None
    with pytest.raises(BlobNotFound):
        open_attachment(row.sha256)
    assert verify_attachment(row.sha256)["error"] == "blob_not_found"


def test_a_lost_file_comes_back_under_whatever_extension_it_is_put_with(
    store: Store,
) -> None:
    row, _ = put_svg()
    store.remove(name_of(row))
    put_bytes_attachment(b"<svg/>", "note", "text/plain", "b.txt", ".txt")
    assert store.names() == [blob_name(row.sha256, ".txt")]
    with open_attachment(row.sha256) as file:
        assert file.read() == b"<svg/>"
    assert verify_attachment(row.sha256)["ok"]


def test_only_a_folder_has_paths(store: Store) -> None:
    row, place = put_svg()
    path = get_attachment_path(row.sha256)
    if store.kind == "local":
        assert path == place
        assert Path(path).read_bytes() == b"<svg/>"
    else:
        assert path is None
        assert place.startswith("s3://")


def test_intact_bytes_verify(store: Store) -> None:
    row, _ = put_svg()
    with open_attachment(row.sha256) as file:
        assert file.read() == b"<svg/>"
    assert verify_attachment(row.sha256) == {
        "sha256": row.sha256,
        "ok": True,
        "size_bytes": 6,
        "actual_sha256": row.sha256,
        "error": None,
    }


@pytest.mark.parametrize("changed", [b"<svg>>", b"<svg/", b""])
def test_changed_bytes_verify_as_a_mismatch_until_they_are_put_again(
    changed: bytes, store: Store
) -> None:
    row, _ = put_svg()
    store.write(name_of(row), changed)
    assert verify_attachment(row.sha256) == {
        "sha256": row.sha256,
        "ok": False,
        "size_bytes": len(changed),
        "actual_sha256": hashlib.sha256(changed).hexdigest(),
        "error": "hash_mismatch",
    }
    put_svg()
    assert verify_attachment(row.sha256)["ok"]


def test_a_wider_transaction_that_fails_leaves_no_row(store: Store) -> None:
    def put_and_fail() -> None:
        with transaction.atomic():
            put_svg()
            raise KeyError

    with pytest.raises(KeyError):
        put_and_fail()
    assert not RunAttachment.objects.exists()
    assert put_svg()[0].sha256


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("sha256_is_a_digest", {"sha256": UNKNOWN.upper()}),
        ("sha256_is_a_digest", {"sha256": UNKNOWN[:63]}),
        ("sha256_is_a_digest", {"sha256": UNKNOWN[:63] + "\n"}),
        ("sha256_is_a_digest", {"sha256": UNKNOWN[:63] + "\u0663"}),
        ("sha256_is_a_digest", {"sha256": ""}),
        ("size_not_negative", {"size_bytes": -1}),
        ("pkey", {}),
    ],
)
def test_the_database_refuses_rows_that_cannot_be_true(
    constraint: str, values: dict[str, object]
) -> None:
    sound = {"sha256": UNKNOWN, "kind": "k", "mime": "a/b", "filename": "f", "size_bytes": 0}
    RunAttachment.objects.create(**sound)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        RunAttachment.objects.create(**sound | values)


def test_a_digest_is_locked_inside_a_transaction_only() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        lock_digest(UNKNOWN)
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_would_end_at_once_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        lock_digest(UNKNOWN)


def test_a_writable_store_passes_the_check_and_is_made(attachments_dir: Path) -> None:
    assert "rmos_runs.E001" not in {message.id for message in checks.run_checks()}
    assert list(attachments_dir.iterdir()) == []


def test_an_unwritable_store_fails_the_check_with_a_hint(attachments_dir: Path) -> None:
    attachments_dir.write_bytes(b"")
    found = [message for message in checks.run_checks() if message.id == "rmos_runs.E001"]
    assert len(found) == 1
    assert "RMOS_RUN_ATTACHMENTS_DIR" in (found[0].hint or "")
