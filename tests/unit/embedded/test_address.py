"""The address of a data folder's private Postgres."""

from __future__ import annotations

import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from artstudio.embedded.address import (
    embedded_database,
    prepare_address,
    remove_socket_dir,
    socket_dir,
)
from artstudio.embedded.errors import FolderUnusable


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_reading_the_address_of_a_new_folder_makes_nothing(tmp_path: Path) -> None:
    entry = embedded_database(tmp_path / "data")
    assert entry["PASSWORD"] == ""
    assert not (tmp_path / "data").exists()


def test_a_prepared_address_is_private_and_stays_the_same(tmp_path: Path) -> None:
    prepare_address(tmp_path)
    first = embedded_database(tmp_path)
    prepare_address(tmp_path)
    assert embedded_database(tmp_path) == first
    assert len(first["PASSWORD"]) > 30
    assert mode(tmp_path / "postgres" / "password") == 0o600
    assert mode(tmp_path / "postgres") == mode(Path(first["HOST"])) == 0o700


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    return tmp_path / ("ä" * 60) / "data"


def test_a_deep_folder_has_its_socket_in_a_short_private_one(deep: Path) -> None:
    prepare_address(deep)
    place = socket_dir(deep)
    assert len(bytes(place / ".s.PGSQL.5432.lock")) <= 103
    assert mode(place) == 0o700
    remove_socket_dir(deep)
    assert not place.exists()


@pytest.mark.parametrize("trouble", ["gone", "open to others"])
def test_a_short_folder_that_cannot_be_trusted_any_more_is_replaced(
    deep: Path, trouble: str
) -> None:
    prepare_address(deep)
    old = socket_dir(deep)
    if trouble == "gone":
        old.rmdir()
    else:
        old.chmod(0o777)
    prepare_address(deep)
    assert socket_dir(deep) != old
    remove_socket_dir(deep)
    if old.exists():
        old.rmdir()


@pytest.fixture
def shallow() -> Iterator[Path]:
    """A folder whose path is short, wherever the tests' folders are."""
    with tempfile.TemporaryDirectory(prefix="a-") as folder:
        yield Path(folder) / "data"


def test_data_folder_can_be_moved_to_a_deeper_place_and_back(shallow: Path, deep: Path) -> None:
    prepare_address(shallow)
    assert socket_dir(shallow) == shallow / "postgres" / "socket"
    (socket_dir(shallow) / ".s.PGSQL.5432.lock").touch()
    shutil.copytree(shallow, deep, symlinks=True)
    prepare_address(deep)
    moved = socket_dir(deep)
    assert mode(moved) == 0o700
    assert not list(moved.iterdir())
    remove_socket_dir(deep)
    shutil.rmtree(shallow)
    shutil.copytree(deep, shallow, symlinks=True)
    prepare_address(shallow)
    assert socket_dir(shallow) == shallow / "postgres" / "socket"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FolderUnusable, match="file/data cannot be written"):
        prepare_address(tmp_path / "file" / "data")
