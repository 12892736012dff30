"""One `up` for each data folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from artstudio.embedded.errors import FolderInUse, FolderUnusable
from artstudio.embedded.folder_lock import locked_folder


def test_the_second_is_told_who_holds_it(tmp_path: Path) -> None:
    expected = f"process {os.getpid()}"
    with (
        locked_folder(tmp_path),
        pytest.raises(FolderInUse, match=expected),
        locked_folder(tmp_path),
    ):
        pass


def test_a_holder_that_left_blocks_nobody(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked_folder(tmp_path):
        raise ZeroDivisionError
    with locked_folder(tmp_path):
        assert (tmp_path / "up.lock").read_text() == str(os.getpid())


def test_the_folder_is_made(tmp_path: Path) -> None:
    with locked_folder(tmp_path / "new" / "data"):
        assert (tmp_path / "new" / "data").is_dir()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(FolderUnusable, match="Choose another"),
        locked_folder(tmp_path / "file" / "data"),
    ):
        pass
