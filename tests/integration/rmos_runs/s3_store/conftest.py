"""A bucket behind a proxy that sees all, and can fail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.s3_proxy import (
    S3Proxy,
    running_proxy,
)
from tests.stores import S3Server, S3Store, use_bucket


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
    monkeypatch.setattr("rmos_runs.blobs.s3.client.ATTEMPTS", 2)
    store = use_bucket(settings, S3Server(proxy.endpoint_url))
    # The one trial of a process is made before anything is counted.
    assert store.storage.proves_checksums()
    proxy.seen.clear()
    return store
