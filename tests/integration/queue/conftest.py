"""A queue with real workers on the tests' database, and a paid provider that counts its calls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from pytest_django import Settings

from tests.fake_openai import FakeOpenAI
from tests.fake_openai.fixtures import fake_openai
from tests.integration.queue.processes import Nursery, nursery

__all__ = ["fake_openai"]


def database_url() -> str:
    """The address of the tests' database, for other processes."""
    facts = connection.settings_dict
    place = f"{facts['NAME']}?host={quote(facts['HOST'])}&port={facts['PORT']}"
    return f"postgres://{facts['USER']}:{quote(facts['PASSWORD'])}@/{place}"


@pytest.fixture
def provider(fake_openai: FakeOpenAI, settings: Settings) -> FakeOpenAI:
    """The fake server, which this process and the workers take for the paid provider."""
    settings.OPENAI_API_KEY = "sk-test"
    settings.OPENAI_BASE_URL = fake_openai.base_url
    return fake_openai


@pytest.fixture
def workers(
    transactional_db: None, provider: FakeOpenAI, attachments_dir: Path, tmp_path: Path
) -> Iterator[Nursery]:
    """Workers that take jobs from the tests' database."""
    with nursery(
        tmp_path / "workers.log",
        DATABASE_URL=database_url(),
        ARTSTUDIO_DATA_DIR=str(tmp_path),
        RMOS_RUN_ATTACHMENTS_DIR=str(attachments_dir),
        OPENAI_API_KEY="sk-test",
        OPENAI_BASE_URL=provider.base_url,
        ARTSTUDIO_WORKER_GRACE_S="4",
        ARTSTUDIO_LOG_JSON="0",
    ) as opened:
        yield opened
