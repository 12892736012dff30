"""`manage.py up` as a user meets it: real processes, real signals, real broken folders."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from artstudio.embedded.address import embedded_database, socket_dir
from tests.integration.up_process import MANAGE, Up, product_environment, up, wait_gone

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stopped_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which an `up` ran and was stopped."""
    data = tmp_path_factory.mktemp("up") / "data"
    with up(data) as studio:
        studio.wait_open()
    return data


@pytest.fixture
def data(stopped_data: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    copy = tmp_path / "data"
    shutil.copytree(stopped_data, copy, symlinks=True)
    return copy


def status_of(url: str) -> int:
    with urllib.request.urlopen(f"{url}/healthz", timeout=10) as answer:
        return int(answer.status)


def manage(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = product_environment() | {"ARTSTUDIO_DATA_DIR": str(data)}
    command = [sys.executable, MANAGE, *words]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def refusal(studio: Up) -> str:
    """The one line with which an `up` ended; fails when it said more or ended well."""
    assert studio.wait_end() == 1, studio.lines
    complaints = [line for line in studio.lines if line.startswith("up: ")]
    assert len(complaints) == 1, studio.lines
    assert not any("Traceback" in line for line in studio.lines)
    return complaints[0]


def test_it_says_where_it_is_open_and_answers_there(data: Path) -> None:
    with up(data) as studio:
        assert status_of(studio.wait_open()) == 200


def test_sigterm_ends_it_well_and_leaves_no_process(data: Path) -> None:
    with up(data) as studio:
        studio.wait_open()
        family = studio.descendants()
        assert len(family) > 3
        assert studio.stop() == 0
    assert studio.lines[-1] == "Stopped."
    assert not wait_gone(family, seconds=0)


def test_ctrl_c_reaches_the_whole_group_and_ends_it_well(data: Path) -> None:
    with up(data) as studio:
        studio.wait_open()
        family = studio.descendants()
        os.killpg(studio.process.pid, signal.SIGINT)
        assert studio.wait_end() == 0
    assert not wait_gone(family, seconds=0)


def test_a_stop_in_the_middle_of_the_first_start_ends_it_well(tmp_path: Path) -> None:
    with up(tmp_path / "data", is_new=True) as studio:
        while not studio.lines:
            time.sleep(0.02)
            assert studio.process.poll() is None
        family = studio.descendants()
        assert studio.stop() == 0
    assert studio.lines[-1] == "Stopped."
    assert family
    assert not wait_gone(family, seconds=0)


def test_a_second_start_keeps_the_data(data: Path) -> None:
    user = ["createsuperuser", "--noinput", "--username", "maker", "--email", "m@example.org"]
    for expected in (0, 1):
        with up(data) as studio:
            studio.wait_open()
            assert manage(data, *user).returncode == expected


def test_without_a_running_database_a_command_says_so_in_one_line(data: Path) -> None:
    done = manage(data, "showmigrations")
    assert done.returncode == 1
    assert done.stderr.strip().startswith("The database does not answer.")
    assert "\n" not in done.stderr.strip()


def manage_without_folder(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command that is told nothing about any data folder."""
    command = [sys.executable, MANAGE, *words]
    environment = product_environment()
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_commands_find_the_studio_that_runs(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody else's studios are seen, and nobody sees these.
    (folder := tmp_path / "t").mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    with up(data) as one:
        one.wait_open()
        assert manage_without_folder("showmigrations").returncode == 0
        with up(tmp_path / "other") as two:
            two.wait_open()
            said = manage_without_folder("showmigrations").stderr
            assert f"--data {data}" in said
            assert f"--data {tmp_path / 'other'}" in said
            found = manage_without_folder("showmigrations", "--data", str(data))
            assert found.returncode == 0, found.stderr
            two.process.kill()
            two.wait_end()
        assert manage_without_folder("showmigrations").returncode == 0
    assert str(data) not in manage_without_folder("showmigrations").stderr


@pytest.mark.parametrize("words", [["check"], ["makemigrations", "--check"], ["spectacular"]])
def test_a_command_that_needs_no_database_does_without(tmp_path: Path, words: list[str]) -> None:
    done = manage(tmp_path / "data", *words)
    assert done.returncode == 0, done.stderr


ASKS_VERSION = """
from pathlib import Path
from django.apps import AppConfig
from django.core.checks import register
from django.db import connections

class AsksVersion(AppConfig):
    name = "asks_version"

@register
def check_version(databases, **_):
    for database in databases or ["default"]:
        with connections[database].temporary_connection() as cursor:
            cursor.execute("SHOW server_version_num")
            Path(__file__).with_name("version").write_text(*cursor.fetchone())
    return []
"""
SETTINGS = """
from artstudio.settings import *

INSTALLED_APPS = ["asks_version.AsksVersion", *INSTALLED_APPS]
"""


def test_the_checks_of_a_start_find_the_database_running(tmp_path: Path) -> None:
    (app := tmp_path / "asks_version").mkdir()
    (app / "__init__.py").write_text(ASKS_VERSION)
    (tmp_path / "settings_with_check.py").write_text(SETTINGS)
    with up(
        tmp_path / "data",
        DJANGO_SETTINGS_MODULE="settings_with_check",
        PYTHONPATH=str(tmp_path),
    ) as studio:
        studio.wait_open()
    assert int((app / "version").read_text()) >= 140000


def test_after_sigkill_nothing_stays_and_the_same_port_and_folder_work_at_once(data: Path) -> None:
    with up(data) as first:
        address = first.wait_open().removeprefix("http://")
        family = first.descendants()
        first.process.kill()
        with up(data, bind=address) as second:
            assert status_of(second.wait_open()) == 200
            assert not wait_gone(family, seconds=0)


def test_a_pid_file_that_names_a_stranger_blocks_nothing_and_the_stranger_lives(
    data: Path,
) -> None:
    stranger = subprocess.Popen(["sleep", "60"])
    cluster = data / "postgres" / "cluster"
    (cluster / "postmaster.pid").write_text(f"{stranger.pid}\n{cluster}\n1\n5432\n\n\n1 1\nready\n")
    try:
        with up(data) as studio:
            studio.wait_open()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_two_studios_in_two_folders_run_beside_each_other(data: Path, tmp_path: Path) -> None:
    with up(data) as one, up(tmp_path / "other", is_new=True) as two:
        assert one.wait_open() != two.wait_open()
        assert status_of(one.url) == status_of(two.url) == 200


def test_another_server_is_used_when_it_is_named(data: Path, tmp_path: Path) -> None:
    with up(data) as server:
        server.wait_open()
        entry = embedded_database(data)
        place = f"{entry['NAME']}?host={quote(entry['HOST'])}"
        url = f"postgres://{entry['USER']}:{entry['PASSWORD']}@/{place}"
        with up(tmp_path / "other", DATABASE_URL=url) as studio:
            assert status_of(studio.wait_open()) == 200
    assert not (tmp_path / "other" / "postgres").exists()


def test_a_named_server_that_does_not_answer_is_refused(tmp_path: Path) -> None:
    url = "postgres://maker:secret@127.0.0.1:1/studio"
    with up(tmp_path / "data", DATABASE_URL=url) as studio:
        said = refusal(studio)
    assert "Connection refused" in said
    assert "secret" not in said


def test_a_folder_in_use_is_refused_with_the_holder(data: Path) -> None:
    with up(data) as first:
        first.wait_open()
        with up(data) as second:
            assert f"in use by another `up` (process {first.process.pid})" in refusal(second)
        assert status_of(first.url) == 200


def test_a_port_of_another_studio_is_refused(data: Path, tmp_path: Path) -> None:
    with up(data) as first:
        address = first.wait_open().removeprefix("http://")
        with up(tmp_path / "other", bind=address, is_new=True) as second:
            assert f"Cannot listen on {address}: Address already in use" in refusal(second)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_refused(tmp_path: Path, taken_port: int) -> None:
    with up(tmp_path / "data", bind=f"127.0.0.1:{taken_port}", is_new=True) as studio:
        assert "Address already in use" in refusal(studio)


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    with up(tmp_path / "data", bind="127.0.0.1:http", is_new=True) as studio:
        assert "write it as 127.0.0.1:8000" in refusal(studio)


@pytest.mark.parametrize("bind", ["0.0.0.0:0", "[::]:0"])
def test_an_address_that_others_reach_is_refused_with_what_to_set(
    tmp_path: Path, bind: str
) -> None:
    with up(tmp_path / "data", bind=bind, is_new=True) as studio:
        said = refusal(studio)
    assert "ARTSTUDIO_ACCESS=login" in said
    assert "ARTSTUDIO_TRUSTED_NETWORK=1" in said
    assert not (tmp_path / "data" / "postgres").exists()


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [("ARTSTUDIO_ACCESS", "login", 401), ("ARTSTUDIO_TRUSTED_NETWORK", "1", 200)],
)
def test_others_are_let_in_when_it_is_said_how(
    data: Path, name: str, value: str, status: int
) -> None:
    variables: dict[str, Any] = {name: value}
    with up(data, bind="0.0.0.0:0", **variables) as studio:
        url = studio.wait_open()
        assert status_of(url) == 200
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
        connection.request("GET", "/api/art/assets")
        assert connection.getresponse().status == status
        connection.close()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ARTSTUDIO_ACCESS", "everybody", "Set it to trusted or to login"),
        ("ARTSTUDIO_RATE_LIMIT", "often", "write it as 60/h"),
        ("ARTSTUDIO_ALLOWED_HOSTS", "*", "name each host exactly"),
    ],
)
def test_settings_that_would_open_the_door_by_mistake_are_refused(
    data: Path, name: str, value: str, said: str
) -> None:
    variables: dict[str, Any] = {name: value}
    with up(data, **variables) as studio:
        assert studio.wait_end() == 1
    assert any(said in line for line in studio.lines)
    assert not any("Traceback" in line for line in studio.lines)


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with up(tmp_path / "data") as studio:
        assert "cannot be written" in refusal(studio)


def as_ordinary_user() -> tuple[str, ...]:
    """The words that take root's rights away for one command; none are needed otherwise."""
    if os.geteuid() != 0:
        return ()
    words = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
    if subprocess.run([*words, "true"], check=False, capture_output=True).returncode:
        pytest.skip("user namespaces are not allowed here")
    return words


def test_an_ordinary_user_runs_it_too(tmp_path: Path) -> None:
    with up(tmp_path / "data", prefix=as_ordinary_user()) as studio:
        assert status_of(studio.wait_open()) == 200


def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o500)
    with up(tmp_path / "data", prefix=as_ordinary_user()) as studio:
        assert "cannot be written: Permission denied" in refusal(studio)


def test_a_cluster_of_another_postgres_names_both_versions(data: Path) -> None:
    (data / "postgres" / "cluster" / "PG_VERSION").write_text("9\n")
    with up(data) as studio:
        assert "made by Postgres 9" in refusal(studio)


@pytest.mark.parametrize("file", ["PG_VERSION", "global/pg_control", "postgresql.conf"])
def test_a_broken_cluster_is_refused(data: Path, file: str) -> None:
    (data / "postgres" / "cluster" / file).write_bytes(b"\0garbage")
    with up(data) as studio:
        assert str(data / "postgres" / "cluster") in refusal(studio)


def test_a_cluster_that_was_half_made_when_the_power_went_is_made_anew(data: Path) -> None:
    cluster = data / "postgres" / "cluster"
    cluster.rename(cluster.with_name("cluster.new"))
    (cluster.with_name("cluster.new") / "PG_VERSION").unlink()
    with up(data) as studio:
        assert status_of(studio.wait_open()) == 200


def test_a_full_disk_is_named_in_one_line(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    script = f'mount -t tmpfs -o size=8m none "{small}" && exec "$@"'
    prefix = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh")
    if subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode:
        pytest.skip("mounting in a namespace is not allowed here")
    with up(small / "data", prefix=prefix) as studio:
        assert "No space left on device" in refusal(studio)


def test_a_data_folder_too_deep_for_a_socket_works(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100) / "data"
    with up(deep) as studio:
        assert status_of(studio.wait_open()) == 200
        assert manage(deep, "showmigrations").returncode == 0
        place = socket_dir(deep)
        assert place.exists()
    assert not place.exists()
