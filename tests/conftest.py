"""What every test has: its own attachments folder, and a server when it asks for a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker, Settings

from tests.database_reset import empty_database
from tests.postgres_plugin import start_server
from tests.rounds import load_profile
from tests.stores import (
    LocalStore,
    S3Server,
    S3Store,
    Store,
    running_s3,
    running_seaweedfs,
    use_bucket,
    use_prefix,
    use_store,
)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    load_profile(config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked `nightly` unless it was asked for."""
    if config.getoption("nightly"):
        return
    left_out = [item for item in items if item.get_closest_marker("nightly")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Start this process's server, whose database was migrated once for all processes."""
    with django_db_blocker.unblock():
        server = start_server(request.config)
    yield
    server.stop(hard=True)


@pytest.fixture(autouse=True, scope="session")
def _cheap_flush() -> Iterator[None]:
    """Empty the tables after a test with real transactions in 3 ms instead of 100."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_database)
        yield


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


@pytest.fixture(scope="session")
def seaweedfs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """Run SeaweedFS for all tests that ask for it."""
    with running_seaweedfs(tmp_path_factory.mktemp("seaweedfs")) as server:
        yield server


@pytest.fixture(scope="session")
def seaweedfs_bucket(seaweedfs: S3Server) -> str:
    """Make one bucket of SeaweedFS for many tests: each bucket takes seven of its volumes."""
    return seaweedfs.new_bucket()


@pytest.fixture(params=["local", "s3", pytest.param("seaweedfs", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest, attachments_dir: Path, settings: Settings) -> Store:
    """Run the test with a folder, with a bucket of moto and with SeaweedFS as its store."""
    if request.param == "local":
        return LocalStore(attachments_dir)
    if request.param == "seaweedfs":
        server = request.getfixturevalue("seaweedfs")
        return use_prefix(settings, server, request.getfixturevalue("seaweedfs_bucket"))
    found: S3Store = request.getfixturevalue("bucket")
    return found
