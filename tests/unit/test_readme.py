"""README is short and tells the truth, and docs/settings.md lists every setting."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
SETTINGS = (ROOT / "docs" / "settings.md").read_text()
#: A picture of README should load fast.
MOST_BYTES = 150_000


def variables_read() -> set[str]:
    """Return every variable of the environment that the settings or the database read."""
    read_first = [ROOT / "artstudio" / name for name in ("settings.py", "paths.py")]
    files = [*read_first, *(ROOT / "artstudio" / "embedded").glob("*.py")]
    pattern = re.compile(r"""env(?:iron)?\.\w+\(\s*["']([A-Z][A-Z0-9_]+)["']""")
    return {name for file in files for name in pattern.findall(file.read_text())}


def test_every_setting_is_listed_and_every_listed_one_is_read() -> None:
    listed = set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)` \|", SETTINGS, re.MULTILINE))
    internal = {"DJANGO_SETTINGS_MODULE", "PYTHONPATH", "PROMETHEUS_MULTIPROC_DIR"}
    assert listed == variables_read() - internal


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_every_file_that_is_linked_is_there(link: str) -> None:
    assert (ROOT / link).exists()


def test_readme_links_every_document_for_users() -> None:
    documents = {f"docs/{file.name}" for file in (ROOT / "docs").glob("*.md")}
    assert documents - set(re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", README)) == set()


def test_every_section_that_is_linked_is_there() -> None:
    for document, section in re.findall(r"\]\((docs/[^)#]+)#([^)]+)\)", README):
        headings = re.findall(r"^#+ (.+)$", (ROOT / document).read_text(), re.MULTILINE)
        assert section in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}


def test_the_pictures_are_small() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(pictures) >= 4
    assert [name for name in pictures if (ROOT / name).stat().st_size > MOST_BYTES] == []


def test_reference_is_elsewhere() -> None:
    assert README.count("\n") < 180


def test_nothing_is_left_to_fill_in() -> None:
    assert "@@" not in README
