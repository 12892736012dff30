"""A filled studio is backed up while it draws, and comes back whole somewhere else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests.integration.backup.commands import assets, draw, drawing_meanwhile, run
from tests.integration.up_process import MANAGE, product_environment, up
from tests.stores import ACCESS_KEY, SECRET_KEY, S3Server, running_s3

pytestmark = pytest.mark.slow


def test_embedded_database_and_folder_are_restored_elsewhere(tmp_path: Path) -> None:
    data, backup, elsewhere = tmp_path / "data", tmp_path / "backup", tmp_path / "elsewhere"
    with up(data) as studio:
        url = studio.wait_open()
        before = {draw(url, f"before-{number}") for number in range(6)}
        with drawing_meanwhile(url) as drawn:
            while len(drawn) < 2:
                time.sleep(0.05)
            first = run("backup", str(backup), "--data", str(data))
            known = len(drawn)
            second = run("backup", str(backup), "--data", str(data))
        assert first.returncode == 0, first.stderr
        assert second.returncode == 0, second.stderr
        refused = run("restore", str(backup), "--data", str(data), "--replace")
        assert refused.returncode == 1
        assert "in use by another `up`" in refused.stderr
    sums = subprocess.run(["sh", "-c", "sha256sum --quiet -c *.sha256"], cwd=backup, check=False)
    assert sums.returncode == 0

    restored = run("restore", str(backup), "--data", str(elsewhere))
    assert restored.returncode == 0, restored.stderr
    assert "Every row has its file." in restored.stdout
    assert (elsewhere / "secret_key").read_text() == (data / "secret_key").read_text()
    with up(elsewhere) as studio:
        url = studio.wait_open()
        found = assets(url)
        assert before | set(drawn[:known]) <= found
        checked = run("verify_attachments", "--json", ARTSTUDIO_DATA_DIR=str(elsewhere))
        report = json.loads(checked.stdout)
        assert (checked.returncode, report["ok"], report["findings"]) == (0, True, [])
        assert draw(url, "after") not in found


def test_with_nothing_running_backup_and_restore_start_the_database(tmp_path: Path) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup"
    with up(data) as studio:
        drawn = draw(studio.wait_open(), "one")
    done = run("backup", str(backup), "--data", str(data))
    assert done.returncode == 0, done.stderr
    again = run("restore", str(backup), "--data", str(data))
    assert again.returncode == 1
    assert "The database holds a studio already. --replace" in again.stderr
    replaced = run("restore", str(backup), "--data", str(data), "--replace")
    assert replaced.returncode == 0, replaced.stderr
    with up(data) as studio:
        assert assets(studio.wait_open()) == {drawn}


def test_a_killed_backup_is_refused_and_can_be_finished(tmp_path: Path) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup"
    with up(data) as studio:
        url = studio.wait_open()
        for number in range(3):
            draw(url, str(number))
        command = [sys.executable, MANAGE, "backup", str(backup), "--data", str(data)]
        process = subprocess.Popen(
            command, env=product_environment(), start_new_session=True, stderr=subprocess.DEVNULL
        )
        while not (backup / "UNFINISHED").exists():
            assert process.poll() is None
            time.sleep(0.005)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert not (backup / "manifest.json").exists()
        refused = run("restore", str(backup), "--data", str(tmp_path / "elsewhere"))
        assert refused.returncode == 1
        assert "was not finished" in refused.stderr
        assert not (tmp_path / "elsewhere" / "postgres").exists()
        finished = run("backup", str(backup), "--data", str(data))
        assert finished.returncode == 0, finished.stderr
        assert not (backup / "UNFINISHED").exists()
    assert run("restore", str(backup), "--data", str(tmp_path / "elsewhere")).returncode == 0


@pytest.fixture
def two_databases(transactional_db: None) -> Iterator[tuple[str, str]]:
    """The addresses of two empty databases of one server."""
    facts, names = connection.settings_dict, ("backed_up", "restored")
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"CREATE DATABASE {name}")
    place = f"host={quote(facts['HOST'])}&port={facts['PORT']}"
    user = f"{facts['USER']}:{quote(facts['PASSWORD'])}"
    first, second = (f"postgres://{user}@/{name}?{place}" for name in names)
    yield first, second
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def bucket_server() -> Iterator[S3Server]:
    with running_s3() as server:
        yield server


def bucket_variables(server: S3Server) -> dict[str, str]:
    return {
        "ARTSTUDIO_SECRET_KEY": "of-the-tests",
        "ARTSTUDIO_STORE": "s3",
        "ARTSTUDIO_S3_BUCKET": server.new_bucket(),
        "ARTSTUDIO_S3_ENDPOINT_URL": server.endpoint_url,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
    }


# Minutes on a busy machine: two servers, two buckets, and drawings all the while.
@pytest.mark.timeout(900)
def test_shared_database_and_bucket_are_restored_into_others(
    tmp_path: Path, two_databases: tuple[str, str], bucket_server: S3Server
) -> None:
    data, backup = str(tmp_path / "data"), tmp_path / "backup"
    here = bucket_variables(bucket_server) | {"DATABASE_URL": two_databases[0]}
    there = bucket_variables(bucket_server) | {"DATABASE_URL": two_databases[1]}
    with up(
        tmp_path / "data", bind="127.0.0.1:0", prefix=(), role="all", is_new=False, **here
    ) as studio:
        url = studio.wait_open()
        before = {draw(url, f"before-{number}") for number in range(3)}
        with drawing_meanwhile(url) as drawn:
            while not drawn:
                time.sleep(0.05)
            done = run("backup", str(backup), "--data", data, **here)
        assert done.returncode == 0, done.stderr
        refused = run("restore", str(backup), "--data", data, "--replace", **here)
        assert refused.returncode == 1
        assert "connected to the database" in refused.stderr
    restored = run("restore", str(backup), "--data", data, **there)
    assert restored.returncode == 0, restored.stderr
    # The same again on what is there now, in one transaction.
    replaced = run("restore", str(backup), "--data", data, "--replace", **there)
    assert replaced.returncode == 0, replaced.stderr
    assert "(0 copied" in replaced.stdout
    with up(
        tmp_path / "other", bind="127.0.0.1:0", prefix=(), role="all", is_new=False, **there
    ) as studio:
        url = studio.wait_open()
        assert before | {drawn[0]} <= assets(url)
        checked = run("verify_attachments", "--json", "--strict", **there)
        assert json.loads(checked.stdout)["ok"] is True
        draw(url, "after")
