"""Of many machines that start together one migrates, and the others wait for it."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from artstudio.embedded import upgrade
from artstudio.embedded.upgrade import migrate_once

pytestmark = pytest.mark.django_db(transaction=True)


def migrate() -> None:
    """Migrate as a starting machine does, with connections of its own."""
    try:
        migrate_once()
    finally:
        connections.close_all()


def test_ten_that_start_together_migrate_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone, others = threading.Lock(), list[str]()

    def watched(name: str, **options: Any) -> None:
        if not alone.acquire(blocking=False):
            others.append(name)
            return
        try:
            call_command(name, **options)
            time.sleep(0.02)
        finally:
            alone.release()

    monkeypatch.setattr(upgrade, "call_command", watched)
    with ThreadPoolExecutor(10) as pool:
        for done in [pool.submit(migrate) for _ in range(10)]:
            done.result()
    assert others == []


def test_whoever_comes_meanwhile_waits_until_the_other_is_gone() -> None:
    first = connections["default"].copy()
    with first.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", upgrade._LOCK)
    second = threading.Thread(target=migrate)
    second.start()
    second.join(0.5)
    assert second.is_alive()
    # Killed, as it were: its lock ends with its connection.
    first.close()
    second.join(20)
    assert not second.is_alive()
