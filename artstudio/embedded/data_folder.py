"""Which data folder a management command works on, decided before the settings are read.

`--data` comes first, then ARTSTUDIO_DATA_DIR, then the studio that runs from this checkout.
Where several run, a command that reads or writes data does not guess.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from artstudio.embedded.address import home_of
from artstudio.embedded.running import RunningStudio, running_studios
from artstudio.paths import CHECKOUT, DATA_VARIABLE, data_folder

_OPTION = "--data"
_START = "python3 start.py" if CHECKOUT else "art-studio"
_FROM = f" from {CHECKOUT}" if CHECKOUT else ""
#: What these do depends on no data, or tells of itself that it could not look.
_NEED_NO_DATA = {
    *("check", "collectstatic", "diffsettings", "findstatic", "help", "makemessages"),
    *("makemigrations", "spectacular", "startapp", "startproject", "test", "testserver", "version"),
    *("-h", "--help", "--version", "draw_styles"),
}


def choose_data_folder(argv: list[str]) -> list[str]:
    """Put the data folder of a command into the environment; return the words without `--data`.

    Ends the program with one line where the folder is missing or is not the only one.
    """
    words, given = _without_option(argv)
    if given is not None:
        os.environ[DATA_VARIABLE] = str(_existing(given))
    elif not os.environ.get(DATA_VARIABLE):
        _choose_running(words[1:2])
    return words


def _without_option(argv: list[str]) -> tuple[list[str], str | None]:
    """Take `--data FOLDER` and `--data=FOLDER` out of the words, up to a `--`."""
    end = argv.index("--") if "--" in argv else len(argv)
    words, given, rest = [], None, iter(argv[:end])
    for word in rest:
        if word == _OPTION:
            given = next(rest, "")
        elif word.startswith(f"{_OPTION}="):
            given = word.partition("=")[2]
        else:
            words.append(word)
    return words + argv[end:], given


def _existing(given: str) -> Path:
    if not given:
        sys.exit(f"{_OPTION} needs a folder: {_OPTION} FOLDER.")
    folder = Path(given).expanduser().absolute()
    try:
        found = folder.is_dir()
    except PermissionError:
        sys.exit(f"The data folder {folder} belongs to another user: run the command as that user.")
    if not found:
        sys.exit(f"There is no data folder {folder}. Name that of a studio: {_OPTION} FOLDER.")
    return folder


def _choose_running(command: list[str]) -> None:
    running = running_studios()
    if len(running) == 1:
        os.environ[DATA_VARIABLE] = str(running[0].data_dir)
    elif running and command and command[0] not in _NEED_NO_DATA:
        sys.exit(f"{len(running)} studios run{_FROM}. Choose one: {_all_of(running)}.")


def _all_of(running: list[RunningStudio]) -> str:
    return " or ".join(f"{_OPTION} {studio.data_dir}" for studio in running)


def no_database(reason: str) -> str:
    """Return what to tell when the database does not answer: what was tried and what to do."""
    if os.environ.get("DATABASE_URL"):
        return f"The database does not answer. DATABASE_URL names it. {reason}"
    data_dir = data_folder()
    return f"The database does not answer. Tried the data folder {data_dir}{_advice(data_dir)}"


def _advice(data_dir: Path) -> str:
    running = running_studios()
    if any(studio.data_dir == data_dir for studio in running):
        return "; the studio that runs there uses another one: set DATABASE_URL as it does."
    if running:
        return f". A studio runs elsewhere: {_all_of(running)}."
    home = home_of(data_dir)
    if home.exists() and not os.access(home, os.X_OK):
        return ", which belongs to another user: run the command as that user."
    return (
        f"; you run no studio{_FROM}. Start one with `{_START}`, "
        f"name the folder of a running one with {_OPTION} FOLDER, or set DATABASE_URL."
    )
