"""A disk that runs full under a working studio: what is said, and how it goes on by itself."""

from __future__ import annotations

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from artstudio.embedded.binaries import bin_dir
from tests.integration.full_disk import SmallDisk, small_disk
from tests.integration.queue.processes import wait_until
from tests.integration.up_process import Up, product_environment, up

pytestmark = pytest.mark.slow


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[tuple[Up, SmallDisk, SmallDisk]]:
    """A studio with a small disk for its database, and another for its store."""
    with ExitStack() as stack:
        data, store = tmp_path / "data", tmp_path / "store"
        disks = [
            stack.enter_context(small_disk(data / "postgres", megabytes=140)),
            stack.enter_context(small_disk(store, megabytes=24)),
        ]
        if not disks[0] or not disks[1]:
            pytest.skip("this account may not mount a file system")
        started = stack.enter_context(up(data, RMOS_RUN_ATTACHMENTS_DIR=str(store)))
        started.wait_open()
        yield started, disks[0], disks[1]


def ask(url: str, body: dict[str, Any] | None = None, **headers: str) -> tuple[int, dict[str, Any]]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **headers})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def draw(url: str, seed: str, **headers: str) -> tuple[int, dict[str, Any]]:
    body = {"prompt": "purfling strip", "variant_seed": seed, "constraints": {"width_mm": 40}}
    return ask(f"{url}/api/art/prompt-to-svg", body, **headers)


def verified(studio: Up, store: SmallDisk, data: Path) -> dict[str, Any]:
    from tests.integration.backup.commands import run  # noqa: PLC0415  # beside its kind

    done = run(
        "verify_attachments",
        "--json",
        ARTSTUDIO_DATA_DIR=str(data),
        RMOS_RUN_ATTACHMENTS_DIR=str(store.folder),
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def write_log_until_the_server_ends(disk: SmallDisk) -> None:
    """Make Postgres want more of its log than there is room for."""
    home = disk.folder
    command = [str(bin_dir() / "psql"), "-q", "-U", "artstudio", "artstudio", "-h"]
    command += [str((home / "socket").resolve()), "-c"]
    message = "pg_logical_emit_message(false, 'x', repeat('y', 100000))"
    command += [f"SELECT count({message}) FROM generate_series(1, 50)"]
    environment = product_environment() | {"PGPASSWORD": (home / "password").read_text().strip()}
    for _ in range(100):
        run = subprocess.run(command, env=environment, capture_output=True, check=False)
        if run.returncode != 0:
            return
    pytest.fail("the log found room")


@pytest.mark.parametrize("part", ["database", "store"])
def test_full_disk_is_named_and_work_goes_on_once_there_is_room(
    studio: tuple[Up, SmallDisk, SmallDisk], tmp_path: Path, part: str
) -> None:
    started, database, store = studio
    url, disk, code = started.url, database if part == "database" else store, f"{part}_full"
    status, ready = ask(f"{url}/readyz")
    assert (status, ready["free_space"][part]["state"]) == (200, "low")
    assert any(part in warning for warning in ready["warnings"])
    assert draw(url, "before")[0] == 200

    disk.fill()
    status, ready = ask(f"{url}/readyz")
    assert (status, ready["code"], ready["free_space"][part]["free_bytes"]) == (503, code, 0)
    assert "full" in ready[part]
    for headers in ({}, {"Prefer": "respond-async"}):
        status, answer = draw(url, "while", **headers)
        assert (status, answer["code"]) == (503, code)
    assert draw(url, "before")[0] == 503
    with urllib.request.urlopen(f"{url}/api/art/assets", timeout=60) as answer_of_list:
        assert answer_of_list.status == 200
    with urllib.request.urlopen(f"{url}/metrics", timeout=60) as metrics:
        assert f'artstudio_volume_free_bytes{{volume="{part}"}} 0.0' in metrics.read().decode()

    disk.free()
    assert ask(f"{url}/readyz")[0] == 200
    status, drawn = draw(url, "while")
    assert (status, drawn["success_count"]) == (200, 1)
    assert verified(started, store, tmp_path / "data")["findings"] == []


def test_server_that_a_full_disk_has_ended_is_started_again(
    studio: tuple[Up, SmallDisk, SmallDisk], tmp_path: Path
) -> None:
    started, database, store = studio
    assert draw(started.url, "before")[0] == 200
    database.fill()
    write_log_until_the_server_ends(database)
    status, ready = ask(f"{started.url}/readyz")
    assert (status, ready["code"]) == (503, "database_full")
    assert draw(started.url, "while")[1]["code"] == "database_full"
    database.free()
    wait_until(lambda: ask(f"{started.url}/readyz")[0] == 200, seconds=40, every=0.3)
    status, drawn = draw(started.url, "after")
    assert (status, drawn["success_count"]) == (200, 1)
    assert verified(started, store, tmp_path / "data")["findings"] == []
