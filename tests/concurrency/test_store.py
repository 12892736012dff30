"""Many writers of the same bytes, in threads and processes, leave what one would."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TypeVar

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection, transaction

from rmos_runs.blobs.attachments import (
    get_attachment_path,
    open_attachment,
    put_bytes_attachment,
    verify_attachment,
)
from rmos_runs.blobs.local import ContentAddressedStorage
from rmos_runs.blobs.locks import lock_digest
from rmos_runs.blobs.names import blob_name
from rmos_runs.digests import sha256_hex
from rmos_runs.models import RunAttachment
from tests.concurrency import put_worker
from tests.stores import LocalStore, Store

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[2]
EXTS = (".svg", ".txt", "", ".json")
T = TypeVar("T")


def put(data: bytes, ext: str = ".svg") -> tuple[RunAttachment, str]:
    return put_bytes_attachment(data, "kind", "image/svg+xml", f"name{ext}", ext)


def together(count: int, work: Callable[[int], T]) -> list[T]:
    """Run `work(0)` to `work(count - 1)` in threads that begin at the same moment."""
    barrier = threading.Barrier(count, timeout=30)

    def run(index: int) -> T:
        try:
            barrier.wait()
            return work(index)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def assert_exactly(store: Store, contents: set[bytes]) -> None:
    digests = sorted(sha256_hex(data) for data in contents)
    names = store.names()
    assert {store.read(name) for name in names} == contents
    rows = RunAttachment.objects.all()
    assert sorted(row.sha256 for row in rows) == digests
    assert names == sorted(blob_name(row.sha256, row.ext) for row in rows)


def test_24_threads_put_the_same_bytes(store: Store) -> None:
    data = b"<svg/>" * 50_000
    results = together(24, lambda index: put(data, EXTS[index % 4]))
    assert len({place for _, place in results}) == 1
    assert_exactly(store, {data})


def test_24_threads_put_the_same_and_different_bytes(attachments_dir: Path) -> None:
    def work(index: int) -> None:
        for step in range(8):
            put(f"shared {(index + step) % 8} ".encode() * 3_000, EXTS[index % 4])
        put(f"own {index} ".encode() * 3_000)

    together(24, work)
    shared = {f"shared {index} ".encode() * 3_000 for index in range(8)}
    own = {f"own {index} ".encode() * 3_000 for index in range(24)}
    assert_exactly(LocalStore(attachments_dir), shared | own)


def test_threads_without_a_database_leave_one_file(tmp_path: Path) -> None:
    storage = ContentAddressedStorage(tmp_path / "store")
    contents = [f"bytes {index}".encode() for index in range(40)]
    barrier = threading.Barrier(8, timeout=30)

    def work(index: int) -> list[str]:
        names = []
        for data in contents:
            ext = EXTS[index % 4]
            with storage.stage(sha256_hex(data), ContentFile(data), ext) as staged:
                barrier.wait()
                names.append(staged.publish())
        return names

    (names, *others) = together(8, work)
    assert all(other == names for other in others)
    assert sorted(storage_files(tmp_path)) == sorted(Path(storage.path(name)) for name in names)


def storage_files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@contextmanager
def worker(root: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    environment = os.environ | {"RMOS_RUN_ATTACHMENTS_DIR": str(root)}
    database = str(connection.settings_dict["NAME"])
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.concurrency.put_worker", database, *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


@pytest.mark.slow
def test_4_processes_put_the_same_and_different_bytes(attachments_dir: Path) -> None:
    with ExitStack() as stack:
        workers = [stack.enter_context(worker(attachments_dir, str(n))) for n in range(4)]
        for process in workers:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        answers = [json.loads(process.communicate(timeout=60)[0]) for process in workers]
    assert all(process.returncode == 0 for process in workers)
    pairs = {(sha256, path) for answer in answers for sha256, path in answer}
    expected = {data for n in range(4) for data in put_worker.contents(n)}
    assert len(pairs) == len(expected)
    assert_exactly(LocalStore(attachments_dir), expected)


@pytest.mark.slow
def test_a_killed_writer_leaves_no_part_and_blocks_nobody(attachments_dir: Path) -> None:
    for pause in (0.002, 0.01, 0.03):
        with worker(attachments_dir, "0") as process:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
            time.sleep(pause)
            process.send_signal(signal.SIGKILL)
            process.wait()
    for row in RunAttachment.objects.all():
        assert verify_attachment(row.sha256)["ok"]
    for data in put_worker.contents(0):
        row, _ = put(data)
        assert verify_attachment(row.sha256)["ok"]


def test_no_reader_ever_sees_a_part(attachments_dir: Path) -> None:
    data = b"<svg/>" * 200_000
    sha256 = sha256_hex(data)
    done = threading.Event()

    def work(index: int) -> set[int]:
        seen: set[int] = set()
        if index == 0:
            for _ in range(10):
                _, path = put(data)
                # Damaged behind our back: the next put heals it by a rename.
                Path(path).unlink()
            put(data)
            done.set()
        while not done.is_set():
            with suppress(FileNotFoundError):
                seen.add(len(Path(get_attachment_path(sha256) or "/nowhere").read_bytes()))
        return seen

    assert set().union(*together(4, work)) <= {len(data)}
    assert verify_attachment(sha256)["ok"]


def test_a_put_waits_for_the_digest_and_a_reader_does_not(store: Store) -> None:
    row, _ = put(b"first")
    began, finished = threading.Event(), threading.Event()

    def put_again() -> None:
        began.set()
        put(b"first")
        finished.set()
        connection.close()

    thread = threading.Thread(target=put_again)
    with transaction.atomic():
        lock_digest(row.sha256)
        thread.start()
        began.wait()
        assert not finished.wait(0.3)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(read, row.sha256).result(timeout=5) == b"first"
    assert finished.wait(5)
    thread.join()


def read(sha256: str) -> bytes:
    try:
        with open_attachment(sha256) as file:
            return b"".join(file.chunks())
    finally:
        connection.close()


def test_bytes_that_are_put_while_they_are_collected_stay(store: Store) -> None:
    row, _ = put(b"collected")
    row_is_gone = threading.Event()

    def collect() -> None:
        with transaction.atomic():
            lock_digest(row.sha256)
            RunAttachment.objects.filter(sha256=row.sha256).delete()
            row_is_gone.set()
            time.sleep(0.1)
            store.remove(blob_name(row.sha256, row.ext))

    def work(index: int) -> None:
        if index == 0:
            collect()
        else:
            row_is_gone.wait()
            put(b"collected")

    together(4, work)
    assert_exactly(store, {b"collected"})


def test_writers_of_one_transaction_and_of_many_agree(store: Store) -> None:
    contents = [f"step {index}".encode() for index in range(6)]

    def work(index: int) -> None:
        with transaction.atomic() if index % 2 else nullcontext():
            for data in contents:
                put(data)

    together(8, work)
    assert_exactly(store, set(contents))


def test_the_settings_name_the_store(attachments_dir: Path) -> None:
    assert attachments_dir == settings.RMOS_RUN_ATTACHMENTS_DIR
    _, path = put(b"x")
    assert Path(path).is_relative_to(attachments_dir)
