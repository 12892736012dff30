"""A store is believed for what it does, not for what it says."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from django.core import checks
from pytest_django import Settings

from rmos_runs.blobs.attachments import put_text_attachment, verify_attachment
from rmos_runs.blobs.s3.trial import forget_trials, missing_abilities
from rmos_runs.errors import StoreUnavailable
from rmos_runs.models import RunAttachment
from tests.integration.rmos_runs.s3_store.wire import DATA, NAME, put
from tests.s3_proxy import S3Proxy, answer_with, flip_a_bit, overwrite
from tests.stores import S3Server, S3Store, use_bucket

pytestmark = pytest.mark.django_db


@pytest.fixture
def echoing(proxy: S3Proxy, store: S3Store) -> Iterator[S3Store]:
    """A store that takes any checksum, and gives it back as if it were its own."""
    forget_trials()
    proxy.compares_checksums = False
    yield store
    forget_trials()


def test_store_that_does_all_that_is_needed_misses_nothing(proxy: S3Proxy, store: S3Store) -> None:
    assert missing_abilities(store.storage) == []
    assert store.names() == []


def test_store_that_takes_a_wrong_checksum_is_found_out(echoing: S3Store) -> None:
    (told,) = missing_abilities(echoing.storage)
    assert "SHA-256" in told
    assert echoing.names() == []


def test_store_that_overwrites_is_found_out(proxy: S3Proxy, store: S3Store) -> None:
    proxy.on("PUT", overwrite, times=2)
    (told,) = missing_abilities(store.storage)
    assert "If-None-Match" in told


def test_store_that_cannot_copy_onto_itself_is_found_out(proxy: S3Proxy, store: S3Store) -> None:
    def is_copy_refused(times: int) -> list[str]:
        from tests.s3_proxy import pass_on  # noqa: PLC0415  # what comes before it

        for _ in range(times):
            proxy.on("PUT", pass_on)
        proxy.on("PUT", answer_with(400, "InvalidRequest"))
        return missing_abilities(store.storage)

    # Two puts of the first trial, one of the second, one before the copy.
    (told,) = is_copy_refused(4)
    assert "onto itself" in told


def test_echoed_checksum_of_wrong_bytes_is_not_believed(echoing: S3Store, proxy: S3Proxy) -> None:
    proxy.on("PUT", answer_with(200, ""))
    echoing.storage.proves_checksums()
    proxy.on("PUT", flip_a_bit)
    with pytest.raises(StoreUnavailable, match="other bytes than it got"):
        put()
    assert echoing.names() == []
    assert not RunAttachment.objects.exists()
    assert verify_attachment(put().sha256)["ok"]
    assert echoing.read(NAME) == DATA


def test_wrong_bytes_with_the_right_checksum_are_replaced(echoing: S3Store, proxy: S3Proxy) -> None:
    row = put()
    echoing.client.put_object(
        Bucket=echoing.bucket,
        Key=echoing.storage.key(NAME),
        Body=DATA[::-1],
        ChecksumAlgorithm="SHA256",
        ChecksumSHA256=echoing.client.head_object(
            Bucket=echoing.bucket, Key=echoing.storage.key(NAME), ChecksumMode="ENABLED"
        )["ChecksumSHA256"],
    )
    assert not verify_attachment(row.sha256)["ok"]
    put()
    assert verify_attachment(row.sha256)["ok"]


def test_store_is_tried_once_in_a_process(proxy: S3Proxy, store: S3Store) -> None:
    forget_trials()
    put()
    tried = [request for request in proxy.seen if ".trial-" in request.path]
    assert [request.method for request in tried] == ["PUT", "DELETE"]
    proxy.seen.clear()
    put_text_attachment("another", "note")
    assert not [request for request in proxy.seen if ".trial-" in request.path]


def test_check_names_what_is_missing_where_it_is_asked_for(
    echoing: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "rmos_runs.W002" not in {message.id for message in checks.run_checks()}
    monkeypatch.setattr(sys, "argv", ["manage.py", "check"])
    (found,) = [message for message in checks.run_checks() if message.id == "rmos_runs.W002"]
    assert "read back" in found.msg


@pytest.mark.slow
def test_seaweedfs_does_all_that_is_needed(settings: Settings, seaweedfs: S3Server) -> None:
    store = use_bucket(settings, seaweedfs)
    assert missing_abilities(store.storage) == []
    assert store.storage.proves_checksums()
    assert verify_attachment(put().sha256)["ok"]


def test_moto_echoes_and_is_not_believed(settings: Settings, s3_server: S3Server) -> None:
    store = use_bucket(settings, s3_server)
    assert len(missing_abilities(store.storage)) == 1
    assert not store.storage.proves_checksums()
    assert verify_attachment(put().sha256)["ok"]
