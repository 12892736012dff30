"""README tells the truth: every setting is listed, every file it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def variables_read() -> set[str]:
    """Return every variable of the environment that the settings or the database read."""
    read_first = [ROOT / "artstudio" / name for name in ("settings.py", "paths.py")]
    files = [*read_first, *(ROOT / "artstudio" / "embedded").glob("*.py")]
    pattern = re.compile(r"""env(?:iron)?\.\w+\(\s*["']([A-Z][A-Z0-9_]+)["']""")
    return {name for file in files for name in pattern.findall(file.read_text())}


def test_every_setting_is_listed_and_every_listed_one_is_read() -> None:
    listed = set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)` \|", README, re.MULTILINE))
    internal = {"DJANGO_SETTINGS_MODULE", "PYTHONPATH", "PROMETHEUS_MULTIPROC_DIR"}
    assert listed == variables_read() - internal


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_every_file_that_is_linked_is_there(link: str) -> None:
    assert (ROOT / link).exists()


def test_nothing_is_left_to_fill_in() -> None:
    assert "@@" not in README
