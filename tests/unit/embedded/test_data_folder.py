"""The data folder of a management command: as given, or that of the one running studio."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from artstudio.embedded import data_folder
from artstudio.embedded.data_folder import choose_data_folder, no_database
from artstudio.embedded.running import RunningStudio


@pytest.fixture(autouse=True)
def running(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[RunningStudio]:
    """The studios that run: those that a test puts here."""
    found: list[RunningStudio] = []
    monkeypatch.setattr(data_folder, "running_studios", lambda: found)
    for name in ("ARTSTUDIO_DATA_DIR", "DATABASE_URL"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return found


def start(running: list[RunningStudio], *folders: Path) -> None:
    running += [RunningStudio(data_dir=folder, pid=1) for folder in folders]


def chosen() -> str | None:
    return os.environ.get("ARTSTUDIO_DATA_DIR")


@pytest.mark.parametrize("words", [["--data", "{}"], ["--data={}"]])
def test_data_option_comes_first_and_is_taken_away(
    running: list[RunningStudio], tmp_path: Path, words: list[str]
) -> None:
    start(running, tmp_path / "other")
    os.environ["ARTSTUDIO_DATA_DIR"] = str(tmp_path / "variable")
    given = [word.format(tmp_path) for word in words]
    assert choose_data_folder(["manage.py", "seed_demo", *given, "-v", "0"]) == [
        *("manage.py", "seed_demo", "-v", "0"),
    ]
    assert chosen() == str(tmp_path)


def test_variable_comes_before_the_running_studio(
    running: list[RunningStudio], tmp_path: Path
) -> None:
    start(running, tmp_path)
    os.environ["ARTSTUDIO_DATA_DIR"] = "elsewhere"
    choose_data_folder(["manage.py", "seed_demo"])
    assert chosen() == "elsewhere"


def test_one_running_studio_is_chosen(running: list[RunningStudio], tmp_path: Path) -> None:
    start(running, tmp_path)
    choose_data_folder(["manage.py", "seed_demo"])
    assert chosen() == str(tmp_path)


def test_without_a_running_studio_the_default_stays() -> None:
    choose_data_folder(["manage.py", "seed_demo"])
    assert chosen() is None


def test_of_two_running_studios_none_is_guessed(
    running: list[RunningStudio], tmp_path: Path
) -> None:
    start(running, tmp_path / "a", tmp_path / "b")
    with pytest.raises(SystemExit) as ended:
        choose_data_folder(["manage.py", "seed_demo"])
    assert f"--data {tmp_path / 'a'} or --data {tmp_path / 'b'}" in str(ended.value)
    choose_data_folder(["manage.py", "check"])
    choose_data_folder(["manage.py"])
    assert chosen() is None


@pytest.mark.parametrize("words", [["--data"], ["--data="], ["--data", "missing"]])
def test_folder_that_is_not_there_is_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        choose_data_folder(["manage.py", "seed_demo", *words])
    assert "--data FOLDER" in str(ended.value)


def test_words_behind_two_dashes_belong_to_the_command() -> None:
    words = ["manage.py", "dbshell", "--", "--data", "x"]
    assert choose_data_folder(words) == words


def test_silent_database_names_the_folder_that_was_tried(tmp_path: Path) -> None:
    os.environ["ARTSTUDIO_DATA_DIR"] = str(tmp_path)
    said = no_database("refused")
    assert str(tmp_path) in said
    assert "python3 start.py" in said
    assert "--data FOLDER" in said


def test_silent_database_names_the_studios_that_run(
    running: list[RunningStudio], tmp_path: Path
) -> None:
    start(running, tmp_path / "a")
    assert f"--data {tmp_path / 'a'}" in no_database("refused")


def test_silent_database_of_a_running_studio_is_another_one(
    running: list[RunningStudio], tmp_path: Path
) -> None:
    start(running, tmp_path)
    os.environ["ARTSTUDIO_DATA_DIR"] = str(tmp_path)
    assert "set DATABASE_URL as it does" in no_database("refused")


def test_silent_database_of_an_address_says_why() -> None:
    os.environ["DATABASE_URL"] = "postgres://maker:secret@127.0.0.1:1/x"
    said = no_database("Connection refused")
    assert "Connection refused" in said
    assert "secret" not in said
