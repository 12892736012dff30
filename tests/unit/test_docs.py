"""What the documents name is there: files, commands and tasks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
_PATH = re.compile(r"`((?:artstudio|rmos_runs|tests|docs|templates|static|\.ci)(?:/[\w.@-]+)*/?)`")
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[\w-]+)?\)")
_TASK = re.compile(r"(?:^|`)just ([a-z][a-z-]+)", re.MULTILINE)


def name(document: Path) -> str:
    return str(document.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_path_that_a_document_names_is_there(document: Path) -> None:
    named = _PATH.findall(document.read_text())
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    links = _LINK.findall(document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_task_that_a_document_names_is_one() -> None:
    tasks = set(
        re.findall(r"^([a-z][a-z-]+)(?: [^:]*)?:", (ROOT / "justfile").read_text(), re.MULTILINE)
    )
    documents = [*DOCUMENTS, ROOT / "README.md"]
    named = {task for file in documents for task in _TASK.findall(file.read_text())}
    assert named - tasks == set()


def test_the_map_of_the_architecture_answers_every_question() -> None:
    rows = re.findall(
        r"^\| (?:where|who|what) .+ \| `", (ROOT / "docs/architecture.md").read_text(), re.MULTILINE
    )
    assert len(rows) >= 15


def test_the_map_of_the_architecture_names_what_is_there() -> None:
    text = (ROOT / "docs/architecture.md").read_text()
    named = re.findall(r"\| `([\w/.]+\.py)` \(`(\w+)`\) \|", text)
    assert len(named) >= 10
    assert [(f, n) for f, n in named if not re.search(rf"\b{n}\b", (ROOT / f).read_text())] == []
