"""A real private Postgres: made, started, left behind, taken over."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from artstudio.embedded import binaries, postmaster
from artstudio.embedded.cluster import THROW_AWAY, Cluster
from artstudio.embedded.databases import ensure_database
from artstudio.embedded.errors import ClusterBroken, PostgresMissing


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Cluster:
    """A cluster whose server was started once and stopped."""
    made = Cluster.of(tmp_path_factory.mktemp("cluster"))
    made.start(THROW_AWAY).stop(hard=True)
    return made


@pytest.fixture
def orphan(cluster: Cluster) -> Iterator[subprocess.Popen[bytes]]:
    """A server of the cluster that nobody looks after."""
    command = [
        *cluster.account.prefix,
        str(cluster.programs / "postgres"),
        "-D",
        str(cluster.folder),
    ]
    quiet = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={cluster.home / 'socket'}"]
    process = subprocess.Popen([*command, *quiet], stderr=subprocess.DEVNULL)
    while not postmaster.is_ready(cluster.folder, process.pid):
        assert process.poll() is None
    yield process
    process.kill()
    process.wait()


def test_nothing_of_it_can_be_read_by_others_and_it_has_no_port(cluster: Cluster) -> None:
    server = cluster.start(THROW_AWAY)
    lines = (cluster.folder / "postmaster.pid").read_text().splitlines()
    server.stop(hard=True)
    assert cluster.folder.stat().st_mode & 0o077 == 0
    assert lines[5].strip() == ""  # The address of a TCP port would be here.


def test_a_server_left_behind_is_stopped_and_replaced(
    cluster: Cluster, orphan: subprocess.Popen[bytes]
) -> None:
    server = cluster.start(THROW_AWAY)
    assert orphan.wait(5) == 0
    ensure_database(cluster.data_dir)
    ensure_database(cluster.data_dir)
    server.stop(hard=True)


def test_stopping_what_is_not_there_changes_nothing(cluster: Cluster) -> None:
    assert postmaster.stop_orphan(cluster.folder) is False


def test_a_server_that_cannot_be_reached_is_a_broken_cluster(cluster: Cluster) -> None:
    with pytest.raises(ClusterBroken, match="cannot be used"):
        ensure_database(cluster.data_dir)


def test_other_programs_of_postgres_can_be_named(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").symlink_to(cluster.programs)
    monkeypatch.setenv("PG_BIN", str(tmp_path / "bin"))
    assert binaries.major_version(binaries.bin_dir()) >= 16
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(PostgresMissing, match="Set PG_BIN"):
        binaries.bin_dir()
