"""The database of the tests: a private Postgres of their own, never one that happens to run.

Named with `-p` in pytest's options, because pytest-django reads the settings
before any conftest. The address is decided at once; the server is started when
the first test asks for a database, and each pytest process has its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from artstudio.embedded.address import prepare_address, remove_socket_dir
from artstudio.embedded.children import Child
from artstudio.embedded.cluster import THROW_AWAY, Cluster

_DATA_DIR = pytest.StashKey[Path]()
_FOREIGN = ("DATABASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL", "PYTHONWARNINGS")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    data_dir = Path(tempfile.mkdtemp(prefix="artstudio-tests-"))
    early_config.stash[_DATA_DIR] = data_dir
    early_config.add_cleanup(lambda: _remove(data_dir))
    prepare_address(data_dir)
    for name in [
        *_FOREIGN,
        *(name for name in os.environ if name.startswith(("ARTSTUDIO_", "RMOS_"))),
    ]:
        os.environ.pop(name, None)
    os.environ["ARTSTUDIO_DATA_DIR"] = str(data_dir)
    os.environ["RMOS_RUN_ATTACHMENTS_DIR"] = str(data_dir / "run_attachments")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    return (yield)


def start_server(config: pytest.Config) -> Child:
    """Start this pytest's server; the caller stops it."""
    return Cluster.of(config.stash[_DATA_DIR]).start(THROW_AWAY)


def _remove(data_dir: Path) -> None:
    remove_socket_dir(data_dir)
    shutil.rmtree(data_dir, ignore_errors=True)
