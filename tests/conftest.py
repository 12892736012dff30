"""What every test has: its own attachments folder, and a server when it asks for a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.postgres_plugin import start_server
from tests.stores import LocalStore, S3Server, S3Store, Store, running_s3, use_bucket, use_store


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
    store = settings.RMOS_STORES["local"] | {"OPTIONS": {"location": root}}
    settings.RMOS_RUN_ATTACHMENTS_DIR = root
    use_store(settings, "local", store)
    return root


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    """Run an S3 server for all tests that ask for one; each makes a bucket of its own."""
    with running_s3() as server:
        yield server


@pytest.fixture
def bucket(settings: Settings, s3_server: S3Server) -> S3Store:
    """Make an empty bucket the store of a test, which needs a database for the locks."""
    return use_bucket(settings, s3_server)


@pytest.fixture(params=["local", "s3"])
def store(request: pytest.FixtureRequest, attachments_dir: Path) -> Store:
    """Run the test once with a folder and once with a bucket as its store."""
    if request.param == "local":
        return LocalStore(attachments_dir)
    found: S3Store = request.getfixturevalue("bucket")
    return found
