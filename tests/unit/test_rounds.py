"""Few rounds for each change, many at night, and what is marked nightly only then."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
A_TEST = """
import pytest
from hypothesis import given, settings, strategies as st
from tests.rounds import rounds

seen = []

@given(st.integers())
@settings(max_examples=rounds(3))
def test_counts(n):
    seen.append(n)

@pytest.mark.nightly
def test_at_night():
    pass

def test_told():
    default = settings.default
    print(f"made {len(seen)} of {rounds(3)}, 7 or {rounds(7, nightly=9)}, {default.derandomize}")
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "told", "summary"),
    [
        ([], "made 3 of 3, 7 or 7, True", "2 passed, 1 deselected"),
        (["--nightly"], "made 60 of 60, 7 or 9, False", "3 passed"),
    ],
)
def test_rounds_and_marks_of_a_change_and_of_a_night(
    options: list[str], told: str, summary: str, tmp_path: Path
) -> None:
    file = tmp_path / "test_it.py"
    file.write_text(A_TEST)
    command = [sys.executable, "-m", "pytest", "-s", "-q", "-n", "0", "-p", "no:cacheprovider"]
    command += [f"--rootdir={ROOT}", f"--confcutdir={ROOT}", "-p", "tests.conftest"]
    done = subprocess.run(
        [*command, "-c", str(ROOT / "pyproject.toml"), *options, str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert told in done.stdout, done.stdout + done.stderr
    assert summary in done.stdout
