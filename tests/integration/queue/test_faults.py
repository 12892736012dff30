"""Database and store fail in the middle of work, for real: it waits, and goes on afterwards."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from artstudio.embedded.address import embedded_database, remove_socket_dir
from artstudio.embedded.cluster import Cluster
from artstudio.embedded.databases import ensure_database
from artstudio.models import Attempt, Generation, Variant
from artstudio.services.generation import generate_svg_variants
from rmos_runs.blobs.free_space import RESERVE_BYTES
from tests.fake_openai import FakeOpenAI
from tests.integration.queue.invariants import check_calls, check_files, check_rows, is_all_finished
from tests.integration.queue.processes import Nursery, wait_until
from tests.integration.up_process import up

pytestmark = pytest.mark.slow


class Database:
    """A Postgres of a test's own that may be stopped and started."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self.start()
        ensure_database(data)

    def start(self) -> None:
        # With its normal settings: what is committed survives.
        self._server = Cluster.of(self._data).start()

    def stop(self, number: signal.Signals) -> None:
        """SIGQUIT: at once, as in a crash. SIGINT: ending all sessions first."""
        self._server.process.send_signal(number)
        self._server.process.wait(20)

    def close(self) -> None:
        self._server.stop(hard=True)
        remove_socket_dir(self._data)

    @property
    def url(self) -> str:
        entry = embedded_database(self._data)
        place = f"{entry['NAME']}?host={quote(entry['HOST'])}"
        return f"postgres://{entry['USER']}:{quote(entry['PASSWORD'])}@/{place}"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "server")
    yield made
    made.close()


def get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=40) as answer:
        return json.load(answer)


def order(url: str, **body: Any) -> str:
    """Ask for drawings and return the address of the generation."""
    request = urllib.request.Request(
        f"{url}/api/art/prompt-to-svg",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", "Prefer": "respond-async"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return f"{url}/api/art/generations/{json.load(answer)['generation_id']}"


def is_ok(address: str) -> bool:
    made = get(address)
    return {made["status"], *(variant["status"] for variant in made["variants"])} == {"OK"}


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_database_that_restarts_costs_nothing_but_time(
    database: Database, fake_openai: FakeOpenAI, tmp_path: Path
) -> None:
    variables = {
        "DATABASE_URL": database.url,
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": fake_openai.base_url,
        "RMOS_RUN_ATTACHMENTS_DIR": str(tmp_path / "store"),
    }
    with up(
        tmp_path / "host", bind="127.0.0.1:0", prefix=(), role="all", is_new=False, **variables
    ) as host:
        url = host.wait_open()
        # As in a crash, and as an operator restarts it.
        for number in (signal.SIGQUIT, signal.SIGINT):
            outlast_restart(url, database, fake_openai, number)
        assert host.process.poll() is None
    # No call was made twice.
    assert len(fake_openai.image_requests) == 8


def outlast_restart(
    url: str, database: Database, provider: FakeOpenAI, number: signal.Signals
) -> None:
    """Restart the database while a provider is asked, and a browser waits for news."""
    asked = len(provider.image_requests)
    seed = f"before-{number}"
    crow = {"prompt": "[slow:4] a crow", "provider": "openai", "route": "raster"}
    paid = order(url, **crow, variant_seed=seed, count=4)
    wait_until(lambda: len(provider.image_requests) == asked + 4, seconds=30)
    free = [order(url, prompt="rosette", variant_seed=f"{seed}-{n}") for n in range(5)]
    with ThreadPoolExecutor(1) as waiting:
        news = waiting.submit(get, f"{paid}?wait=30")
        time.sleep(1)
        database.stop(number)
        assert status_of(f"{url}/healthz") == 200
        assert status_of(f"{url}/readyz") == 503
        assert status_of(paid) >= 500
        # The answers come while there is nowhere to write them.
        time.sleep(3)
        database.start()
        wait_until(lambda: status_of(f"{url}/readyz") == 200, seconds=10)
        assert news.result(timeout=30)["generation_id"] in paid
        for address in (paid, *free):
            wait_until(partial(is_ok, address), seconds=40, every=0.3)


@pytest.fixture
def tight_store(attachments_dir: Path) -> Iterator[Path]:
    """A store on a file system with a little more room than the reserve."""
    attachments_dir.mkdir(parents=True)
    size = f"size={RESERVE_BYTES + (4 << 20)}"
    mount = ["mount", "-t", "tmpfs", "-o", size, "none", str(attachments_dir)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    yield attachments_dir
    subprocess.run(["umount", "--lazy", str(attachments_dir)], check=True)


def fill(folder: Path) -> Path:
    """Write until there is no room left."""
    filler = folder / ".filler"
    descriptor = os.open(filler, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        while True:
            os.write(descriptor, b"x" * 4096)
    except OSError:
        return filler
    finally:
        os.close(descriptor)


def ask(prompt: str) -> Variant:
    made = generate_svg_variants(
        prompt, 1, "s", queued=True, provider="openai", route="raster", fresh=True
    )
    return made.variants.get()


def test_a_full_store_keeps_what_was_paid_for_waiting(
    tight_store: Path, workers: Nursery, provider: FakeOpenAI
) -> None:
    variant = ask("[slow:1] a crow")
    workers.worker()
    wait_until(lambda: provider.image_requests, seconds=20)
    filler = fill(tight_store)
    wait_until(lambda: Variant.objects.get().stage == "storing", seconds=10)
    time.sleep(1.5)
    variant.refresh_from_db()
    assert (variant.status, variant.stage) == ("RUNNING", "storing")
    filler.unlink()
    wait_until(is_all_finished, seconds=20)
    assert Generation.objects.get().status == "OK"
    check_rows()
    check_files(tight_store)
    check_calls(provider)


def test_queued_drawing_waits_for_a_full_store_and_nothing_is_asked(
    tight_store: Path, workers: Nursery, provider: FakeOpenAI
) -> None:
    variant = ask("a crow")
    filler = fill(tight_store)
    workers.worker()
    wait_until(was_attempted, seconds=20)
    variant.refresh_from_db()
    assert (variant.status, variant.error) == ("PENDING", None)
    assert not provider.image_requests
    filler.unlink()
    wait_until(is_all_finished, seconds=20)
    assert Generation.objects.get().status == "OK"
    assert [a.outcome for a in Attempt.objects.all()] == ["OK"]
    check_rows()


def was_attempted() -> bool:
    """Whether a worker took a job and gave it back to try it later."""
    return ProcrastinateJob.objects.filter(status="todo", attempts__gte=1).exists()
