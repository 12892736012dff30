"""Both kinds of store, with a way behind their backs: to look, to damage and to let time pass."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, cast

import pytest
from django.core.files.storage import storages
from pytest_django import Settings

from rmos_runs.blobs.s3.settings import s3_store

PREFIX = "deep/store"
ACCESS_KEY, SECRET_KEY = "AKIATESTACCESSKEY", "a-secret-of-the-tests"


class Store(Protocol):
    """A store in use; names are those below its root."""

    kind: str

    @property
    def storage(self) -> Any:
        """The storage as the product has it."""

    def names(self) -> list[str]:
        """Return the names of all that is stored, in order."""

    def read(self, name: str) -> bytes:
        """Return the bytes under a name."""

    def write(self, name: str, data: bytes) -> None:
        """Put bytes there that the store knows nothing of."""

    def remove(self, name: str) -> None:
        """Take a file away."""

    def grow_old(self, name: str, age_s: float) -> None:
        """Let a file have been put so many seconds ago."""


class LocalStore:
    kind = "local"

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def storage(self) -> Any:
        return storages["attachments"]

    def names(self) -> list[str]:
        paths = (path for path in self.root.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.root).as_posix() for path in paths)

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def remove(self, name: str) -> None:
        (self.root / name).unlink()

    def grow_old(self, name: str, age_s: float) -> None:
        then = time.time() - age_s
        os.utime(self.root / name, (then, then))


@dataclass(frozen=True)
class S3Server:
    """A real HTTP server that behaves like S3."""

    endpoint_url: str
    can_grow_old: bool = True

    def entry(self, **facts: Any) -> dict[str, Any]:
        """Return the entry of STORAGES for a bucket of it."""
        keys = {"access_key": ACCESS_KEY, "secret_key": SECRET_KEY}
        return s3_store(**{"endpoint_url": self.endpoint_url, "prefix": PREFIX, **keys, **facts})

    def new_bucket(self) -> str:
        bucket = f"tests-{uuid.uuid4().hex}"
        self.client().create_bucket(Bucket=bucket)
        return bucket

    def client(self) -> Any:
        storage: Any = storages.create_storage(self.entry(bucket="any"))
        return storage.client


class S3Store:
    kind = "s3"

    def __init__(self, bucket: str, *, prefix: str = PREFIX, can_grow_old: bool = True) -> None:
        self.bucket, self._root, self._can_grow_old = bucket, f"{prefix}/", can_grow_old

    @property
    def storage(self) -> Any:
        return storages["attachments"]

    @property
    def client(self) -> Any:
        return self.storage.client

    def names(self) -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=self._root.partition("/")[0] + "/"
        )
        keys = [entry["Key"] for page in pages for entry in page.get("Contents", ())]
        assert all(key.startswith(self._root) for key in keys)
        names = [key.removeprefix(self._root) for key in keys]
        return [name for name in names if name != ".writable"]

    def read(self, name: str) -> bytes:
        answer = self.client.get_object(Bucket=self.bucket, Key=self._key(name))
        return cast("bytes", answer["Body"].read())

    def write(self, name: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=self._key(name), Body=data)

    def remove(self, name: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=self._key(name))

    def grow_old(self, name: str, age_s: float) -> None:
        if not self._can_grow_old:
            pytest.skip("this server sets the times of its objects itself")
        from moto.s3.models import s3_backends  # noqa: PLC0415 - a second to load

        then = datetime.fromtimestamp(time.time() - age_s, tz=UTC).replace(tzinfo=None)
        buckets = [b for account in s3_backends.values() for b in account["aws"].buckets.values()]
        bucket = next(bucket for bucket in buckets if bucket.name == self.bucket)
        bucket.keys[self._key(name)].last_modified = then

    def _key(self, name: str) -> str:
        return self._root + name


@contextmanager
def running_s3() -> Iterator[S3Server]:
    """Run the server on loopback until the block ends."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - a second to load

    # One line for each request says nothing that a test could use.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield S3Server(f"http://{host}:{port}")
    finally:
        server.stop()


@contextmanager
def running_seaweedfs(folder: Path) -> Iterator[S3Server]:
    """Run SeaweedFS, an S3-compatible store that many install, on loopback until the block ends."""
    names = ("master", "master.grpc", "volume", "volume.grpc", "filer", "filer.grpc", "s3")
    ports = dict(zip((*names, "s3.grpc", "metrics"), free_ports(9), strict=True))
    keys = [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}]
    who = {"name": "tests", "credentials": keys, "actions": ["Admin"]}
    config = folder / "s3.json"
    config.write_text(json.dumps({"identities": [who]}))
    command = [str(Path(sys.executable).with_name("weed")), "server", f"-dir={folder}"]
    command += ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3", f"-s3.config={config}"]
    command += ["-volume.max=100", "-master.volumeSizeLimitMB=64"]
    command += ["-s3.port.iceberg=0", "-s3.port.lance=0"]
    command += [f"-metricsPort={ports.pop('metrics')}"]
    for name, port in ports.items():
        part, _, kind = name.partition(".")
        command.append(f"-{part}.port{'.' + kind if kind else ''}={port}")
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait_answered(ports["s3"], server, folder / "log")
        yield S3Server(f"http://127.0.0.1:{ports['s3']}", can_grow_old=False)
    finally:
        # Asked to end it waits for idle connections, 25 s; what it has is thrown away.
        server.kill()
        server.wait(30)


def free_ports(count: int) -> list[int]:
    """Return ports on loopback that nobody listens on, all different."""
    with ExitStack() as stack:
        held = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in held:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in held]


def _wait_answered(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text()[-2_000:]
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    pytest.fail(log.read_text()[-2_000:])


def use_bucket(settings: Settings, server: S3Server, **facts: Any) -> S3Store:
    """Make a new bucket of the server the store in use."""
    bucket = server.new_bucket()
    use_store(settings, "s3", server.entry(bucket=bucket, **facts))
    return S3Store(bucket, can_grow_old=server.can_grow_old)


def use_prefix(settings: Settings, server: S3Server, bucket: str) -> S3Store:
    """Make a new prefix in a bucket the store in use, where a bucket for each test costs much."""
    prefix = f"{uuid.uuid4().hex}/{PREFIX}"
    use_store(settings, "s3", server.entry(bucket=bucket, prefix=prefix))
    return S3Store(bucket, prefix=prefix, can_grow_old=server.can_grow_old)


def use_store(settings: Settings, kind: str, entry: dict[str, Any]) -> None:
    settings.RMOS_STORE = kind
    settings.RMOS_STORES = settings.RMOS_STORES | {kind: entry}
    settings.STORAGES = settings.STORAGES | {"attachments": entry}
