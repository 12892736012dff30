"""`start.py` in a folder of its own: what it runs when all is there, what it says when not."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import start
from tests.integration.test_up import as_ordinary_user
from tests.integration.up_process import ROOT

SAYS_ITS_WORDS = '#!/bin/sh\necho "$@"\nexit 7\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout with nothing but what `start.py` reads."""
    for name in ("start.py", "requirements.txt", "tests/requirements.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def warm(folder: Path) -> Path:
    """The same, with an environment whose Python only says what it was asked to run."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(SAYS_ITS_WORDS)
    python.chmod(0o755)
    for name in ("tried-libpotrace", "tried-pypotrace"):
        (folder / ".venv" / name).touch()
    return folder


def synced(folder: Path, requirements: str) -> None:
    stamp = start.fingerprint(folder / requirements)
    (folder / ".venv" / "synced").write_text(stamp)


def run(
    folder: Path, *words: str, prefix: tuple[str, ...] = (), **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run `start.py` where no package can be fetched."""
    empty = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder), "PIP_CONFIG_FILE": os.devnull}
    return subprocess.run(
        [*prefix, sys.executable, str(folder / "start.py"), *words],
        env=os.environ | empty | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def popen(folder: Path) -> subprocess.Popen[str]:
    """Start `start.py` where no package can be fetched."""
    empty = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder), "PIP_CONFIG_FILE": os.devnull}
    return subprocess.Popen(
        [sys.executable, str(folder / "start.py")],
        env=os.environ | empty,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("requirements", ["requirements.txt", "tests/requirements.txt"])
def test_a_warm_start_fetches_nothing_and_hands_its_words_to_up(
    warm: Path, requirements: str
) -> None:
    synced(warm, requirements)
    done = run(warm, "--bind", "127.0.0.1:1234")
    assert done.returncode == 7
    assert done.stdout == f"{warm / 'manage.py'} up --bind 127.0.0.1:1234\n"


def test_tests_get_their_words_and_give_their_code(warm: Path) -> None:
    synced(warm, "tests/requirements.txt")
    done = run(warm, "test", "-k", "port")
    assert (done.returncode, done.stdout) == (7, "-m pytest -k port\n")


def test_setup_runs_nothing(warm: Path) -> None:
    synced(warm, "tests/requirements.txt")
    done = run(warm, "setup")
    assert (done.returncode, done.stdout) == (0, "")


def test_changed_requirements_are_synced_again(warm: Path) -> None:
    synced(warm, "requirements.txt")
    with (warm / "requirements.txt").open("a") as file:
        file.write("# changed\n")
    assert refusal(run(warm)).startswith("start.py: uv cannot be installed: ERROR:")


def test_the_studios_packages_are_not_enough_for_the_tests(warm: Path) -> None:
    synced(warm, "requirements.txt")
    assert "uv cannot be installed" in refusal(run(warm, "test"))


def test_a_cold_start_without_network_is_one_line(folder: Path) -> None:
    assert refusal(run(folder)).endswith("(no network? .tools/log has all of it)")


def test_a_python_without_pip_is_one_line(folder: Path) -> None:
    (folder / "pip.py").write_text("raise ImportError\n")
    assert "has no pip" in refusal(run(folder, PYTHONPATH=str(folder)))


def test_second_set_up_says_that_it_waits_for_the_first(folder: Path) -> None:
    (folder / ".tools").mkdir()
    with (folder / ".tools" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = popen(folder)
        assert second.stdout
        assert second.stdout.readline() == "waiting: another start.py sets this folder up\n"
        assert second.poll() is None
    assert "uv cannot be installed" in second.communicate(timeout=60)[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_set_up_ends_without_traceback(folder: Path, number: signal.Signals) -> None:
    (folder / ".tools").mkdir()
    with (folder / ".tools" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = popen(folder)
        assert waiting.stdout
        waiting.stdout.readline()
        waiting.send_signal(number)
        said = waiting.communicate(timeout=60)[1]
    assert waiting.returncode
    assert "Traceback" not in said
    assert not said or said == "start.py: stopped.\n"


@pytest.mark.parametrize("name", ["with space", "größe"])
def test_folder_may_have_any_name(warm: Path, name: str) -> None:
    moved = warm.rename(warm.with_name(name))
    synced(moved, "requirements.txt")
    done = run(moved, LC_ALL="C")
    assert (done.returncode, done.stdout) == (7, f"{moved / 'manage.py'} up\n")


def test_environment_of_another_python_is_made_anew(warm: Path) -> None:
    stamp = start.fingerprint(warm / "requirements.txt")
    (warm / ".venv" / "synced").write_text(stamp.replace(start.VERSION, "3.9.1"))
    assert "uv cannot be installed" in refusal(run(warm))


def test_start_needs_no_home(warm: Path) -> None:
    synced(warm, "requirements.txt")
    done = run(warm, prefix=("env", "-u", "HOME"))
    assert done.returncode == 7


def test_a_folder_that_may_not_be_written_is_one_line(folder: Path) -> None:
    prefix = as_ordinary_user()
    folder.chmod(0o500)
    said = refusal(run(folder, prefix=prefix))
    folder.chmod(0o700)
    assert said == f"start.py: Permission denied: {folder / '.tools'}"


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """The one line of a start that failed."""
    assert done.returncode == 1, done
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.strip()
