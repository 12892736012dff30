"""The small changes that `just mutate` makes, and the table of those that once went unnoticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutation.__main__ import NAMED, TARGETS
from tests.mutation.mutants import sample

ROOT = Path(__file__).resolve().parents[2]
CODE = '''"""Numbers."""

LIMIT = 0.5


def key(a: int, b: int) -> dict[str, int]:
    """Return a key of 3 parts."""
    return {"a": min(a, b), "b": b if a < 7 else sorted([a, b], reverse=True)[0]}
'''


def changed_lines() -> list[str]:
    return [mutant.after for mutant in sample("m.py", CODE, size=1000)]


@pytest.mark.parametrize(
    "part",
    [
        "LIMIT = (0.5 * 10)",
        "LIMIT = (0.5 / 10)",
        "max(a, b)",
        'return {"b": b if',
        "sorted([a, b])",
        "sorted([b], reverse=True)",
        "if a <= 7",
        "if a < 8",
        "reverse=False",
    ],
)
def test_changes_that_are_tried(part: str) -> None:
    assert any(part in line for line in changed_lines())


def test_no_change_is_tried_that_nothing_executes() -> None:
    for line in changed_lines():
        assert not line.startswith(('"""', "def "))


def test_a_sample_is_always_the_same_and_has_no_change_twice() -> None:
    every = sample("m.py", CODE, size=1000)
    assert [m.key for m in sample("m.py", CODE, size=5)] == [m.key for m in every[:5]]
    assert len({m.code for m in every}) == len(every)


@pytest.mark.parametrize("change", NAMED, ids=lambda change: change["after"] or "left out")
def test_each_named_change_can_still_be_made(change: dict[str, str]) -> None:
    assert change["before"] in (ROOT / change["module"]).read_text()
    assert (ROOT / change["test"]).is_file()


@pytest.mark.parametrize("target", TARGETS)
def test_each_target_names_files_that_exist(target: str) -> None:
    for name in (*TARGETS[target]["modules"], *TARGETS[target]["tests"]):
        assert (ROOT / name).is_file(), name
