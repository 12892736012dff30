"""The store on S3 on the wire: what is sent, and what comes of faults of networks and stores."""

from __future__ import annotations

import base64
import hashlib
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from rmos_runs.attachments import (
    open_attachment,
    put_bytes_attachment,
    put_text_attachment,
    verify_attachment,
)
from rmos_runs.blob_names import blob_name
from rmos_runs.bundle import export_run, write_bundle
from rmos_runs.errors import StoreUnavailable
from rmos_runs.integrity import verify_run, verify_store
from rmos_runs.models import RunArtifact, RunAttachment
from tests.integration.rmos_runs.bundles import empty_installation, rich_run
from tests.s3_proxy import (
    S3Proxy,
    Seen,
    after,
    answer_with,
    cut_after,
    hang,
    lose_the_answer,
    running_proxy,
)
from tests.stores import ACCESS_KEY, PREFIX, SECRET_KEY, S3Server, S3Store, use_bucket, use_store

pytestmark = pytest.mark.django_db
DATA = bytes(range(256)) * 2_000
SHA = hashlib.sha256(DATA).hexdigest()
NAME = blob_name(SHA, ".png")


@pytest.fixture(scope="module")
def one_proxy(s3_server: S3Server) -> Iterator[S3Proxy]:
    with running_proxy(s3_server.endpoint_url) as proxy:
        yield proxy


@pytest.fixture
def proxy(one_proxy: S3Proxy) -> Iterator[S3Proxy]:
    yield one_proxy
    one_proxy.forget()


@pytest.fixture
def store(proxy: S3Proxy, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> S3Store:
    """A bucket behind the proxy, asked at most twice."""
    monkeypatch.setattr("rmos_runs.s3_client.ATTEMPTS", 2)
    store = use_bucket(settings, S3Server(proxy.endpoint_url))
    proxy.seen.clear()
    return store


def put(data: bytes = DATA) -> RunAttachment:
    return put_bytes_attachment(data, "picture", "image/png", "a.png", ".png")[0]


def seen(proxy: S3Proxy, method: str) -> list[Seen]:
    return [request for request in proxy.seen if request.method == method]


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


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


class TestFaults:
    """Each fault is a StoreUnavailable that says what to check, soon and without a secret."""

    @pytest.fixture(autouse=True)
    def _nothing_secret(self, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
        yield
        for secret in (ACCESS_KEY, SECRET_KEY, "Signature"):
            assert secret not in caplog.text

    def refusals(self) -> list[str]:
        """Try everything; return what each said."""
        storage: Any = storages["attachments"]
        tries: list[Callable[[], object]] = [
            lambda: storage.save("a.png", ContentFile(DATA)),
            lambda: storage.find(SHA, ".png"),
            lambda: storage.open_digest(SHA, ".png"),
            storage.check_writable,
            lambda: list(storage.folder().files()),
        ]
        said = []
        for attempt in tries:
            with pytest.raises(StoreUnavailable) as refusal:
                attempt()
            said.append(refusal.value.message)
            assert ACCESS_KEY not in str(refusal.value)
            assert SECRET_KEY not in str(refusal.value)
            assert refusal.value.__cause__ is None
        return said

    def test_a_server_that_is_down(self, store: S3Store, settings: Settings) -> None:
        entry = S3Server(f"http://127.0.0.1:{free_port()}").entry(bucket="tests")
        use_store(settings, "s3", entry)
        began = time.monotonic()
        assert all("does not answer" in message for message in self.refusals())
        assert time.monotonic() - began < 15

    def test_a_bucket_that_is_not_there(self, store: S3Store, settings: Settings) -> None:
        entry = S3Server(store.storage.endpoint_url).entry(bucket="no-such-bucket")
        use_store(settings, "s3", entry)
        assert all("ARTSTUDIO_S3_BUCKET" in message for message in self.refusals())

    @pytest.mark.parametrize(
        ("status", "code", "said"),
        [
            (403, "InvalidAccessKeyId", "AWS_ACCESS_KEY_ID"),
            (403, "AccessDenied", "AWS_SECRET_ACCESS_KEY"),
            (301, "PermanentRedirect", "ARTSTUDIO_S3_REGION"),
            (507, "XMinioStorageFull", "is full"),
        ],
    )
    def test_a_store_that_refuses(
        self, proxy: S3Proxy, store: S3Store, status: int, code: str, said: str
    ) -> None:
        for method in ("HEAD", "GET", "PUT"):
            proxy.on(method, answer_with(status, code, f"The key {ACCESS_KEY}"), times=9)
        assert all(said in message for message in self.refusals())

    def test_an_overloaded_store(self, proxy: S3Proxy, store: S3Store) -> None:
        proxy.on("HEAD", answer_with(503, "SlowDown"), times=9)
        with pytest.raises(StoreUnavailable, match="overloaded"):
            store.storage.find(SHA)
        assert len(seen(proxy, "HEAD")) == 2

    def test_a_store_that_says_nothing(
        self,
        proxy: S3Proxy,
        store: S3Store,
        settings: Settings,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        for name in ("CONNECT_TIMEOUT_S", "READ_TIMEOUT_S", "PROBE_TIMEOUT_S"):
            monkeypatch.setattr(f"rmos_runs.s3_client.{name}", 0.5)
        # A key of its own makes a connection of its own, with these times.
        entry = S3Server(proxy.endpoint_url).entry(bucket=store.bucket, access_key="impatient")
        use_store(settings, "s3", entry)
        began = time.monotonic()
        proxy.on("HEAD", hang, times=9)
        proxy.on("PUT", hang, times=9)
        with pytest.raises(StoreUnavailable, match="does not answer"):
            store.storage.find(SHA)
        with pytest.raises(StoreUnavailable, match="does not answer"):
            store.storage.check_writable()
        assert time.monotonic() - began < 15

    def test_the_api_says_503_and_what_to_check(
        self, proxy: S3Proxy, store: S3Store, client: Client
    ) -> None:
        row = put()
        proxy.on("HEAD", answer_with(403, "AccessDenied"))
        response = client.get(f"/api/rmos/attachments/{row.sha256}")
        assert response.status_code == 503
        assert response.json()["code"] == "store_unavailable"
        assert "AWS_ACCESS_KEY_ID" in response.json()["detail"]

    def test_readiness_says_it_too(self, proxy: S3Proxy, store: S3Store, client: Client) -> None:
        assert client.get("/readyz").json()["store"] == "ok"
        proxy.on("PUT", answer_with(503, "SlowDown"), times=9)
        response = client.get("/readyz")
        assert response.status_code == 503
        assert "overloaded" in response.json()["store"]

    @pytest.mark.parametrize("command", ["verify_attachments", "collect_garbage"])
    def test_commands_end_with_the_reason(
        self, proxy: S3Proxy, store: S3Store, command: str
    ) -> None:
        put_text_attachment("a note", "note")
        proxy.on("GET", answer_with(403, "AccessDenied"), times=9)
        with pytest.raises(CommandError, match="refuses access"):
            call_command(command)

    def test_one_object_that_cannot_be_read_is_a_finding_and_not_the_end(
        self, proxy: S3Proxy, store: S3Store
    ) -> None:
        put()
        list_, read = after(lambda: None), answer_with(403, "AccessDenied")
        for deed in (list_, read, read):
            proxy.on("GET", deed)
        assert [finding.problem for finding in verify_store().findings] == ["unreadable"]
