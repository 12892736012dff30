"""Two web servers and three workers on one database and one bucket, while workers are killed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

from tests.integration.queue.processes import wait_until
from tests.integration.up_process import MANAGE, Up, product_environment, up
from tests.rounds import rounds
from tests.stores import ACCESS_KEY, SECRET_KEY, running_s3

pytestmark = pytest.mark.slow
GENERATIONS = rounds(60, nightly=200)
_DATABASE = "many_hosts"


@pytest.fixture
def empty_database(transactional_db: None) -> Iterator[str]:
    """The address of a database of which nothing is made yet."""
    facts = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {_DATABASE}")
    place = f"{_DATABASE}?host={quote(facts['HOST'])}&port={facts['PORT']}"
    yield f"postgres://{facts['USER']}:{quote(facts['PASSWORD'])}@/{place}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {_DATABASE} WITH (FORCE)")


@pytest.fixture
def shared(empty_database: str) -> Iterator[dict[str, str]]:
    """The environment that all hosts have in common."""
    with running_s3() as server:
        yield {
            "DATABASE_URL": empty_database,
            "ARTSTUDIO_SECRET_KEY": "one-for-all-hosts",
            "ARTSTUDIO_STORE": "s3",
            "ARTSTUDIO_S3_BUCKET": server.new_bucket(),
            "ARTSTUDIO_S3_ENDPOINT_URL": server.endpoint_url,
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        }


def post(url: str, number: int) -> str:
    """Ask one web server for a drawing under a key, and return the generation's id."""
    body = {"prompt": "purfling strip", "variant_seed": f"host-{number}", "provider": "stub"}
    headers = {
        "Content-Type": "application/json",
        "Prefer": "respond-async",
        "Idempotency-Key": f"order-{number}",
    }
    request = urllib.request.Request(
        f"{url}/api/art/prompt-to-svg", json.dumps(body).encode(), headers
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return str(json.load(answer)["generation_id"])


def kill_a_worker(host: Up) -> None:
    """Kill what is at work on a host; its supervisor lives."""
    for pid in host.descendants():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as asked:
        return asked.execute(query).fetchall()


def is_done(url: str) -> bool:
    (left,) = rows(url, "SELECT count(*) FROM procrastinate_jobs WHERE status <> 'failed'")
    (done,) = rows(url, "SELECT count(*) FROM artstudio_variant WHERE status = 'OK'")
    return left == (0,) and done == (GENERATIONS,)


def test_all_that_is_asked_for_is_made_once(shared: dict[str, str], tmp_path: Path) -> None:
    url = shared["DATABASE_URL"]
    roles = ["web", "web", "worker", "worker", "worker"]
    with ExitStack() as stack:
        # All at once, on an empty database: one of them migrates.
        # The two web servers share a folder, as they may on one machine.
        started = [
            up(tmp_path / role, bind="127.0.0.1:0", prefix=(), role=role, is_new=False, **shared)
            for role in roles
        ]
        hosts = [stack.enter_context(host) for host in started]
        webs = [host.wait_open() for host in hosts[:2]]
        for host in hosts[2:]:
            host.wait_open()
        asked_at = time.monotonic()
        with ThreadPoolExecutor(8) as callers:
            twice = [
                list(callers.map(lambda number, web=web: post(web, number), range(GENERATIONS)))
                for web in webs
            ]
        # The same key at another host is the same order.
        assert twice[0] == twice[1]
        assert len(set(twice[0])) == GENERATIONS
        dice = random.Random(5)
        while not is_done(url) and time.monotonic() - asked_at < 12:
            kill_a_worker(dice.choice(hosts[2:]))
            time.sleep(2)
        wait_until(lambda: is_done(url), seconds=60, every=0.2)
        for host in hosts:
            assert host.process.poll() is None, host.lines

    assert rows(url, "SELECT DISTINCT status FROM artstudio_generation") == [("OK",)]
    assert rows(url, "SELECT count(*) FROM artstudio_generation") == [(GENERATIONS,)]
    verified = subprocess.run(
        [sys.executable, MANAGE, "verify_attachments"],
        env=product_environment() | shared,
        capture_output=True,
        text=True,
        check=False,
    )
    assert verified.returncode == 0, verified.stdout
    # All hosts stopped well.
    assert {host.process.returncode for host in hosts} == {0}


def test_a_role_of_its_own_needs_a_database_that_others_reach(tmp_path: Path) -> None:
    with up(tmp_path, role="worker") as host:
        assert host.wait_end() == 1
    assert "up: --role worker needs DATABASE_URL: the database that all share." in host.lines
