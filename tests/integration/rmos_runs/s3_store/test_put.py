"""The store on S3 on the wire: what is sent when bytes are put and read."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from rmos_runs.blobs.attachments import open_attachment, verify_attachment
from rmos_runs.errors import StoreUnavailable
from rmos_runs.integrity import verify_run, verify_store
from rmos_runs.models import RunArtifact, RunAttachment
from rmos_runs.runs.bundle.export import export_run, write_bundle
from tests.integration.rmos_runs.bundles import empty_installation, rich_run
from tests.integration.rmos_runs.s3_store.wire import DATA, NAME, put, seen
from tests.s3_proxy import (
    S3Proxy,
    after,
    answer_with,
    cut_after,
    lose_the_answer,
)
from tests.stores import PREFIX, S3Server, S3Store, use_bucket

pytestmark = pytest.mark.django_db


class TestPut:
    def test_it_is_conditional_with_its_checksum_and_type_and_without_acl(
        self, proxy: S3Proxy, store: S3Store
    ) -> None:
        put()
        (sent,) = seen(proxy, "PUT")
        assert sent.path.partition("?")[0] == f"/{store.bucket}/{PREFIX}/{NAME}"
        assert sent.headers["if-none-match"] == "*"
        checksum = base64.b64encode(hashlib.sha256(DATA).digest()).decode()
        assert sent.headers["x-amz-checksum-sha256"] == checksum
        assert sent.headers["content-type"] == "image/png"
        assert sent.headers["content-disposition"] == "attachment"
        assert "x-amz-acl" not in sent.headers

    def test_what_is_there_is_not_sent_again(self, proxy: S3Proxy, store: S3Store) -> None:
        put()
        proxy.seen.clear()
        put()
        (renewed,) = seen(proxy, "PUT")
        assert renewed.headers["x-amz-copy-source"].endswith(NAME)
        (listed,) = seen(proxy, "GET")
        assert "list-type=2" in listed.path

    def test_an_answer_that_was_lost_is_no_failure(self, proxy: S3Proxy, store: S3Store) -> None:
        proxy.on("PUT", lose_the_answer)
        row = put()
        assert len(seen(proxy, "PUT")) == 2
        assert store.names() == [NAME]
        assert verify_attachment(row.sha256)["ok"]

    def test_wrong_bytes_of_somebody_without_the_lock_are_replaced(
        self, proxy: S3Proxy, store: S3Store, s3_server: S3Server
    ) -> None:
        def spoil() -> None:
            direct = S3Server(s3_server.endpoint_url).client()
            direct.put_object(Bucket=store.bucket, Key=f"{PREFIX}/{NAME}", Body=b"cut")

        proxy.on("PUT", after(spoil))
        put()
        assert store.read(NAME) == DATA

    def test_a_conflict_is_tried_again(self, proxy: S3Proxy, store: S3Store) -> None:
        proxy.on("PUT", answer_with(409, "ConditionalRequestConflict"))
        put()
        assert store.read(NAME) == DATA

    def test_endless_conflicts_end(self, proxy: S3Proxy, store: S3Store) -> None:
        proxy.on("PUT", answer_with(409, "ConditionalRequestConflict"), times=9)
        with pytest.raises(StoreUnavailable, match="Others write the same bytes"):
            put()
        assert not RunAttachment.objects.exists()

    def test_an_overloaded_store_is_asked_again(self, proxy: S3Proxy, store: S3Store) -> None:
        proxy.on("PUT", answer_with(503, "SlowDown"))
        assert verify_attachment(put().sha256)["ok"]

    def test_bytes_that_change_on_the_way_are_refused_by_the_store(
        self, proxy: S3Proxy, store: S3Store
    ) -> None:
        proxy.on("PUT", answer_with(400, "BadDigest"))
        with pytest.raises(StoreUnavailable, match=r"an error \(BadDigest\)"):
            put()
        assert not RunAttachment.objects.exists()

    def test_without_a_prefix_the_names_are_the_keys(
        self, settings: Settings, s3_server: S3Server
    ) -> None:
        store = use_bucket(settings, s3_server, prefix="")
        put()
        assert store.storage.place(NAME) == f"s3://{store.bucket}/{NAME}"
        listed = store.client.list_objects_v2(Bucket=store.bucket)["Contents"]
        assert [entry["Key"] for entry in listed] == [NAME]
        assert verify_store().ok

    def test_new_bytes_cost_two_requests_and_known_ones_three(
        self, proxy: S3Proxy, store: S3Store
    ) -> None:
        put()
        assert proxy.methods() == ["GET", "PUT"]
        proxy.seen.clear()
        put()
        assert proxy.methods() == ["GET", "HEAD", "PUT"]

    def test_bytes_that_came_by_another_way_are_read_once_and_then_known(
        self, proxy: S3Proxy, store: S3Store
    ) -> None:
        store.write(NAME, DATA)
        proxy.seen.clear()
        put()
        assert proxy.methods() == ["GET", "HEAD", "GET", "PUT"]
        proxy.seen.clear()
        put()
        assert proxy.methods() == ["GET", "HEAD", "PUT"]

    def test_a_run_goes_out_and_comes_back(
        self, store: S3Store, tmp_path: Path, attachments_dir: Path
    ) -> None:
        path = tmp_path / "run.zip"
        write_bundle(export_run(rich_run().run_id), path)
        names = store.names()
        for name in names:
            store.remove(name)
        attachments_dir.mkdir()
        empty_installation(attachments_dir)
        call_command("import_run", str(path))
        assert store.names() == names
        assert verify_store().ok
        assert verify_run(RunArtifact.objects.get(), read_bytes=True).ok


class TestRead:
    def test_all_bytes_are_asked_for_once(self, proxy: S3Proxy, store: S3Store) -> None:
        row = put()
        proxy.seen.clear()
        with open_attachment(row.sha256) as file:
            assert b"".join(file.chunks()) == DATA
        assert proxy.methods() == ["HEAD", "GET"]

    def test_a_range_is_passed_on(self, proxy: S3Proxy, store: S3Store, client: Client) -> None:
        row = put()
        proxy.seen.clear()
        response = client.get(
            f"/api/rmos/attachments/{row.sha256}", headers={"range": "bytes=100-299999"}
        )
        assert response.status_code == 206
        assert b"".join(response) == DATA[100:300_000]
        (asked,) = seen(proxy, "GET")
        assert asked.headers["range"] == "bytes=100-299999"

    @pytest.mark.parametrize("method", ["head", "get"])
    def test_who_has_the_bytes_or_wants_none_costs_no_read(
        self, proxy: S3Proxy, store: S3Store, client: Client, method: str
    ) -> None:
        row = put()
        proxy.seen.clear()
        tag = {"if-none-match": f'"{row.sha256}"'} if method == "get" else {}
        getattr(client, method)(f"/api/rmos/attachments/{row.sha256}", headers=tag)
        assert proxy.methods() == ["HEAD"]

    def test_a_connection_that_breaks_is_made_again_for_the_rest(
        self, proxy: S3Proxy, store: S3Store
    ) -> None:
        row = put()
        proxy.seen.clear()
        proxy.on("GET", cut_after(300_000))
        with open_attachment(row.sha256) as file:
            assert b"".join(file.chunks()) == DATA
        first, second = seen(proxy, "GET")
        assert "range" not in first.headers
        begin = int(second.headers["range"].removeprefix("bytes=").partition("-")[0])
        assert 0 < begin <= 300_000
        assert second.headers["if-match"] == first.headers["if-match"]

    def test_a_connection_that_always_breaks_is_given_up(
        self, proxy: S3Proxy, store: S3Store
    ) -> None:
        row = put()
        proxy.on("GET", cut_after(100), times=20)
        with open_attachment(row.sha256) as file, pytest.raises(StoreUnavailable):
            file.read()

    def test_a_reader_never_gets_parts_of_two_versions(self, store: S3Store) -> None:
        row = put()
        with open_attachment(row.sha256) as file:
            assert file.read(10) == DATA[:10]
            store.write(NAME, DATA[::-1])
            file.seek(200_000)
            with pytest.raises(StoreUnavailable):
                file.read(10)

    def test_an_object_that_goes_before_it_is_read_is_no_empty_one(self, store: S3Store) -> None:
        row = put()
        with open_attachment(row.sha256) as file:
            store.remove(NAME)
            with pytest.raises(StoreUnavailable):
                file.read()
