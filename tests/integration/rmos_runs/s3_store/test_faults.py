"""What comes of faults of networks and of stores on S3."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from rmos_runs.blobs.attachments import put_text_attachment
from rmos_runs.errors import StoreUnavailable
from rmos_runs.integrity import verify_store
from tests.integration.rmos_runs.s3_store.wire import DATA, SHA, put, seen
from tests.s3_proxy import (
    S3Proxy,
    after,
    answer_with,
    hang,
)
from tests.stores import ACCESS_KEY, SECRET_KEY, S3Server, S3Store, use_store

pytestmark = pytest.mark.django_db


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
            monkeypatch.setattr(f"rmos_runs.blobs.s3.client.{name}", 0.5)
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
