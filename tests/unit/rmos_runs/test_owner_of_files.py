"""What root makes in a folder of another user belongs to that user, who works there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from artstudio.ops.secret_key import read_or_make_secret_key
from rmos_runs.blobs.durable_files import make_folder, write_temp
from tests.integration.up_process import MANAGE, product_environment

USER = (12345, 12346)
pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can make files of others")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of another user."""
    folder = tmp_path / "home"
    folder.mkdir()
    os.chown(folder, *USER)
    return folder


def owners(folder: Path) -> set[tuple[int, int]]:
    paths = list(folder.rglob("*"))
    assert paths
    return {(path.lstat().st_uid, path.lstat().st_gid) for path in paths}


def test_folders_and_files_of_the_store(home: Path) -> None:
    make_folder(home / "data" / "run_attachments" / "ab")
    write_temp(home / "data" / "run_attachments" / "ab", [b"cut"])
    assert owners(home) == {USER}


def test_secret_key_and_its_folder(home: Path) -> None:
    key = read_or_make_secret_key(home / "data")
    assert owners(home) == {USER}
    assert (home / "data" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert read_or_make_secret_key(home / "data") == key


def test_what_root_makes_in_its_own_folder_stays_with_root(tmp_path: Path) -> None:
    read_or_make_secret_key(tmp_path / "data")
    assert owners(tmp_path) == {(0, 0)}


@pytest.mark.slow
def test_a_command_in_a_data_folder_of_another_user(home: Path) -> None:
    environment = product_environment() | {"ARTSTUDIO_DATA_DIR": str(home / "data")}
    done = subprocess.run([sys.executable, MANAGE, "check"], env=environment, check=False)
    assert done.returncode == 0
    assert owners(home) == {USER}
