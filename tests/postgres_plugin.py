"""The database of the tests: a private Postgres of their own, never one that happens to run.

Named with `-p` in pytest's options, because pytest-django reads the settings
before any conftest. The address is decided at once; the server is started when
the first test asks for a database, and each pytest process (each worker too) has its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from artstudio.embedded.address import home_of, prepare_address, remove_socket_dir
from artstudio.embedded.children import Child

_DATA_DIR = pytest.StashKey[Path]()
#: Every copy of the template cluster has it; the socket's folder is private.
PASSWORD = "only-for-tests"
#: Each has a Postgres and, for the browser's tests, a Chromium: about 1 GB.
_MOST_WORKERS = 8
_FOREIGN = ("DATABASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL", "PYTHONWARNINGS")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    data_dir = Path(tempfile.mkdtemp(prefix="artstudio-tests-"))
    early_config.stash[_DATA_DIR] = data_dir
    early_config.add_cleanup(lambda: _remove(data_dir))
    # The copied cluster knows this password; settings read it before the copy is made.
    home_of(data_dir).mkdir(mode=0o700)
    (home_of(data_dir) / "password").write_text(PASSWORD)
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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--nightly",
        action="store_true",
        help="make many random rounds, and run the tests marked nightly too",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Run named files in this process, which starts sooner; folders and the suite in workers."""
    places = [Path(argument.partition("::")[0]) for argument in config.args]
    if all(place.suffix == ".py" for place in places):
        return 0
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    return min(os.cpu_count() or 1, _MOST_WORKERS)


def start_server(config: pytest.Config) -> Child:
    """Start this pytest's server; the caller stops it."""
    from tests.template_cluster import start_copy  # noqa: PLC0415 - it needs Django's settings

    return start_copy(config.stash[_DATA_DIR])


def _remove(data_dir: Path) -> None:
    remove_socket_dir(data_dir)
    shutil.rmtree(data_dir, ignore_errors=True)
