"""What every test has: its own attachments folder, and a server when it asks for a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.postgres_plugin import start_server


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> Iterator[None]:
    """Start the server before pytest-django makes the test database."""
    server = start_server(request.config)
    yield
    server.stop(hard=True)


@pytest.fixture(autouse=True)
def attachments_dir(settings: Settings, tmp_path: Path) -> Path:
    """Give each test an empty store; returns its root."""
    root = tmp_path / "run_attachments"
    store = settings.STORAGES["attachments"] | {"OPTIONS": {"location": root}}
    settings.RMOS_RUN_ATTACHMENTS_DIR = root
    settings.STORAGES = settings.STORAGES | {"attachments": store}
    return root
