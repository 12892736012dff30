"""A pool between the studio and Postgres: what `manage.py check` says of it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.core import checks
from django.db import connection

from artstudio.embedded.account import find_account
from rmos_runs.connection_pooling import broken_by_pooling
from tests.stores import free_ports

pytestmark = pytest.mark.django_db(transaction=True)
_CONFIG = """
[databases]
{name} = host={host} port={port} dbname={name}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own_port}
unix_socket_dir =
auth_type = trust
auth_file = {users}
pool_mode = {mode}
"""


@contextmanager
def pooled(folder: Path, mode: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put pgbouncer before the tests' database, for connections that are made in the block."""
    program = shutil.which("pgbouncer", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.skip("pgbouncer is not installed")
    facts, (port,) = connection.settings_dict, free_ports(1)
    users, config = folder / "users", folder / "pgbouncer.ini"
    users.write_text(f'"{facts["USER"]}" "{facts["PASSWORD"]}"\n')
    place = {"name": facts["NAME"], "host": facts["HOST"], "port": facts["PORT"]}
    config.write_text(_CONFIG.format(**place, own_port=port, users=users, mode=mode))
    pool = subprocess.Popen(
        [*find_account(folder / "none").prefix, program, str(config)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _wait_open(port, pool)
        with monkeypatch.context() as patch:
            patch.setitem(facts, "HOST", "127.0.0.1")
            patch.setitem(facts, "PORT", str(port))
            yield
    finally:
        pool.terminate()
        pool.communicate(timeout=20)


def _wait_open(port: int, pool: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if pool.poll() is not None:
            pytest.fail(str(pool.communicate()[1]))
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    pytest.fail("pgbouncer does not listen")


def test_direct_connection_keeps_locks_and_notifications() -> None:
    assert broken_by_pooling() == []


def test_pool_by_session_keeps_locks_and_notifications(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pooled(tmp_path, "session", monkeypatch):
        assert broken_by_pooling() == []


def test_pool_by_transaction_is_named_with_what_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rmos_runs.connection_pooling.NOTIFY_S", 0.5)
    with pooled(tmp_path, "transaction", monkeypatch):
        locks, notifications = broken_by_pooling()
        assert "locks" in locks
        assert "Notifications" in notifications
        assert "rmos_runs.E005" not in {message.id for message in checks.run_checks()}
        monkeypatch.setattr(sys, "argv", ["manage.py", "check"])
        found = [message for message in checks.run_checks() if message.id == "rmos_runs.E005"]
        assert len(found) == 2
        assert "session mode" in str(found[0].hint)
