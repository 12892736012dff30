"""Which studios run from a checkout, as `up` notes it and `manage.py` reads it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from artstudio.embedded.folder_lock import holder_of, locked_folder
from artstudio.embedded.running import noted, running_studios


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary directory of this test's own."""
    (folder := tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@contextmanager
def studio(data: Path, checkout: Path) -> Iterator[None]:
    with locked_folder(data), noted(data, checkout=checkout):
        yield


def folders(checkout: Path) -> list[Path]:
    return [studio.data_dir for studio in running_studios(checkout=checkout)]


def test_running_studio_is_known_until_it_stops(tmp_path: Path) -> None:
    with studio(tmp_path / "a", tmp_path):
        assert folders(tmp_path) == [tmp_path / "a"]
        with studio(tmp_path / "b", tmp_path):
            assert folders(tmp_path) == [tmp_path / "a", tmp_path / "b"]
    assert folders(tmp_path) == []


def test_studio_of_another_checkout_is_not_known(tmp_path: Path) -> None:
    with studio(tmp_path / "a", tmp_path / "other"):
        assert folders(tmp_path) == []


def test_what_a_killed_studio_noted_is_ignored(tmp_path: Path) -> None:
    with noted(tmp_path / "a", checkout=tmp_path):
        assert folders(tmp_path) == []


def test_folder_that_somebody_else_holds_meanwhile_is_ignored(
    tmp_path: Path, temporary: Path
) -> None:
    with studio(tmp_path / "a", tmp_path):
        (file,) = temporary.glob("*/*.json")
        file.write_text(f'{{"data_dir": "{tmp_path / "a"}", "pid": 1}}')
        assert folders(tmp_path) == []


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"data_dir": 1, "pid": 1}'])
def test_broken_file_is_ignored(tmp_path: Path, temporary: Path, text: str) -> None:
    with studio(tmp_path / "a", tmp_path):
        (file,) = temporary.glob("*/*.json")
        file.write_text(text)
        assert folders(tmp_path) == []


def test_folder_that_others_may_write_is_not_believed(tmp_path: Path, temporary: Path) -> None:
    with studio(tmp_path / "a", tmp_path):
        next(temporary.iterdir()).chmod(0o777)
        assert folders(tmp_path) == []
        next(temporary.iterdir()).chmod(0o700)


def test_studio_runs_where_nothing_can_be_noted(tmp_path: Path, temporary: Path) -> None:
    temporary.rmdir()
    with studio(tmp_path / "a", tmp_path):
        assert folders(tmp_path) == []


def test_holder_of_a_folder_that_nobody_uses_is_none(tmp_path: Path) -> None:
    assert holder_of(tmp_path) is None
    with locked_folder(tmp_path):
        assert holder_of(tmp_path)
    assert holder_of(tmp_path) is None
